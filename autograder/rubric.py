"""What an answer in words is given points for: a rubric, as an assignment's author writes it.

An item is given or not. Of items that are one of the same, such as the levels of one thing, at most
one is given. So what a rubric is worth is the sum of its items, and of levels the best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.errors import AssignmentError, UsageError
from autograder.language import say, say_many, template

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: Columns of the table in which answers are graded (`autograder.classroom.open_answers`).
RESERVED = ("answer", "question", "points", "reason")
_KEYS = ("id", "text", "points", "one_of")

#: What stands above and in a rubric that students read before they answer.
HEADING = template("**What points are given for** ({points})")
LEVELS = template("One of these:")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that points are given for.

    Parameters
    ----------
    id : str
        What commands and tables call it.
    text : str
        What has to be there.
    points : float
    one_of : str
        A word that it shares with the items of which only one can be given; empty for others.
    """

    id: str
    text: str
    points: float
    one_of: str = ""


@dataclass(frozen=True, slots=True)
class Rubric:
    """What an answer in words is given points for.

    Parameters
    ----------
    items : tuple of Item
    show : bool
        Whether students read it before they answer.
    """

    items: tuple[Item, ...]
    show: bool = False

    @property
    def points(self) -> float:
        """What it is worth: all items, and of levels the best one."""
        return worth(self.items)

    def scaled(self, points: float) -> Rubric:
        """Give the same rubric, worth other points.

        Examples
        --------
        >>> Rubric((Item("a", "A.", 1.0), Item("b", "B.", 3.0))).scaled(8.0).items[1].points
        6.0
        """
        if points == self.points:
            return self
        by = points / self.points
        items = tuple(replace(item, points=round(item.points * by, 6)) for item in self.items)
        return replace(self, items=items)


def worth(items: Iterable[Item]) -> float:
    """Give what items are worth together: of those that are one of the same, the best.

    Examples
    --------
    >>> worth([Item("a", "A.", 1.0), Item("b", "B.", 1.0, "way"), Item("c", "C.", 2.0, "way")])
    3.0
    """
    alone, levels = 0.0, dict[str, float]()
    for item in items:
        if item.one_of:
            levels[item.one_of] = max(levels.get(item.one_of, 0.0), item.points)
        else:
            alone += item.points
    return round(alone + sum(levels.values()), 6)


def points_of(given: Iterable[str], items: Iterable[Item]) -> float:
    """Add up the points of the items that an answer is given.

    Raises
    ------
    UsageError
        If there is no such item, or two are given of which only one can be.
    """
    known = {item.id: item for item in items}
    total, levels = 0.0, dict[str, str]()
    for name in dict.fromkeys(given):
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there is no rubric"
            raise UsageError(f"the rubric has no item {name!r}; {there}.")
        item = known[name]
        if item.one_of in levels:
            raise UsageError(
                f"{levels[item.one_of]} and {name} are levels of one thing ({item.one_of}): give "
                "one of them."
            )
        if item.one_of:
            levels[item.one_of] = name
        total += item.points
    return round(total, 6)


def read_rubric(data: Any, where: str) -> Rubric:
    """Read a rubric of an assignment's settings.

    Parameters
    ----------
    data : Any
        What stands in the table.
    where : str
        The file and the table, for what is said of a mistake.

    Raises
    ------
    AssignmentError
        If it does not say clearly what is given points.
    """

    def demand(holds: bool, problem: str) -> None:
        if not holds:
            raise AssignmentError(f"{where}: {problem}")

    demand(isinstance(data, Mapping), "a rubric is a table with items = [...].")
    for name in data:
        demand(name in ("items", "show"), f"a rubric has no {name!r}. It may have items and show.")
    show, entries = data.get("show", False), data.get("items", [])
    demand(isinstance(show, bool), f"show must be true or false, not {show!r}.")
    demand(isinstance(entries, list) and bool(entries), "items must be a list with an entry each.")
    items: list[Item] = []
    for number, entry in enumerate(entries, 1):
        demand(isinstance(entry, Mapping), f"item {number} must be a table with {_KEYS[:3]}.")
        name = entry.get("id", "")
        called = f"item {name!r}" if name else f"item {number}"
        for key in entry:
            demand(key in _KEYS, f"{called} has no {key!r}. It may have {', '.join(_KEYS)}.")
        fits = isinstance(name, str) and bool(_ID.fullmatch(name))
        demand(fits, f'{called} needs an id of letters, digits and -, such as id = "cost".')
        demand(name not in RESERVED, f"{called}: {', '.join(RESERVED)} are taken. Choose another.")
        demand(all(name != other.id for other in items), f"{called} stands there twice.")
        text, one_of = entry.get("text", ""), entry.get("one_of", "")
        demand(isinstance(text, str) and bool(text.strip()), f"{called} needs a text.")
        demand(isinstance(one_of, str), f"one_of of {called} must be a word.")
        value = entry.get("points")
        number_ = isinstance(value, (int, float)) and not isinstance(value, bool)
        demand(number_ and 0 < value < 1e6, f"{called} needs points, a number above 0.")
        items.append(Item(name, " ".join(text.split()), float(value), one_of))
    return Rubric(tuple(items), show)


def to_markdown(rubric: Rubric, points: str) -> str:
    """Write a rubric as Markdown, levels below one another.

    Parameters
    ----------
    rubric : Rubric
    points : str
        What it is worth, in words.

    Examples
    --------
    >>> print(to_markdown(Rubric((Item("a", "A reason.", 1.0),)), "1 point"))
    **What points are given for** (1 point)
    <BLANKLINE>
    - *1 point:* A reason.
    """
    return "\n".join([say(HEADING, points=points), "", *_lines(rubric.items)])


def _lines(items: tuple[Item, ...]) -> Iterator[str]:
    begun: set[str] = set()
    for item in items:
        if not item.one_of:
            yield "- " + _line(item)
        elif item.one_of not in begun:
            begun.add(item.one_of)
            yield f"- {say(LEVELS)}"
            yield from (f"    - {_line(one)}" for one in items if one.one_of == item.one_of)


def _line(item: Item) -> str:
    worth = say_many("{count} point", "{count} points", item.points, count=f"{item.points:g}")
    return f"*{worth}:* {item.text}"
