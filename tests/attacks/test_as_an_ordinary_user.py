"""The same where the grader has no rights: a user's limits, and what only root is refused.

It is also graded here without namespaces, which most containers do not permit.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attacking.arena import Arena, command_as_nobody, standing
from attacking.attack import Attack
from attacking.everything import ATTACKS
from attacking.holding import ids, kept_busy, promises_hold


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    prefix = command_as_nobody()
    if prefix is None:
        pytest.skip("needs root, and setpriv to become an ordinary user")
    with standing(prefix, namespaces=False) as made:
        yield made


#: What depends on who the grader is; grading itself does not.
OTHERWISE = [attack for attack in ATTACKS if attack.boundary or attack.group == "unlucky"]


@pytest.mark.parametrize("attack", OTHERWISE, ids=ids)
def test_an_attack_gains_nothing_and_harms_nobody(arena: Arena, attack: Attack) -> None:
    promises_hold(arena, attack)


def test_a_worker_ends_with_a_grader_that_is_killed(arena: Arena) -> None:
    assert kept_busy(arena) == {}
