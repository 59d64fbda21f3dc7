"""What a course says of its assignments: their order, what each takes, gives and starts from.

It is read from ``progression.toml`` beside the folders of the packs. Of an assignment that it does
not list, what its pack says is all that is said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError
from autograder.pack import Assignment

FILE = "progression.toml"


@dataclass(frozen=True, slots=True)
class Unit:
    """One assignment as a course sees it.

    Parameters
    ----------
    name, title : str
    points : float
        All of them, also those that a person gives.
    questions : tuple of str
        Their titles.
    hours, weeks : float or None
        What it takes, where that is known.
    needs, gives : tuple of str
        What students bring along, and what they can do after it.
    ends_with : str
        What they have built.
    starts_from : dict
        Earlier assignment of the same course to what of it is there at the start.
    """

    name: str
    title: str
    points: float
    questions: tuple[str, ...]
    hours: float | None = None
    weeks: float | None = None
    needs: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    ends_with: str = ""
    starts_from: Mapping[str, str] = field(default_factory=dict)


def units_of(assignments: Iterable[Assignment]) -> list[Unit]:
    """Give the assignments as units, in the order of the course.

    Parameters
    ----------
    assignments : iterable of Assignment
        Those that no progression lists stay in their order, after all others.

    Raises
    ------
    AssignmentError
        If a progression cannot be read.
    """
    given = list(assignments)
    said: dict[str, dict[str, Any]] = {}
    order: list[str] = []
    for folder in dict.fromkeys(one.folder.resolve().parent for one in given):
        data = _read(folder / FILE)
        order += data.pop("order", [])
        said.update(data)
    given.sort(key=lambda one: order.index(one.name) if one.name in order else len(order))
    units: list[Unit] = []
    for one in given:
        about = dict(said.get(one.name, {}))
        before = {unit.name for unit in units}
        starts = about.pop("starts_from", {})
        units.append(
            Unit(
                name=one.name,
                title=one.title,
                points=sum(one.points.values()) + sum(one.open.values()),
                questions=tuple(one.questions.values()),
                hours=about.pop("hours", None),
                weeks=about.pop("weeks", None),
                needs=tuple(about.pop("needs", ())),
                gives=tuple(about.pop("gives", ())),
                ends_with=about.pop("ends_with", ""),
                starts_from={name: text for name, text in starts.items() if name in before},
            )
        )
    return units


#: What a progression may say of an assignment, and of what kind each is.
_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(("hours", "weeks"), ((int, float), "a number")),
    **dict.fromkeys(("needs", "gives"), ((list,), "a list of texts")),
    "ends_with": ((str,), "a text"),
    "starts_from": ((dict,), "a table of assignment = text"),
}


def _read(path: Path) -> dict[str, Any]:
    """Read a progression; an empty one where there is no file."""
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssignmentError(f"{path}: it cannot be read ({error}).") from error
    for name, about in data.items():
        if name == "order" and isinstance(about, list):
            continue
        if not isinstance(about, dict):
            raise AssignmentError(f"{path}: {name} = {about!r}. Give a table [{name}], or order.")
        for word, value in about.items():
            kinds, called = _KINDS.get(word, ((), ""))
            if not kinds:
                raise AssignmentError(
                    f"{path}: [{name}] has no setting {word!r}. It may have {', '.join(_KINDS)}."
                )
            if not isinstance(value, kinds):
                raise AssignmentError(f"{path}: [{name}] {word} must be {called}, not {value!r}.")
    return data
