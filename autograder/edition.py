"""An edition of an assignment: which of its questions, worth what, with whose numbers.

It is a small file that refers to a pack and copies nothing of it. Whatever takes an assignment
takes this file, so that what was released is graded without anybody's having to remember it.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError


@dataclass(frozen=True, slots=True)
class ByStudent:
    """Where the numbers of each student come from.

    Parameters
    ----------
    roster, secret : str
        Files: who is in the course, and what only its instructor knows. As they stand in the
        edition's file: relative to it, or absolute. An empty secret is that of the environment.
    word : str
        Instead of both: what the numbers are drawn from, beside the student's id. It is no secret.
    """

    roster: str = ""
    secret: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an edition says.

    Parameters
    ----------
    pack : str
        The name of a pack that is installed, or a folder: relative to the file, or absolute.
    questions : tuple of str
        Those that are asked; empty for all.
    given : tuple of str
        Those that are not asked and whose answers are given, worked out; or single answers by the
        id of their cell.
    points : dict
        Question or graded cell to what it is worth, where that is not what the pack says.
    variants : ByStudent, optional
        Whose numbers; by default those of the pack for everybody.
    file : Path, optional
        Where it stands.
    """

    pack: str
    questions: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    variants: ByStudent | None = None
    file: Path | None = None

    @property
    def cuts(self) -> bool:
        """Whether it changes what is asked, or what that is worth."""
        return bool(self.questions or self.points)

    def beside(self, name: str) -> Path:
        """Give the path of what the file names."""
        folder = Path() if self.file is None else self.file.parent.resolve()
        return Path(os.path.normpath(folder / name))

    def to_data(self) -> dict[str, Any]:
        """Give what it says of questions and points, as a released notebook carries it."""
        found = {
            "questions": list(self.questions),
            "given": list(self.given),
            "points": dict(self.points),
        }
        return {name: value for name, value in found.items() if value}


_WORDS = ("pack", "questions", "given", "points", "variants")
_VARIANTS = ("roster", "secret", "word")


def read_edition(path: Path) -> Edition:
    """Read the file of an edition.

    Raises
    ------
    AssignmentError
        If it cannot be read or says something that nobody knows.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AssignmentError(f"{path}: it cannot be read ({reason}).") from error
    return edition_of(said, path)


def edition_of(said: Mapping[str, Any], path: Path) -> Edition:
    """Read what an edition says.

    Raises
    ------
    AssignmentError
        If it is not in the form of one.
    """

    def demand(holds: bool, problem: str) -> None:
        if not holds:
            raise AssignmentError(f"{path}: {problem}")

    for name in said:
        demand(name in _WORDS, f"there is no setting {name!r}. It may have {', '.join(_WORDS)}.")
    pack = said.get("pack")
    demand(isinstance(pack, str) and bool(pack), 'it needs pack = "the name or folder of a pack".')
    lists = {name: said.get(name, []) for name in ("questions", "given")}
    for name, value in lists.items():
        good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        demand(good, f"{name} must be a list of questions, not {value!r}.")
    points = said.get("points", {})
    demand(isinstance(points, dict), f"points must be a table, not {points!r}.")
    for name, value in points.items():
        verify_worth(name, value, str(path))
    variants = said.get("variants")
    demand(variants is None or isinstance(variants, dict), "variants must be a table.")
    for name, value in (variants or {}).items():
        known = name in _VARIANTS and isinstance(value, str)
        demand(known, f"[variants] {name} = {value!r}: it may have {', '.join(_VARIANTS)}, texts.")
    if variants is not None:
        one = bool(variants.get("roster")) != bool(variants.get("word"))
        demand(one, "[variants] needs a roster, or a word instead of it.")
    return Edition(
        str(pack),
        tuple(lists["questions"]),
        tuple(lists["given"]),
        {name: float(value) for name, value in points.items()},
        None if variants is None else ByStudent(**variants),
        path,
    )


def verify_worth(name: str, value: Any, where: str) -> None:
    """See to it that a question can be worth so much.

    Raises
    ------
    AssignmentError
        If that is no number above 0 and below a million, or has more than two decimals.
    """
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 < value < 1e6:
        raise AssignmentError(
            f"{where}: {name} cannot be worth {value!r} points. Give a number above 0 and below a "
            "million, such as 10 or 2.5; to leave a question out, leave it out of the questions."
        )
    if abs(100 * value - round(100 * value)) > 1e-6:
        raise AssignmentError(f"{where}: {name} = {value!r}: points have at most two decimals.")


def written(edition: Edition) -> str:
    """Write what the file of an edition holds."""
    lines = [
        "# An edition of an assignment: grade what was released with it by naming this file, as in",
        "# autograder grade submitted/ -a THIS_FILE",
        f"pack = {_text(edition.pack)}",
    ]
    for name, listed in (("questions", edition.questions), ("given", edition.given)):
        if listed:
            lines.append(f"{name} = [{', '.join(map(_text, listed))}]")
    if edition.points:
        lines += ["", "[points]"]
        lines += [f"{_text(name)} = {worth:.12g}" for name, worth in edition.points.items()]
    if edition.variants is not None:
        said = {name: getattr(edition.variants, name) for name in _VARIANTS}
        lines += ["", "[variants]"]
        lines += [f"{name} = {_text(value)}" for name, value in said.items() if value]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """Write a text as TOML does, which for what is in a path is as JSON does."""
    return json.dumps(value, ensure_ascii=False)


def seen_from(folder: Path, path: Path) -> str:
    """Write a path as seen from a folder: one that may be moved together with what it names."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return str(path.resolve())


#: Points as people write them, and not all that Python reads as a number.
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def listed_points(text: str) -> dict[str, float]:
    """Read ``q1=10,q2-mul=4``.

    Raises
    ------
    AssignmentError
        If it is not written so, or names one thing twice.

    Examples
    --------
    >>> listed_points("q1=10, q2-mul=2.5")
    {'q1': 10.0, 'q2-mul': 2.5}
    """
    found: dict[str, float] = {}
    for part in text.split(","):
        name, equals, worth = (one.strip() for one in part.partition("="))
        if not (name and equals):
            raise AssignmentError(
                f"--points {text!r}: write what each is worth, as in --points q1=10,q2-mul=4."
            )
        if name in found:
            raise AssignmentError(f"--points names {name} twice: say once what it is worth.")
        number = float(worth) if _NUMBER.fullmatch(worth) else worth
        verify_worth(name, number, "--points")
        found[name] = float(number)
    return found


def listed_names(text: str, option: str) -> tuple[str, ...]:
    """Read ``q1,q2``.

    Raises
    ------
    AssignmentError
        If it names nothing in one place, or one thing twice.
    """
    names = tuple(name.strip() for name in text.split(","))
    if "" in names:
        raise AssignmentError(
            f"{option} {text!r} names nothing in one place. Write questions with one comma between "
            "them, as in q1,q2."
        )
    if len(set(names)) < len(names):
        raise AssignmentError(f"{option} {text!r} names a question twice. Name each once.")
    return names


def verify_edition(
    edition: Edition,
    questions: Sequence[str],
    cells: Mapping[str, str],
    by_hand: Mapping[str, str],
    answers: Mapping[str, Collection[str]],
    needs: Mapping[str, Sequence[str]],
) -> None:
    """See to it that an edition asks what the pack has, and that what it asks can be asked.

    Parameters
    ----------
    edition : Edition
    questions : sequence of str
        All of the pack, in order.
    cells : mapping
        Graded cell to its question.
    by_hand : mapping
        Cell that a person grades to its question.
    answers : mapping
        Answer cell to its questions.
    needs : mapping
        Question to the questions whose answers its own is built upon.

    Raises
    ------
    AssignmentError
        If not; the message says what to change.
    """
    where = f"{edition.file}: " if edition.file is not None else ""
    there = f"There are {', '.join(questions)}."
    kept = edition.questions or tuple(questions)
    for name in (*edition.questions, *edition.given):
        if name not in questions and (name in edition.questions or name not in answers):
            raise AssignmentError(f"{where}there is no question {name!r}. {there}")
    for name in edition.given:
        if name in kept or not set(answers.get(name, ())).isdisjoint(kept):
            raise AssignmentError(
                f"{where}{name} is asked and given at once. Leave it out of one of the two."
            )
    needed: dict[str, list[str]] = {}
    for question in kept:
        for other in needs.get(question, ()):
            if other not in kept:
                needed.setdefault(other, []).append(question)
    missing = [name for name in needed if name not in edition.given]
    if missing:
        every = [name for name in questions if name in needed]
        askers = ", ".join(dict.fromkeys(one for name in missing for one in needed[name]))
        raise AssignmentError(
            f"{where}{askers} {'are' if ', ' in askers else 'is'} built upon the answers to "
            f"{', '.join(missing)}. Ask these, too, or have students find them worked out in the "
            f"notebook, solutions and all: --given {','.join(every)}."
        )
    for name in edition.given:
        if name in questions and name not in needed:
            raise AssignmentError(
                f"{where}nothing that is asked is built upon {name}, so that its solution need not "
                "be given away. Leave it out of the given."
            )
    for name in edition.points:
        of = name if name in questions else cells.get(name) or by_hand.get(name)
        if of is None:
            raise AssignmentError(
                f"{where}there is no question or graded cell {name!r} to be worth anything. "
                f"{there} The graded cells are {', '.join(cells)}."
            )
        if of not in kept:
            raise AssignmentError(
                f"{where}{name} is given points, and {of} is left out. Ask it, too, or give "
                "it no points."
            )
        if name in by_hand or (name in questions and of in by_hand.values()):
            own = [f"{cell}=..." for cell, its in cells.items() if its == of]
            raise AssignmentError(
                f"{where}{name} has an answer that a person grades by its rubric, which says what "
                f"it is worth. Give points to its other cells: {', '.join(own) or 'it has none'}."
            )
