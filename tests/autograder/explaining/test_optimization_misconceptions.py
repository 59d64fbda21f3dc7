"""What is known of optimizations that are understood wrongly: each explains its own, alone."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed
from autograder.explaining.diagnose import diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import (
    Misconception,
    concerns,
    load_misconceptions,
    wrong_engine,
)
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment

OPTIMIZATION = load_assignment(Path(__file__).resolve().parents[3] / "assignments/optimization")
KNOWN = {one.name: one for one in load_misconceptions(OPTIMIZATION)}


@cache
def checks() -> Sequence[Check]:
    return [check for check in assignment_checks(OPTIMIZATION) if not check.whole]


def named(names: dict[str, object], *cells: str) -> dict[str, str | None]:
    """Ask the checks of some graded cells, and give what each that failed is called."""
    session = LocalSession(names)
    found: dict[str, str | None] = {}
    for cell in cells:
        own = [check for check in checks() if check.cell == cell]
        every = [check for check in checks() if check.question == own[0].question]
        with np.errstate(all="ignore"):
            results = (run_check(check, Submission(session), 1, explain=False) for check in own)
            if any(result.verdict == "failed" for result in results):
                interview = Interview(session, own, every, 1, math.inf)
                answer = OPTIMIZATION.own_answer_of(cell)
                wrong = diagnose(OPTIMIZATION, own[0].question, interview, answer, seconds=120.0)
                found[cell] = wrong.name if wrong else None
    return found


def about(way: Misconception) -> list[str]:
    """The graded cells of a question that ask an answer which a misconception may be in."""
    cells = dict.fromkeys(check.cell for check in checks() if check.question == way.question)
    return [c for c in cells if concerns(OPTIMIZATION, way, OPTIMIZATION.own_answer_of(c))]


def answers(text: str) -> dict[str, object]:
    """The reference answers, and a student's text after them."""
    names = wrong_engine(OPTIMIZATION, None)
    exec(text, names)
    return names


def test_there_are_enough_of_every_question():
    """Every question has its own, and there are more than two hundred."""
    counts = {q: sum(one.question == q for one in KNOWN.values()) for q in OPTIMIZATION.questions}
    assert sum(counts.values()) >= 200 and min(counts.values()) >= 15, counts


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """A few sentences say what is done, and a question leads on; both fit a card."""
    assert wrong.ask.endswith("?") and len(wrong.ask) <= 160
    assert 15 <= len(wrong.explanation) <= 260
    assert 1 <= wrong.explanation.count(". ") + 1 <= 3


#: Mistakes that can be made in several answers, and are the same there.
SHARED = {
    "adam-uphill",
    "adam-with-its-own-settings",
    "boundary-weights-exchanged",
    "loss-surface-weights-exchanged",
    "loss-surface-tells-nobody",
    "derivative-gives-nothing",
    "momentum-uphill",
    "parabola-gradients-never-set-back",
    "parabola-last-run-alone",
    "parabola-one-step-too-many",
    "parameters-return-nothing",
    "step-uphill",
    "paths-gradients-never-set-back",
    "paths-one-step-too-many",
    "paths-with-their-own-settings",
    "paths-last-run-alone",
    "train-gradients-never-set-back",
    "train-with-its-own-settings",
}


def test_no_two_say_the_same():
    """A student who reads two names reads two explanations; what is alike in two places may be."""
    said = [one.explanation for one in KNOWN.values()]
    twice = {text for text in said if said.count(text) > 1}
    assert {name for name, one in KNOWN.items() if one.explanation in twice} == SHARED


WAYS = [
    pytest.param(way, id=f"{one.name}-{i}")
    for one in KNOWN.values()
    for i, way in enumerate(one.ways)
]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_a_mistake_is_noticed_and_has_its_name(way: Misconception):
    """The checks of its question notice it, and whatever fails is called by its name alone."""
    found = named(wrong_engine(OPTIMIZATION, way), *about(way))
    assert set(found.values()) == {way.name}, found
