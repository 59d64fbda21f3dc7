"""A course as a picture: a box for each assignment, an arrow from what one ends with to the next.

An SVG without scripts, fonts or addresses of its own. It is embedded in an image, since notebooks
take SVG out of their text, and take no attached one.
"""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Sequence
from html import escape

from autograder.course.progression import Unit
from autograder.feedback import points

_WIDTH, _LEFT, _BOX = 720, 90, 610
_LINE, _GAP, _PAD = 20, 44, 14
#: Longest line in a box, in characters.
_CHARACTERS = 78


def course_picture(units: Sequence[Unit]) -> str:
    """Draw a course.

    Parameters
    ----------
    units : sequence of Unit
        In the order of the course.

    Returns
    -------
    str
        An SVG document. An arrow stands for what an assignment starts from; one to the next box is
        straight, others go round on the left.

    Examples
    --------
    >>> print(course_picture([Unit("waves", "Waves", 10.0, ("Q1",))]).count("<rect"))
    2
    """
    tops, parts, y = {}, [], 16
    heights = {}
    for unit in units:
        lines = _lines(unit)
        heights[unit.name] = 2 * _PAD + _LINE * len(lines)
        tops[unit.name] = y
        parts += _box(lines, y, heights[unit.name])
        y += heights[unit.name] + _GAP
    for number, unit in enumerate(units):
        for start in unit.starts_from:
            bottom = tops[start] + heights[start]
            if number and units[number - 1].name == start:
                parts.append(_arrow(f"M{_LEFT + 60},{bottom} V{tops[unit.name] - 3}"))
            else:
                out, into = tops[start] + heights[start] / 2, tops[unit.name] + 24
                parts.append(_arrow(f"M{_LEFT},{out:g} C8,{out:g} 8,{into} {_LEFT - 3},{into}"))
    height = y - _GAP + 16
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            f'width="{_WIDTH}" height="{height}" role="img" '
            'font-family="system-ui, sans-serif" font-size="14">',
            f"<title>{escape(in_words(units))}</title>",
            '<defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" '
            'markerHeight="7" orient="auto"><path d="M0,0 L10,5 L0,10 z" fill="#0072B2"/>'
            "</marker></defs>",
            f'<rect width="{_WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
            *parts,
            "</svg>",
        ]
    )


def in_words(units: Sequence[Unit]) -> str:
    """Say what the picture shows, for those who do not see it.

    Examples
    --------
    >>> in_words([Unit("a", "A", 1.0, ()), Unit("b", "B", 1.0, (), starts_from={"a": "..."})])
    'The assignments of the course: a; b, which starts from a.'
    """
    said = [
        f"{unit.name}, which starts from {' and '.join(unit.starts_from)}"
        if unit.starts_from
        else unit.name
        for unit in units
    ]
    return f"The assignments of the course: {'; '.join(said)}."


def as_image(units: Sequence[Unit]) -> str:
    """Write the picture as an image for a notebook's text, whole in itself."""
    data = base64.b64encode(course_picture(units).encode()).decode()
    return f'<img alt="{escape(in_words(units))}" src="data:image/svg+xml;base64,{data}">'


def amount(unit: Unit) -> str:
    """Say how much an assignment is: points, and hours where they are known.

    Examples
    --------
    >>> amount(Unit("a", "A", 100.0, (), hours=5)), amount(Unit("b", "B", 1.0, ()))
    ('100 points, about 5 hours', '1 point')
    """
    worth = f"{points(unit.points)} point{'s' * (unit.points != 1)}"
    if unit.hours is None:
        return worth
    return f"{worth}, about {unit.hours:g} hour{'s' * (unit.hours != 1)}"


def _lines(unit: Unit) -> list[tuple[str, str]]:
    """Give the lines of a box, each with how it is dressed."""
    bold, plain, small = 'font-weight="bold" fill="#1b1b1b"', 'fill="#1b1b1b"', 'fill="#555555"'
    ends = f"You end with {unit.ends_with}." if unit.ends_with else ""
    return [
        *((line, bold) for line in textwrap.wrap(f"{unit.name}: {unit.title}", _CHARACTERS - 6)),
        *((line, plain) for line in textwrap.wrap(ends, _CHARACTERS)),
        (amount(unit), small),
    ]


def _box(lines: Sequence[tuple[str, str]], top: int, height: int) -> list[str]:
    drawn = [
        f'<rect x="{_LEFT}" y="{top}" width="{_BOX}" height="{height}" rx="8" fill="#f3f7fb" '
        'stroke="#0072B2" stroke-width="1.5"/>'
    ]
    for number, (text, style) in enumerate(lines):
        y = top + _PAD + _LINE * number + 15
        drawn.append(f'<text x="{_LEFT + 16}" y="{y}" {style}>{escape(text)}</text>')
    return drawn


def _arrow(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="#0072B2" stroke-width="2" marker-end="url(#tip)"/>'
    )
