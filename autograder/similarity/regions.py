"""Where two submissions say the same: stretches of tokens that are equal, as long as they go.

Fingerprints say that there is something; what a person looks at is every token that is the same. A
stretch is begun by a run that counts, and goes on through runs that do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.similarity.fingerprints import NO_HASH, RUN, Hashes, is_in
from autograder.similarity.reading import Known, Written
from autograder.similarity.tokens import Token

#: So many tokens may differ between two stretches that are shown as one place: an added statement.
GAP = 15
#: In how many places of the other one a run is looked for.
_PLACES = 40


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens of one cell, some of which are the same as the other's.

    Parameters
    ----------
    part : int
        The number of the part, see `Written`.
    begin, end : int
        The first token and the one behind the last, counted through all parts.
    same : frozenset of int
        Those that are the same.
    """

    part: int
    begin: int
    end: int
    same: frozenset[int]


@dataclass(frozen=True, slots=True)
class Region:
    """A place in each of two submissions where they say the same.

    Parameters
    ----------
    first, second : Span
    count : int
        How many tokens are the same.
    """

    first: Span
    second: Span
    count: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """So many equal tokens, from here in one and from there in the other."""

    here: int
    there: int
    count: int


def regions_of(first: Written, second: Written, known: Known, common: Hashes) -> list[Region]:
    """Find the places where two submissions say the same, the largest first.

    Parameters
    ----------
    first, second : Written
    known : Known
    common : ndarray of uint64
        Fingerprints that too many have.
    """
    counts = (first.hashes != NO_HASH) & ~is_in(first.hashes, known.hashes)
    counts &= ~is_in(first.hashes, common)
    stretches = _stretches(first.hashes, second.hashes, counts)
    ends = [np.cumsum(one.lengths) for one in (first, second)]

    def parts(one: _Stretch) -> tuple[int, int]:
        here = int(np.searchsorted(ends[0], one.here, side="right"))
        return here, int(np.searchsorted(ends[1], one.there, side="right"))

    found: list[list[_Stretch]] = []
    for one in stretches:
        if found and parts(found[-1][-1]) == parts(one) and _follows(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    regions = [_region(some, *parts(some[0])) for some in found]
    return sorted(regions, key=lambda one: -one.count)


def _follows(one: _Stretch, other: _Stretch) -> bool:
    here = other.here - (one.here + one.count)
    there = other.there - (one.there + one.count)
    return 0 <= here <= GAP and 0 <= there <= GAP


def _region(some: Sequence[_Stretch], here: int, there: int) -> Region:
    first = frozenset(n for one in some for n in range(one.here, one.here + one.count))
    second = frozenset(n for one in some for n in range(one.there, one.there + one.count))
    return Region(
        Span(here, min(first), max(first) + 1, first),
        Span(there, min(second), max(second) + 1, second),
        len(first),
    )


def _stretches(here: Hashes, there: Hashes, counts: np.ndarray) -> list[_Stretch]:
    """Cover one with stretches of the other, longest first at every place, none used twice."""
    places: dict[int, list[int]] = {}
    for at, mark in enumerate(there.tolist()):
        if mark:
            places.setdefault(mark, []).append(at)
    used = np.zeros(len(there), dtype=bool)
    found: list[_Stretch] = []
    at, own = 0, here.tolist()
    while at < len(own):
        wanted = places.get(own[at], ()) if counts[at] else ()
        begins = [place for place in wanted if not used[place : place + RUN].any()][:_PLACES]
        if not begins:
            at += 1
            continue
        lengths = [_runs(here, there, at, place, used) for place in begins]
        best = int(np.argmax(lengths))
        count = lengths[best] + RUN - 1
        found.append(_Stretch(at, begins[best], count))
        used[begins[best] : begins[best] + count] = True
        at += count
    return found


def _runs(here: Hashes, there: Hashes, at: int, place: int, used: np.ndarray) -> int:
    """Give how many runs in a row are the same from here and from there, up to what is used."""
    most = min(len(here) - at, len(there) - place)
    taken = np.flatnonzero(used[place:])
    if len(taken):
        most = min(most, int(taken[0]) - RUN + 1)
    one, other = here[at : at + most], there[place : place + most]
    differ = np.flatnonzero((one != other) | (one == NO_HASH))
    return int(differ[0]) if len(differ) else most


def lines_of(tokens: Sequence[tuple[int, Token]], span: Span) -> tuple[int, int]:
    """Give the first and the last line of a cell in which a span has something that is the same."""
    inside = [tokens[at][1] for at in span.same]
    seen = [one for one in inside if (one.line, one.start) != (one.last, one.end)] or inside
    return min(one.line for one in seen), max(one.last for one in seen)
