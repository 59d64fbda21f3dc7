"""What a report says about each check, before it is dressed as text, HTML or Markdown.

Every way of showing a report reads the same `Told`, so none says more or less than another. Student
text is stripped of control characters and capped here, whatever was done to it before.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from autograder.asking.numbers import number
from autograder.errors import GIVEN_SAYS
from autograder.language import pattern, say, say_many, speaking, template
from autograder.mistakes import BY_KIND, HIDDEN, PUBLIC_FIRST
from autograder.report import FULL_POINTS, CheckResult, Report

#: Verdict to word, colour of the bar beside it (Okabe-Ito), and sign.
WORDS = {
    "passed": (template("passed"), "#009E73", "✓"),
    "failed": (template("not right yet"), "#D55E00", "✗"),
    "unwritten": (template("not written yet"), "#8c8c8c", "…"),
    "waiting": (template("cannot be asked yet"), "#8c8c8c", "…"),
    "inconclusive": (template("could not be decided"), "#0072B2", "?"),
    "timeout": (template("took too long"), "#D55E00", "⏱"),
    "refused": (template("refused"), "#D55E00", "✗"),
    "error": (template("the grader's mistake"), "#CC79A7", "!"),
}

#: What is said of a check that passes, by the program it passed in.
PASSED_WHERE = {
    "submitted": "",
    "tidy": template(
        "passed without your own cells after this question, and with the names of given cells as "
        "they are given: one of your own cells changes what your answers need"
    ),
    "bare": template("passed without your own cells: one of them changes what your answers need"),
    "reference": template("passed with reference answers in place of the other questions"),
}

LONGEST = 1200

Written = TypeVar("Written")


def in_its_language(write: Callable[[Report], Written]) -> Callable[[Report], Written]:
    """Let a function of a report speak the language that the report was made in."""

    @functools.wraps(write)
    def speak(report: Report) -> Written:
        with speaking(report.speech):
            return write(report)

    return speak


def clean(text: Any, longest: int = LONGEST) -> str:
    """Strip control and direction characters from text, and cap its length.

    Examples
    --------
    >>> clean("a\\x1b[31mb\\u202ec")
    'a[31mbc'
    """
    kept = "".join(
        character
        for character in str(text)[: 4 * longest]
        if character == "\n" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"


def points(value: float) -> str:
    """Write points: whole numbers whole, others with as few decimals as they need.

    Examples
    --------
    >>> points(3.0), points(2.5)
    ('3', '2.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def amount(value: float, possible: float | None = None) -> str:
    """Write points with their unit, and perhaps how many there could be.

    Examples
    --------
    >>> amount(1), amount(2.5), amount(0, 1), amount(2, 4)
    ('1 point', '2.5 points', '0 of 1 point', '2 of 4 points')
    """
    if possible is None:
        return say_many("{count} point", "{count} points", value, count=points(value))
    return say_many(
        "{earned} of {count} point",
        "{earned} of {count} points",
        possible,
        count=points(possible),
        earned=points(value),
    )


def to_be_graded(value: float, *, short: bool = False) -> str:
    """Say of points that a person still gives them: the words for it everywhere.

    Examples
    --------
    >>> to_be_graded(8), to_be_graded(1), to_be_graded(8, short=True)
    ('8 points to be graded by hand', '1 point to be graded by hand', '8 to be graded by hand')
    """
    told = points(value)
    if short:
        return say("{count} to be graded by hand", count=told)
    return say_many(
        "{count} point to be graded by hand",
        "{count} points to be graded by hand",
        value,
        count=told,
    )


@in_its_language
def earned(part: Report) -> str:
    """Write the points of a question for a table's cell; what a person gives is still open.

    Examples
    --------
    >>> earned(Report("a", "b", "", (), by_hand={"q1": 4.0}))
    '4 to be graded by hand'
    """
    return _with_the_rest(points(part.points), part)


def _with_the_rest(own: str, part: Report) -> str:
    if not part.by_hand:
        return own
    more = to_be_graded(sum(part.by_hand.values()), short=True)
    return f"{own} + {more}" if part.checks or part.decisions else more


@in_its_language
def score(part: Report) -> str:
    """Write points beside those that a machine gives at most; what a person gives is still open."""
    return _with_the_rest(f"{points(part.points)} / {points(part.possible)}", part)


def state(result: CheckResult) -> str:
    """Give the key of `WORDS` that fits a result."""
    diagnosis = result.diagnosis or {}
    if diagnosis.get("mistake") == "written-below":
        return "waiting"
    return "unwritten" if diagnosis.get("kind") == "unwritten" else result.verdict


def word(result: CheckResult) -> str:
    """Give the verdict in words for people."""
    return say(WORDS[state(result)][0])


@in_its_language
def summary(report: Report) -> str:
    """Say in a sentence how many checks pass or how many points were earned."""
    more = sum(report.by_hand.values())
    if report.by_hand and not report.checks and not report.decisions:
        return to_be_graded(more)
    passed = sum(check.verdict in FULL_POINTS for check in report.checks)
    total = len(report.checks)
    if report.practice:
        return say_many(
            "{passed} of {count} public check passed",
            "{passed} of {count} public checks passed",
            total,
            passed=passed,
        )
    words = {"earned": points(report.points), "possible": points(report.possible)}
    if not report.by_hand:
        return say("{earned} of {possible} points", **words)
    words["more"] = to_be_graded(more)
    if report.decisions or report.adjustments:
        return say("{earned} of {possible} points so far, {more}", **words)
    return say("{earned} of {possible} points graded by machine, {more}", **words)


def in_progress(question: str, number: int, total: int, title: str) -> str:
    """Say which check runs, in a line.

    Examples
    --------
    >>> in_progress("Q4: pictures", 2, 5, "form_picture brings the loss down.")
    'Q4: check 2 of 5 runs: form_picture brings the loss down'
    """
    short = clean(question.partition(":")[0], 60)
    return say(
        "{question}: check {number} of {total} runs: {title}",
        question=short,
        number=number,
        total=total,
        title=clean(title, 200).rstrip("."),
    )


@in_its_language
def heading(report: Report) -> str:
    """Give the title of a report: its one question, or the assignment."""
    asked = {*(check.question for check in report.checks), *report.by_hand}
    asked |= {one.question for one in report.decisions}
    if len(asked) != 1:
        return clean(report.title or report.assignment)
    (question,) = asked
    cells = {check.cell for check in report.checks}
    by_a_person = {one.cell for one in report.decisions} - cells or report.by_hand
    part = f" ({cells.pop()})" if len(cells) == 1 and not by_a_person else ""
    return clean(report.questions.get(question, question) + part)


@in_its_language
def about_hidden(report: Report) -> str:
    """Say that hidden checks exist, where only public ones ran."""
    count = sum(report.hidden_counts.values())
    if not report.practice or not count:
        return ""
    return say_many(
        "When your work is graded, {count} hidden check will run as well: the same question, with "
        "more cases.",
        "When your work is graded, {count} hidden checks will run as well: the same question, with "
        "more cases.",
        count,
    )


@in_its_language
def by_hand(report: Report) -> str:
    """Say that points are given by a person, where there are such questions."""
    more = sum(report.by_hand.values())
    if not more:
        return ""
    titles = [clean(report.questions.get(name, name)) for name in report.by_hand]
    return say(
        "{points} ({titles}): a person reads what stands there.",
        points=to_be_graded(more),
        titles=", ".join(titles),
    )


@in_its_language
def numbers(report: Report) -> str:
    """Say with which numbers a student was asked, where each has others.

    Examples
    --------
    >>> numbers(Report("a", "b", "", (), student="ada", numbers={"q1": {"w": 0.5}}))
    ''
    """
    asked = {check.question for check in report.checks}
    told = [
        f"{name} = {value}"
        for question, values in report.numbers.items()
        if question in asked
        for name, value in values.items()
    ]
    if not (report.student and told):
        return ""
    return say(
        "The numbers of {student} here: {numbers}.",
        student=clean(report.student, 60),
        numbers=", ".join(told),
    )


@in_its_language
def again(report: Report) -> str:
    """Say what to do after a check in a notebook that does not pass."""
    if not report.practice or all(check.verdict in FULL_POINTS for check in report.checks):
        return ""
    return say("After a change, run the cell of your answer and then this check again.")


def asides(report: Report) -> list[str]:
    """Give what is to be known about a notebook as a whole, where a card is all that is shown."""
    return [clean(note, 600) for note in report.notes] if report.practice else []


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is said about one check, as cleaned plain text.

    Parameters
    ----------
    title, word, colour, sign : str
        What it asks, and the verdict.
    earned, possible : str
        Points.
    hidden : bool
    message : str
        What was asked, what came, what was expected.
    remarks : tuple of str
        What became of the cells it is about.
    program, at : str
        The smallest case; empty if there is none.
    header, rows : tuple
        The table of numbers.
    where : str
        Where it goes wrong first, in a sentence.
    place : dict or None
        The same as data, for a picture.
    name, explanation, ask : str
        The misconception, if one is named.
    following : str
        What to do next.
    note : str
        In which other program it passed, where it did not as submitted.
    decided : str
        What a person decided about its cell.
    """

    title: str
    word: str
    colour: str
    sign: str
    earned: str
    possible: str
    hidden: bool
    message: str
    remarks: tuple[str, ...]
    program: str
    at: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    where: str
    place: dict[str, Any] | None
    name: str
    explanation: str
    ask: str
    following: str
    note: str
    decided: str = ""


@in_its_language
def told(report: Report) -> list[Told]:
    """Say what there is to say about each check of a report, for the student.

    A misconception is explained once and a case is shown once; the checks after it refer back.
    """
    above, said = Above(withheld=not report.hidden_inputs), []
    for result in report.for_student().checks:
        try:
            said.append(_told(result, above))
        except Exception:  # a case of a strange form costs its own words, and nobody's page
            said.append(_told(replace(result, counterexample=None, diagnosis=None), Above()))
        if result.verdict == "failed" and not result.hidden:
            above.open_cells.add(result.cell)
    return said


def told_of(result: CheckResult) -> Told:
    """Say what there is to say about one check by itself, its case included."""
    return _told(result, Above())


@dataclass
class Above:
    """What the reader has already read: explanations, cases, cells whose public check fails.

    Also what the last check said is to be done next, and whether cases of hidden ones are withheld.
    """

    explained: set[str] = field(default_factory=set)
    cases: set[tuple[Any, ...]] = field(default_factory=set)
    following: str = ""
    open_cells: set[str] = field(default_factory=set)
    withheld: bool = False


def _told(result: CheckResult, above: Above) -> Told:
    label, colour, sign = word(result), *WORDS[state(result)][1:]
    diagnosis, case = result.diagnosis or {}, result.counterexample or {}
    name = clean(diagnosis.get("misconception", ""), 60)
    explanation, ask = (clean(diagnosis.get(key, ""), 600) for key in ("explanation", "ask"))
    if name in above.explained:
        explanation, ask = say("The same mistake as above."), ""
    elif name:
        above.explained.add(name)
    kind = diagnosis.get("kind", "")
    failed = result.verdict == "failed" and kind != "unwritten"
    following = "" if name else clean(diagnosis.get("next", ""), 600)
    if failed and not name and not following:
        says_it = diagnosis.get("says_what") or _given_code_says(result.message)
        following = "" if says_it else say(BY_KIND.get(kind or "claim", ""))
        if result.hidden and above.withheld:
            following = say(PUBLIC_FIRST if result.cell in above.open_cells else HIDDEN)
    at = ", ".join(f"{clean(k, 40)} = {number(v)}" for k, v in (case.get("at") or {}).items())
    header, rows = _table(case)
    seen = (result.message, case.get("program"), at, rows)
    if rows and seen in above.cases:
        case, at, rows = {}, "", ()
        following = following and say("Once the check above is right, this one may be too.")
    above.cases.add(seen)
    if following and following == above.following:
        following = say("The same as above.")
    elif following:
        above.following = following
    place = case.get("where")
    message = result.message or (diagnosis.get("text", "") if failed else "")
    note = say(PASSED_WHERE[result.others]) if result.verdict in FULL_POINTS else ""
    return Told(
        title=clean(result.title.rstrip("."), 200),
        word=label,
        colour=colour,
        sign=sign,
        earned=points(result.points),
        possible=points(result.possible),
        hidden=result.hidden,
        message=clean(message),
        remarks=tuple(clean(remark, 400) for remark in result.remarks),
        program=clean(case.get("program") or "", 400) if at else "",
        at=clean(at, 400),
        header=header,
        rows=rows,
        where=clean((place or {}).get("sentence", ""), 600),
        place=place,
        name=name,
        explanation=explanation,
        ask=ask,
        following=following,
        note=note,
    )


def _given_code_says(message: str) -> bool:
    """Say whether a message ends with what given code says: that is better than any advice."""
    said = pattern(GIVEN_SAYS, kind=".+", where=".+", said=".*", asked=".*")
    return re.search(said, message, re.DOTALL) is not None


#: What the columns of a table are called.
_COLUMNS = {
    "yours": template("yours"),
    "expected": template("expected"),
    "finite_difference": template("finite difference"),
}


def _table(case: dict[str, Any]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the header and the rows of a counter-example's table."""
    rows = case.get("rows") or []
    columns = ["yours", "expected"]
    if rows and all("yours" not in row for row in rows):  # it was seen among reference answers
        columns.remove("yours")
    if any(row.get("finite_difference") is not None for row in rows):
        columns.append("finite_difference")
    return ("", *(say(_COLUMNS[name]) for name in columns)), tuple(
        (clean(row["name"], 80), *(clean(number(row.get(name)), 40) for name in columns))
        for row in rows
    )
