"""A report is what grading one submission produced: plain, immutable, and the same everywhere.

The notebook's card, the HTML page, nbgrader's feedback and the JSON file are all drawn from it.
"""

from __future__ import annotations

import dataclasses
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from autograder.language import Language, say
from autograder.language.tables import language
from autograder.rubric import Item

#: Longest result of one submission, as JSON, in characters and in bytes: tools read no longer ones.
MAX_RESULT = 900_000

Verdict = Literal["passed", "failed", "inconclusive", "error", "timeout", "refused"]

#: Verdicts that keep the points: a comparison that means nothing is never a deduction.
FULL_POINTS: frozenset[str] = frozenset({"passed", "inconclusive"})

#: Which program a check ran in; see `CheckResult`.
Others = Literal["submitted", "tidy", "bare", "reference"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The verdict of one check.

    Parameters
    ----------
    id : str
        The check function's name.
    question, cell : str
        The question it belongs to, and the graded cell its points go to.
    verdict : str
        ``passed``, ``failed``, ``inconclusive``, ``error`` (the grader's fault), ``timeout`` or
        ``refused``.
    points, possible : float
        Points earned and points it is worth.
    title : str
        What it asks, one line.
    message : str
        What to tell the student.
    brief : str
        The same without the inputs of a case, where that can be said; for hidden checks.
    counterexample : dict or None
        The smallest failing case; see `autograder.errors.CheckFailure`.
    diagnosis : dict or None
        What kind of mistake it is: ``{"kind": ..., "text": ...}``. If a misconception explains
        every answer, also ``misconception`` (its name), ``explanation`` and ``ask``. For the
        instructor alone ``unfinished``: what went wrong in the check while it looked for more; and
        ``broke``: what went wrong in a check that was refused.
    hidden : bool
        Whether students can run it themselves.
    others : str
        What ran: ``"submitted"``, the submission as it stands; ``"tidy"``, the same without the
        student's own cells after the question, and with what own cells did to names of given
        cells undone; ``"bare"``, given cells and answers alone; ``"reference"``, reference answers
        in place of those to all other questions.
    slow : bool
        Whether it took too long as it was submitted (or was not asked so, for such code was known),
        and passed in another program.
    alone : bool
        Whether it passed only with reference answers in place of its question's other cells, too.
    remarks : tuple of str
        Of a check that fails: what the student should know of the cells it depends on, such as
        ``"The cell that defines `_mul` did not run: SyntaxError: ..."``. Whole sentences.
    whole : bool
        Whether it asked about the notebook as a whole.
    withheld : dict or None
        For the instructor alone: the ``message``, ``counterexample`` and ``diagnosis`` of a run
        beside reference answers, in which the submission may say what it has found there.
    """

    id: str
    question: str
    cell: str
    verdict: Verdict
    points: float
    possible: float
    title: str = ""
    message: str = ""
    counterexample: dict[str, Any] | None = None
    diagnosis: dict[str, Any] | None = None
    hidden: bool = False
    brief: str = ""
    others: Others = "submitted"
    remarks: tuple[str, ...] = ()
    whole: bool = False
    withheld: dict[str, Any] | None = None
    slow: bool = False
    alone: bool = False

    @property
    def kind(self) -> str:
        """What kind of mistake its diagnosis says it is, or an empty string."""
        return str((self.diagnosis or {}).get("kind", ""))


@dataclass(frozen=True, slots=True)
class Decision:
    """Points that a person has given, in place of the machine's or where only a person gives them.

    Parameters
    ----------
    cell : str
        The graded cell; of points that only a person gives, the question.
    question : str
    points, possible : float
    reason : str
        What the student reads of it.
    by, when : str
        Who decided it, and the day, as ISO 8601 writes it; empty if nobody wrote it down.
    instead_of : float or None
        What the machine gave; None where it gives nothing.
    items : tuple of str
        Of an answer with a rubric, the items that it was given.
    """

    cell: str
    question: str
    points: float
    possible: float
    reason: str
    by: str = ""
    when: str = ""
    instead_of: float | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer that a person reads and gives points.

    Parameters
    ----------
    cell, question : str
    points : float
        What it can be given.
    text : str
        What was written; empty if nothing was.
    items : tuple of Item
        Its rubric, if it has one.
    shown : bool
        Whether students may read the rubric before it was applied.
    """

    cell: str
    question: str
    points: float
    text: str = ""
    items: tuple[Item, ...] = ()
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points that a submission as a whole gains or loses, such as for coming late.

    Parameters
    ----------
    points : float
        Below 0 where it loses some.
    text : str
        Why, in a sentence for the student.
    """

    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything grading one submission produced, and what people have decided about it.

    Parameters
    ----------
    assignment, submission : str
        The assignment's name; the submitted file.
    sha256 : str
        Hash of the submitted bytes.
    checks : tuple of CheckResult
        In the order of the assignment.
    isolation : dict
        How the submission was kept apart: ``level``, ``name``, ``layers``, ``missing``.
    versions : dict
        Versions of Python and of the packages that matter.
    seed : int
        With the same seed the same cases are drawn.
    seconds : float
        Wall time.
    notes : tuple of str
        What should be known of the notebook: cells missing or duplicated, cells that raised.
    questions : dict
        Titles of the questions, in order.
    practice : bool
        Whether only public checks ran, in the student's own notebook.
    title : str
        What people call the assignment.
    hidden_counts : dict
        In practice: graded cell to the number of its hidden checks.
    hidden_inputs : bool
        Whether students may see the cases that hidden checks failed on.
    by_hand : dict
        Question to the points in it that a person gives; they are in no total here.
    budget : dict
        What the submission's processes used, what they may use, and whether that ended its grading;
        see `autograder.asking.budget.Budget.to_data`.
    private : tuple of str
        What only an instructor should know.
    open_answers : tuple of OpenAnswer
        What a person has to read, or has read.
    decisions : tuple of Decision
        In place of what checks of those cells have earned.
    adjustments : tuple of Adjustment
        They count in the report as a whole, and in no question.
    student : str
        Whose numbers it was graded with, where students have numbers of their own.
    numbers : dict
        Question to these numbers by name.
    language : str
        In which language its texts are, and what is said around them is to be.
    sentences : dict
        What the pack or the course says otherwise than the grader's own table of that language, of
        all that is said around its texts; see `autograder.language.tables.Carried`.
    """

    assignment: str
    submission: str
    sha256: str
    checks: tuple[CheckResult, ...]
    isolation: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    seed: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    questions: dict[str, str] = field(default_factory=dict)
    practice: bool = False
    title: str = ""
    hidden_counts: dict[str, int] = field(default_factory=dict)
    hidden_inputs: bool = False
    by_hand: dict[str, float] = field(default_factory=dict)
    budget: dict[str, Any] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    open_answers: tuple[OpenAnswer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    student: str = ""
    numbers: dict[str, dict[str, float]] = field(default_factory=dict)
    language: str = "en"
    sentences: dict[str, Any] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """Points earned: a person's where one decided, adjusted, and never below 0."""
        decided = {one.cell for one in self.decisions}
        own = [check.points for check in self.checks if check.cell not in decided]
        given = [one.points for one in self.decisions]
        adjusted = [one.points for one in self.adjustments]
        return max(0.0, total([*own, *given, *adjusted]))

    @property
    def possible(self) -> float:
        """Points that could be earned."""
        cells = {check.cell for check in self.checks}
        by_a_person = [one.possible for one in self.decisions if one.cell not in cells]
        return total([*(check.possible for check in self.checks), *by_a_person])

    def of(self, *, question: str | None = None, cell: str | None = None) -> Report:
        """Give the part of the report about one question or one graded cell."""
        chosen = tuple(
            check
            for check in self.checks
            if (question is None or check.question == question)
            and (cell is None or check.cell == cell)
        )
        cells = {check.cell for check in chosen}
        counts = {name: n for name, n in self.hidden_counts.items() if name in cells}
        by_hand = {q: n for q, n in self.by_hand.items() if q == question}
        decisions = tuple(
            one
            for one in self.decisions
            if (question is None or one.question == question) and (cell is None or one.cell == cell)
        )
        answers = tuple(
            one
            for one in self.open_answers
            if (question is None or one.question == question) and (cell is None or one.cell == cell)
        )
        return replace(
            self,
            checks=chosen,
            hidden_counts=counts,
            by_hand=by_hand,
            open_answers=answers,
            decisions=decisions,
            adjustments=(),
        )

    @property
    def speech(self) -> Language:
        """The language that it is told in."""
        return language(self.language, sentences=self.sentences)

    def for_student(self) -> Report:
        """Give the report without what students must not read, such as the hidden cases."""
        checks = tuple(map(_without_slips, self.checks))
        if not self.hidden_inputs:
            checks = tuple(map(_without_inputs, checks))
        done = {one.cell for one in self.decisions}
        answers = tuple(
            one if one.shown or done & {one.cell, one.question} else replace(one, items=())
            for one in self.open_answers
        )
        decisions = tuple(replace(one, by="") for one in self.decisions)
        # To a thousandth of a second, times are words of the submission's, too.
        seconds = round(self.seconds, 1)
        return replace(
            self,
            checks=checks,
            open_answers=answers,
            decisions=decisions,
            private=(),
            budget={},
            seconds=seconds,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the report as JSON-able data, totals included."""
        data = dataclasses.asdict(self)
        data["checks"] = [{**check, "remarks": list(check["remarks"])} for check in data["checks"]]
        for name in ("notes", "private", "decisions", "adjustments", "open_answers"):
            data[name] = list(data[name])
        for one in (*data["decisions"], *data["open_answers"]):
            one["items"] = list(one["items"])
        keys = ("assignment", "submission", "sha256")
        head = {key: data.pop(key) for key in keys}
        return {**head, "points": self.points, "possible": self.possible, **data}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Report:
        """Rebuild a report from `to_dict`'s data; totals are computed again, never read."""
        known = {item.name for item in dataclasses.fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        values["checks"] = tuple(
            CheckResult(**{**_shared(check), "remarks": tuple(check.get("remarks", ()))})
            for check in data["checks"]
        )
        values["notes"] = tuple(data.get("notes", ()))
        values["private"] = tuple(data.get("private", ()))
        values["open_answers"] = tuple(map(_open_answer, data.get("open_answers", ())))
        values["decisions"] = tuple(
            Decision(**{**one, "items": tuple(one.get("items", ()))})
            for one in data.get("decisions", ())
        )
        values["adjustments"] = tuple(Adjustment(**one) for one in data.get("adjustments", ()))
        return cls(**values)


def _open_answer(data: dict[str, Any]) -> OpenAnswer:
    return OpenAnswer(**{**data, "items": tuple(Item(**one) for one in data.get("items", ()))})


def _shared(check: dict[str, Any]) -> dict[str, Any]:
    """Keep once what all submissions' results say alike: thousands are read by one process."""
    return {
        key: sys.intern(value) if type(value) is str and len(value) < 200 else value
        for key, value in check.items()
    }


def _without_slips(check: CheckResult) -> CheckResult:
    """Leave out what the instructor alone may read."""
    check = replace(check, withheld=None)
    if not check.diagnosis or not _PRIVATE & check.diagnosis.keys():
        return check
    left = {key: value for key, value in check.diagnosis.items() if key not in _PRIVATE}
    return replace(check, diagnosis=left)


#: Entries of a diagnosis that the instructor alone may read.
_PRIVATE = frozenset({"unfinished", "broke"})


def _without_inputs(check: CheckResult) -> CheckResult:
    if not check.hidden or check.verdict in FULL_POINTS:
        return check
    message = check.brief
    if not message and not (check.diagnosis or {}).get("text"):
        message = say("A claim of this check does not hold.")
    return replace(check, message=message, counterexample=None)


def total(points: Iterable[float]) -> float:
    """Add points up without the dust of binary fractions (thirds of a point add up to one)."""
    return round(sum(points), 6)


def versions() -> dict[str, str]:
    """Versions that a verdict may depend on."""
    import hypothesis
    import numpy as np

    import adlearn

    return {
        "python": platform.python_version(),
        "adlearn": adlearn.__version__,
        "numpy": np.__version__,
        "hypothesis": hypothesis.__version__,
    }
