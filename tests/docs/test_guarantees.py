"""The page of guarantees says what `autograder.sandbox.levels` says: no promise more, none less."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from autograder.sandbox.levels import ENOUGH, LAYERS, NAMES, PROMISES, isolation

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "grader" / "guarantees.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """Give the cells of the table that begins with a line."""
    _, found, rest = PAGE.partition(f"\n{head}\n")
    assert found, f"there is no table {head}"
    table = rest.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def level_without(promise: str) -> int:
    """Give the highest level that a machine can have where this promise is broken."""
    through = {name: ["0"] if name == promise else [] for name in PROMISES}
    return isolation(through, LAYERS | {"namespaces"})["level"]


def test_the_table_has_every_promise_in_its_words():
    told = {name.strip("`"): words for name, words, *_ in rows(HEAD)}
    assert told == PROMISES


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_is_ticked_from_the_level_that_cannot_be_had_without_it(promise):
    (ticks,) = [row[2:] for row in rows(HEAD) if row[0] == f"`{promise}`"]
    assert ticks == ["✓" if level > level_without(promise) else "" for level in NAMES]


def test_the_levels_have_their_names():
    told = {int(level): name for level, name, _ in rows("| level | name | what it means |")}
    assert told == NAMES


def test_the_layers_are_those_that_a_level_asks_for():
    (said,) = re.findall(r"ask that these layers took hold .*?: (.*?)\. ", PAGE)
    assert re.findall(r"`([^`]+)`", said) == sorted(LAYERS)


def test_the_level_below_which_nothing_is_graded():
    assert f"Below level {ENOUGH}, `autograder grade`" in PAGE


def test_the_page_says_whether_an_attack_still_reaches_something():
    sys.path.insert(0, str(ROOT / "tests" / "attacks"))
    try:
        from attacking.known import KNOWN
    finally:
        sys.path.pop(0)
    assert ("That list is empty." in PAGE) == (not KNOWN)


HEAD = f"| promise | a submission ... | {' | '.join(map(str, NAMES))} |"
