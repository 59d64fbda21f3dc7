"""Who shares fingerprints that few have: found by way of the fingerprints, not pair by pair.

A fingerprint that many have says nothing of two of them, so each counts the less the more
submissions it is in, as words do in a search (inverse document frequency; Spärck Jones 1972), and
nothing where it is in more than `most_in_common` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.similarity.fingerprints import Hashes, is_in
from autograder.similarity.reading import Written

#: What a pair must weigh to be listed at all, and to be called much alike: about as much as so many
#: fingerprints that nobody else has.
LISTED, MUCH = 8.0, 30.0
#: What of the own work of one of the two the other one must have, too, to be called much alike.
MUCH_OF = 0.4
#: The same of a single answer, of both.
ANSWER, ANSWER_OF = 12.0, 0.75

#: Fingerprints that a class is taken to have beside its own: in a class of three, none is rare.
_OTHERS = 20
#: How many pairs of one fingerprint each are added up at a time.
_CHUNK = 4_000_000
#: How many pairs are looked at cell by cell, at most.
_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Shared:
    """What two submissions share in one answer, or in their own cells.

    Parameters
    ----------
    cell : str
        The answer cell in the first one; empty for its own cells.
    weight : float
    of_first, of_second : float
        Which part that is of everything in that answer that few have, from 0 to 1.
    """

    cell: str
    weight: float
    of_first: float
    of_second: float

    @property
    def alike(self) -> bool:
        """Whether this one answer would be called much alike."""
        return bool(self.cell) and (
            self.weight >= ANSWER and min(self.of_first, self.of_second) >= ANSWER_OF
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions that share something.

    Parameters
    ----------
    first, second : Written
        Of two from different classes, the earlier one is the second.
    weight : float
        About as many fingerprints as if nobody else had them.
    count : int
        How many fingerprints they share.
    of_first, of_second : float
        Which part that is of everything that few have, from 0 to 1.
    cells : tuple of Shared
        Where in the first one, most first.
    """

    first: Written
    second: Written
    weight: float
    count: int
    of_first: float
    of_second: float
    cells: tuple[Shared, ...]

    @property
    def level(self) -> str:
        """How alike they are: ``"much"``, ``"one answer"`` or ``"some"``."""
        if self.weight >= MUCH and max(self.of_first, self.of_second) >= MUCH_OF:
            return "much"
        return "one answer" if any(one.alike for one in self.cells) else "some"

    @property
    def stands_out(self) -> bool:
        """Whether it is more than what two people's own work has in common by chance."""
        return self.level != "some"


@dataclass(frozen=True, slots=True)
class Compared:
    """A class, compared.

    Parameters
    ----------
    pairs : tuple of Pair
        Most alike first: of several levels, those that stand out come before the others.
    common : ndarray of uint64
        Fingerprints that so many have that they do not count, sorted.
    most : int
        In how many submissions one may be that counts.
    left_out : int
        Pairs with less in common than those listed.
    """

    pairs: tuple[Pair, ...]
    common: Hashes
    most: int
    left_out: int


def most_in_common(count: int) -> int:
    """Give in how many of so many submissions a fingerprint may be that counts.

    Examples
    --------
    >>> [most_in_common(n) for n in (2, 10, 60, 300, 3000)]
    [2, 5, 8, 30, 100]
    """
    return max(2, min(count // 2, max(8, count // 10), 100))


def compare(everybody: Sequence[Written], most_pairs: int = 100) -> Compared:
    """Find the pairs that share most of what few have.

    Parameters
    ----------
    everybody : sequence of Written
        Those of earlier classes are compared with this one's only, and nobody's with their own.
    most_pairs : int
        How many are listed, at most.
    """
    rarity = _Rarity(everybody)
    codes, weights, counts = rarity.pairs()
    listed = weights >= LISTED
    codes, weights, counts = codes[listed], weights[listed], counts[listed]
    order = np.lexsort((codes, -weights))[:_LOOKED_AT]
    pairs = [
        rarity.pair(*divmod(int(codes[at]), len(everybody)), float(weights[at]), int(counts[at]))
        for at in order
    ]
    pairs.sort(key=lambda pair: (not pair.stands_out, -pair.weight))
    pairs = pairs[:most_pairs]
    return Compared(tuple(pairs), rarity.common, rarity.most, len(codes) - len(pairs))


class _Rarity:
    """How rare every fingerprint is, and what it therefore weighs."""

    def __init__(self, everybody: Sequence[Written]) -> None:
        self._everybody = everybody
        self.most = most_in_common(len(everybody))
        each = [one.fingerprints for one in everybody]
        empty = [np.zeros(0, dtype=np.uint64)]
        marks = np.concatenate([*each, *empty])
        owners = np.repeat(np.arange(len(each)), [len(one) for one in each])
        order = np.argsort(marks, kind="stable")
        self._owners = owners[order]
        self._known, self._begins, self._in = np.unique(
            marks[order], return_index=True, return_counts=True
        )
        self.common = self._known[self._in > self.most]
        size = len(everybody) + _OTHERS
        self._weights = np.log(size / np.maximum(self._in, 2)) / np.log(size / 2)
        self._weights[self._in > self.most] = 0.0
        self._totals = [self.weight(one) for one in each]

    def weight(self, marks: Hashes) -> float:
        """Add up what fingerprints weigh, each of which somebody has."""
        return float(self._weights[np.searchsorted(self._known, marks)].sum())

    def pairs(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give each pair that shares something: its code, its weight, how much it shares.

        Of the submissions i < j, the code is i times their number, plus j.
        """
        size = len(self._everybody)
        earlier = np.array([one.earlier for one in self._everybody], dtype=bool)
        first: dict[str, int] = {}
        whose = np.array(
            [
                first.setdefault(one.student, n) if one.student else n
                for n, one in enumerate(self._everybody)
            ]
        )
        found = _Sums()
        for held in range(2, self.most + 1):
            marks = np.flatnonzero(self._in == held)
            left, right = np.triu_indices(held, 1)
            step = max(1, _CHUNK // len(left))
            for begin in range(0, len(marks), step):
                some = marks[begin : begin + step]
                own = self._owners[self._begins[some][:, None] + np.arange(held)]
                one, other = own[:, left].ravel(), own[:, right].ravel()
                weights = np.repeat(self._weights[some], len(left))
                counts = ~(earlier[one] & earlier[other]) & (whose[one] != whose[other])
                found.add(one[counts] * size + other[counts], weights[counts])
        return found.total()

    def pair(self, one: int, other: int, weight: float, count: int) -> Pair:
        """Look at a pair, cell by cell."""
        if self._everybody[one].earlier:
            one, other = other, one
        first, second = self._everybody[one], self._everybody[other]
        shared = np.intersect1d(first.fingerprints, second.fingerprints, assume_unique=True)
        where = [(cell, marks, marks[is_in(marks, shared)]) for cell, marks in _by_cell(first)]
        theirs = dict(_by_cell(second))
        cells = []
        for cell, own, both in where:
            common = self.weight(both)
            if common:
                found = {name: int(is_in(both, marks).sum()) for name, marks in theirs.items()}
                place = max(found, key=lambda name: found[name])
                of_second = _part(
                    self.weight(both[is_in(both, theirs[place])]), self.weight(theirs[place])
                )
                cells.append(Shared(cell, common, _part(common, self.weight(own)), of_second))
        cells.sort(key=lambda one: -one.weight)
        of_first, of_second = (_part(weight, self._totals[n]) for n in (one, other))
        return Pair(first, second, weight, count, of_first, of_second, tuple(cells))


class _Sums:
    """Weights and counts of pairs, added up as they come."""

    def __init__(self) -> None:
        self._codes: list[np.ndarray] = []
        self._weights: list[np.ndarray] = []
        self._counts: list[np.ndarray] = []

    def add(self, codes: np.ndarray, weights: np.ndarray) -> None:
        """Add some, each once."""
        self._codes.append(codes)
        self._weights.append(weights)
        self._counts.append(np.ones(len(codes)))
        if sum(map(len, self._codes)) > 3 * _CHUNK:
            self.total()

    def total(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Give every pair once, with its sums."""
        nothing = [np.zeros(0)]
        codes = np.concatenate([*self._codes, np.zeros(0, dtype=np.int64)])
        unique, inverse = np.unique(codes, return_inverse=True)
        weights, counts = (
            np.bincount(inverse, np.concatenate([*some, *nothing]), minlength=len(unique))
            for some in (self._weights, self._counts)
        )
        self._codes, self._weights, self._counts = [unique], [weights], [counts]
        return unique, weights, counts


def _by_cell(one: Written) -> list[tuple[str, Hashes]]:
    """Give the fingerprints of each answer, and of all own cells together, each once."""
    lengths = one.lengths
    ends = np.cumsum(lengths)
    part = np.searchsorted(ends, one.chosen, side="right")
    found: dict[str, list[Hashes]] = {}
    for number, piece in enumerate(one.parts):
        found.setdefault(piece.cell, []).append(one.hashes[one.chosen[part == number]])
    return [(cell, np.unique(np.concatenate(marks))) for cell, marks in found.items()]


def _part(some: float, whole: float) -> float:
    return min(1.0, some / whole) if whole else 0.0
