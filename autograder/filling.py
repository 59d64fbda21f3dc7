"""Places in the cells of a pack where a number stands that an edition, or a student, decides.

``{{q1.points}}`` and ``{{q8-whole.points}}`` are what a question or a graded cell is worth, and
``{{all.points}}`` is the sum; ``{{q8.w}}`` is the number `w` that is drawn for a student in q8.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from autograder.errors import AssignmentError
from autograder.source import TemplateCell

PLACE = re.compile(r"\{\{([A-Za-z0-9-]+)\.([A-Za-z_][A-Za-z0-9_]*)\}\}")


def filled(
    cells: Sequence[TemplateCell],
    values: Mapping[str, str],
    gone: Collection[str] = (),
    given: Collection[str] = (),
    *,
    in_texts: Mapping[str, str] | None = None,
    where: object = "notebook.py",
) -> tuple[TemplateCell, ...]:
    """Put values into the places.

    Parameters
    ----------
    cells : sequence of TemplateCell
    values : mapping
        What stands between the braces, such as ``"q1.points"``, to what takes its place.
    gone, given : collection of str
        Places about what is left out, or given: of a text, the sentence or the line of a table goes
        with what is left out, and a table says ``given`` of what is given.
    in_texts : mapping, optional
        Values that take the place of others in texts.
    where : object
        What the pack's notebook is called in messages.

    Raises
    ------
    AssignmentError
        If a place is about something that is not there.
    """

    def put(match: re.Match[str], known: Mapping[str, str]) -> str:
        name = match[0].strip("{}")
        if name not in known:
            raise AssignmentError(
                f"{where}: {match[0]} stands for nothing. There are {', '.join(known)}."
            )
        return known[name]

    found = []
    for cell in cells:
        text = cell.source
        if PLACE.search(text) is not None:
            known = values
            if cell.kind == "markdown":
                text = _without(text, gone, given)
                known = {**values, **(in_texts or {})}
            text = PLACE.sub(partial(put, known=known), text)
            text = re.sub(r"(?<![\d.,])1 points\b", "1 point", text)
        found.append(cell if text == cell.source else replace(cell, source=text))
    return tuple(found)


def _without(text: str, gone: Collection[str], given: Collection[str]) -> str:
    """Leave out what is said of places that are gone."""

    def speaks(part: str, of: Collection[str]) -> bool:
        return any(match[0].strip("{}") in of for match in PLACE.finditer(part))

    lines = []
    for line in text.split("\n"):
        row = line.lstrip().startswith("|")
        if row and speaks(line, given):
            cells = line.split("|")
            line = "|".join(" given " if speaks(one, given) else one for one in cells)
        if speaks(line, gone) or speaks(line, given):
            sentences = [] if row else re.split(r"(?<=[.!?])\s+", line)
            kept = [one for one in sentences if not speaks(one, gone) and not speaks(one, given)]
            if not kept:
                continue
            line = " ".join(kept)
        lines.append(line)
    return "\n".join(lines)


def worth_in_words(
    points: Mapping[str, float], by_hand: Mapping[str, float], questions: Mapping[str, str]
) -> dict[str, str]:
    """Give what stands in the places about points.

    Parameters
    ----------
    points, by_hand : mapping
        Cell that is graded, or that a person grades, to what it is worth.
    questions : mapping
        Graded cell to its question.

    Examples
    --------
    >>> worth_in_words({"q1-a": 2.0, "q1-b": 1.5}, {}, {"q1-a": "q1", "q1-b": "q1"})["q1.points"]
    '3.5'
    """
    sums: dict[str, float] = {}
    for cell, worth in points.items():
        sums[questions[cell]] = sums.get(questions[cell], 0.0) + worth
    every = {**points, **by_hand, **sums, "all": sum(points.values())}
    return {f"{name}.points": f"{round(worth, 2):.12g}" for name, worth in every.items()}
