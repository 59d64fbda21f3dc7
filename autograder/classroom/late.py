"""What a submission that came late loses: by a rule in a few words, or by a function of the course.

A rule is written ``per-day:10`` (a tenth of the points that can be had, for each day begun),
``late-days:5`` (so many days cost nothing, and what comes later than that has no points), or both.
``grace:15`` beside them leaves out the first 15 minutes. ``FILE.py:function`` asks a function.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.classroom.handed_in import Attempt
from autograder.classroom.people import Student
from autograder.errors import UsageError
from autograder.feedback import points
from autograder.language import say, say_many, speaking
from autograder.names import plain
from autograder.report import Adjustment, Report

#: Given a student, an attempt and its report, what it loses by coming late.
Late = Callable[[Student, Attempt, Report], Adjustment | None]

_DAY = 24 * 60 * 60.0

#: What a rule may say, and what the number means.
_WORDS = {
    "per-day": "percent of the points that can be had, for each day begun",
    "late-days": "days that cost nothing",
    "grace": "minutes that are not counted",
}

_REMEDY = "Write per-day:10, late-days:5, late-days:2,per-day:10,grace:15 or FILE.py:function."


@dataclass(frozen=True, slots=True)
class LateWork:
    """What a function of the course is told of a submission that came late.

    It gives the points that are lost, and a sentence for the student.

    Parameters
    ----------
    student : Student
    attempt : Attempt
    seconds : float
        How long after the end of this student's time it came.
    points, possible : float
        What it has earned, and what can be earned.
    """

    student: Student
    attempt: Attempt
    seconds: float
    points: float
    possible: float


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule in words: percent a day, free days if there are any, and minutes of grace."""

    per_day: float = 0.0
    late_days: float | None = None
    grace: float = 0.0

    def __call__(self, student: Student, attempt: Attempt, report: Report) -> Adjustment | None:
        """Give what a submission loses, and say of free days that they are used."""
        seconds = attempt.late_seconds - 60 * self.grace
        if seconds <= 0:
            return None
        days = math.ceil(seconds / _DAY)
        with speaking(report.speech):
            return self._costs(days, report)

    def _costs(self, days: int, report: Report) -> Adjustment:
        came, free = _days(days), self.late_days
        if free is not None and days <= free:
            told = say(
                "It came {days} late, within the {free} that cost nothing.",
                days=came,
                free=points(free),
            )
            return Adjustment(0.0, told)
        if free is not None and not self.per_day:
            told = say(
                "It came {days} late; for what comes more than {limit} late no points are given.",
                days=came,
                limit=_days(free),
            )
            return Adjustment(0.0 - report.points, told)
        if not report.points:
            return Adjustment(
                0.0, say("It came {days} late, and has no points to lose.", days=came)
            )
        counted = math.ceil(days - (free or 0))
        lost = min(report.points, self.per_day / 100 * report.possible * counted)
        words = {"days": came, "percent": points(self.per_day), "lost": points(lost)}
        words["possible"] = points(report.possible)
        if free:
            told = say(
                "It came {days} late, which costs {percent} % of {possible} points for each day "
                "after the first {free}: {lost}.",
                free=points(free),
                **words,
            )
        else:
            told = say(
                "It came {days} late, which costs {percent} % of {possible} points for each day: "
                "{lost}.",
                **words,
            )
        return Adjustment(0.0 - lost, told)


def _days(number: float) -> str:
    return say_many("{count} day", "{count} days", number, count=points(number))


def rule(text: str) -> Late:
    """Give the rule that a text writes down.

    Parameters
    ----------
    text : str
        As the module says.

    Raises
    ------
    UsageError
        If it says nothing clear, or there is no such function.

    Examples
    --------
    >>> report = Report("scalar", "a.ipynb", "", ())
    >>> rule("late-days:2")(Student("s1"), Attempt("s1", 1, "s1@1", "", late_seconds=90), report)
    Adjustment(points=0.0, text='It came 1 day late, within the 2 that cost nothing.')
    """
    file, colon, name = text.rpartition(":")
    if colon and file.endswith(".py"):
        return _of_a_function(Path(file), name)
    found: dict[str, float] = {}
    for part in text.split(","):
        word, _, number = part.strip().partition(":")
        try:
            value = float(number)
            if word not in _WORDS or word in found or not 0 <= value < 1e6:
                raise ValueError
        except ValueError:
            raise UsageError(
                f"--late {plain(text)}: {plain(part)!r} says nothing. {_REMEDY}"
            ) from None
        found[word] = value
    if not {"per-day", "late-days"} & found.keys():
        raise UsageError(f"--late {plain(text)}: it does not say what coming late costs. {_REMEDY}")
    return _Rule(found.get("per-day", 0.0), found.get("late-days"), found.get("grace", 0.0))


def _of_a_function(file: Path, name: str) -> Late:
    function = getattr(_loaded(file, name), name, None)
    if not callable(function):
        raise UsageError(f"--late {file}:{name}: the file has no function {name}. Check the name.")

    def late(student: Student, attempt: Attempt, report: Report) -> Adjustment:
        work = LateWork(student, attempt, attempt.late_seconds, report.points, report.possible)
        try:
            return _understood(function(work), report)
        except Exception as error:
            said = plain(f"{type(error).__name__}: {error}")
            raise UsageError(
                f"--late {file}:{name}: of {attempt.name} it gave no points lost and a sentence "
                f"({said}). Mend it; nothing was written."
            ) from error

    return late


def _loaded(file: Path, name: str) -> ModuleType:
    """Run the course's own file."""
    if not file.is_file():
        raise UsageError(f"--late {file}:{name}: there is no such file. Check the path.")
    spec = importlib.util.spec_from_file_location("autograder_late_rule", file)
    if spec is None or spec.loader is None:
        raise UsageError(f"--late {file}:{name}: this cannot be read as Python.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        said = plain(f"{type(error).__name__}: {error}")
        raise UsageError(f"--late {file}:{name}: the file fails ({said}). Mend it.") from error
    return module


def _understood(answer: Any, report: Report) -> Adjustment:
    """Take what a function gives: a number of points that is not below 0, and a sentence."""
    lost, sentence = answer
    if not isinstance(sentence, str) or not sentence.strip():
        raise TypeError(f"the sentence is {sentence!r}")
    lost = float(lost)
    if not 0 <= lost < math.inf:
        raise ValueError(f"{lost} points are lost")
    return Adjustment(0.0 - min(lost, report.points), plain(sentence))
