"""No attack gains a point, reaches a canary, leaves a process or harms who comes after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacking.arena import Arena, standing
from attacking.attack import Attack
from attacking.everything import ATTACKS
from attacking.holding import ids, kept_busy, promises_hold


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with standing() as made:
        yield made


@pytest.mark.parametrize("attack", ATTACKS, ids=ids)
def test_an_attack_gains_nothing_and_harms_nobody(arena: Arena, attack: Attack) -> None:
    promises_hold(arena, attack)


def test_a_worker_ends_with_a_grader_that_is_killed(arena: Arena) -> None:
    assert kept_busy(arena) == {}
