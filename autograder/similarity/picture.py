"""Groups of submissions that are much alike, drawn: a dot for each, a line for each pair."""

from __future__ import annotations

import math
from collections.abc import Sequence

from autograder.overview.dress import percent, plain
from autograder.similarity.comparing import Pair

_RADIUS, _WIDTH = 7, 720
#: Longest name in the picture, and how many of a group are drawn.
_LETTERS, MOST_DRAWN = 18, 16


def groups_of(pairs: Sequence[Pair]) -> list[list[str]]:
    """Give the groups that pairs form, each with everybody who is in a pair with one of it.

    Examples
    --------
    >>> groups_of([])
    []
    """
    group: dict[str, set[str]] = {}
    for pair in pairs:
        both = {pair.first.name, pair.second.name}
        whole = both.union(*(group.get(name, set()) for name in both))
        group.update((name, whole) for name in whole)
    unique = {id(whole): sorted(whole) for whole in group.values()}
    return sorted(unique.values(), key=lambda one: (-len(one), one))


def picture_of(pairs: Sequence[Pair]) -> str:
    """Draw the groups that pairs form, side by side, as an SVG; nothing where there are none."""
    groups = [one for one in groups_of(pairs) if len(one) <= MOST_DRAWN]
    if not groups:
        return ""
    drawn: list[str] = []
    x = y = row = 0.0
    for group in groups:
        size = 150.0 if len(group) == 2 else 110.0 + 26 * len(group)
        height = 80.0 if len(group) == 2 else size
        if x + size > _WIDTH and x:
            x, y, row = 0.0, y + row, 0.0
        drawn += _group(group, pairs, x, y, size, height)
        x, row = x + size, max(row, height)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {y + row:.0f}" width="{_WIDTH}" role="img" '
        f'aria-label="{plain(in_words(groups), 2000)}" font-size="13" '
        f'font-family="system-ui, sans-serif">{"".join(drawn)}</svg>'
    )


def in_words(groups: Sequence[Sequence[str]]) -> str:
    """Say which groups there are.

    Examples
    --------
    >>> in_words([["ada", "ben", "cleo"], ["dan", "eva"]])
    'Groups that are much alike: ada, ben and cleo; dan and eva.'
    """
    said = [f"{', '.join(one[:-1])} and {one[-1]}" for one in groups]
    return f"Groups that are much alike: {'; '.join(said)}."


def _group(
    group: Sequence[str],
    pairs: Sequence[Pair],
    left: float,
    top: float,
    width: float,
    height: float,
) -> list[str]:
    around = (height - 70) / 2 if len(group) > 2 else 42
    middle = left + width / 2, top + height / 2
    places = {}
    for number, name in enumerate(group):
        angle = 2 * math.pi * number / len(group) - (math.pi / 2 if len(group) > 2 else math.pi)
        places[name] = (
            middle[0] + around * math.cos(angle),
            middle[1] + around * math.sin(angle),
        )
    parts = []
    for pair in pairs:
        if pair.first.name in places and pair.second.name in places:
            (a, b), (c, d) = places[pair.first.name], places[pair.second.name]
            share = max(pair.of_first, pair.of_second)
            said = f"{pair.first.name} and {pair.second.name}: up to {percent(share)}"
            dash = "" if pair.level == "much" else ' stroke-dasharray="5 4"'
            parts.append(
                f'<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" stroke="#0072B2" '
                f'stroke-width="{1.5 + 4 * share:.1f}"{dash}><title>{plain(said)}</title></line>'
            )
    for name, (x, y) in places.items():
        short = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"
        below = y >= middle[1] - 1
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}" fill="#E69F00" stroke="#7a5200"/>'
            f'<text x="{x:.1f}" y="{y + 22 if below else y - 12:.1f}" text-anchor="middle">'
            f"{plain(short)}<title>{plain(name)}</title></text>"
        )
    return parts
