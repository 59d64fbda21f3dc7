"""The checks of a pack are put to answers in this process, and what fails is looked for by name."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.explaining.diagnose import diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import (
    Misconception,
    concerns,
    load_misconceptions,
    wrong_engine,
)
from autograder.grading import assignment_checks
from autograder.pack import load_assignment

ASSIGNMENTS = Path(__file__).resolve().parents[3] / "assignments"


class Asked:
    """What a pack knows of mistakes, and its checks without those of the whole notebook.

    Parameters
    ----------
    pack : str
        Such as ``"optimization"``.
    """

    def __init__(self, pack: str) -> None:
        self.assignment = load_assignment(ASSIGNMENTS / pack)
        self.known = {one.name: one for one in load_misconceptions(self.assignment)}

    @cached_property
    def checks(self) -> Sequence[Check]:
        """All checks of graded cells that ask a question on its own."""
        return [check for check in assignment_checks(self.assignment) if not check.whole]

    def named(self, names: dict[str, object], *cells: str) -> dict[str, str | None]:
        """Ask the checks of some graded cells, and give what each that failed is called."""
        session = LocalSession(names)
        found: dict[str, str | None] = {}
        for cell in cells:
            own = [check for check in self.checks if check.cell == cell]
            question = own[0].question
            every = [check for check in self.checks if check.question == question]
            with np.errstate(all="ignore"):
                results = (run_check(check, Submission(session), 1, explain=False) for check in own)
                if any(result.verdict == "failed" for result in results):
                    interview = Interview(session, own, every, 1, math.inf)
                    answer = self.assignment.own_answer_of(cell)
                    wrong = diagnose(self.assignment, question, interview, answer, seconds=120.0)
                    found[cell] = wrong.name if wrong else None
        return found

    def about(self, way: Misconception) -> list[str]:
        """The graded cells of a question that ask an answer which a misconception may be in."""
        cells = dict.fromkeys(c.cell for c in self.checks if c.question == way.question)
        own = self.assignment.own_answer_of
        return [cell for cell in cells if concerns(self.assignment, way, own(cell))]

    def answers(self, text: str) -> dict[str, object]:
        """The reference answers, and a student's text after them."""
        names = wrong_engine(self.assignment, None)
        exec(text, names)
        return names

    def counts(self) -> Counter[str]:
        """How many are known of each question."""
        return Counter(one.question for one in self.known.values())

    def said_twice(self) -> set[str]:
        """The names whose explanation is another one's as well."""
        said = Counter(one.explanation for one in self.known.values())
        return {name for name, one in self.known.items() if said[one.explanation] > 1}


def assert_fits_a_card(wrong: Misconception) -> None:
    """A few sentences say what is done, and a question leads on."""
    assert wrong.ask.endswith("?") and len(wrong.ask) <= 160
    assert 15 <= len(wrong.explanation) <= 260
    assert 1 <= wrong.explanation.count(". ") + 1 <= 3
