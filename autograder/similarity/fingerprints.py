"""Fingerprints of a list of tokens: hashes of some of its runs, chosen so that none is missed.

After Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting",
SIGMOD 2003 (the algorithm of MOSS): each run of `RUN` tokens is hashed, and of each `WINDOW` hashes
in a row the least is kept. So whatever two texts share in `RUN + WINDOW - 1` tokens or more leaves
a fingerprint in both, wherever it stands, and what is shorter than `RUN` leaves none.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from autograder.similarity.tokens import Token

#: Tokens in a run; `return a * b` has five with its end, a rule of one line about ten.
RUN = 12
#: Hashes of which one is kept.
WINDOW = 4

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]

#: No hash: where a run would go from one cell into the next.
NO_HASH = np.uint64(0)
#: Greater than every hash that is kept.
_LAST = np.uint64(2**64 - 1)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=10_000)
def _number(text: str) -> int:
    """Give the number of a token's text, the same in every process."""
    return zlib.crc32(text.encode(errors="replace")) + 1


def hashes_of(cells: Iterable[Sequence[Token]]) -> Hashes:
    """Give a hash for each token of some cells: of the run that begins there.

    Parameters
    ----------
    cells : iterable of sequence of Token

    Returns
    -------
    ndarray of uint64
        As long as all tokens together; `NO_HASH` where fewer than `RUN` tokens of the cell are
        left.

    Examples
    --------
    >>> from autograder.similarity.tokens import read_tokens
    >>> one, other = read_tokens("a = b + 1; " * 4), read_tokens("x = y + 2; " * 4)
    >>> bool((hashes_of([one]) == hashes_of([other])).all())
    True
    """
    made = [_hashed(np.array([_number(t.text) for t in one], dtype=np.uint64)) for one in cells]
    return np.concatenate(made) if made else np.zeros(0, dtype=np.uint64)


def _hashed(numbers: Hashes) -> Hashes:
    found = np.full(len(numbers), NO_HASH)
    count = len(numbers) - RUN + 1
    if count <= 0:
        return found
    sums = np.zeros(count, dtype=np.uint64)
    for offset in range(RUN):  # modulo 2**64, as the numbers of a computer are
        sums = sums * _FACTOR + numbers[offset : offset + count]
    sums ^= sums >> np.uint64(29)
    sums *= np.uint64(0xBF58476D1CE4E5B9)
    sums ^= sums >> np.uint64(32)
    found[:count] = np.clip(sums, 1, _LAST - np.uint64(1))
    return found


def winnowed(hashes: Hashes, dropped: Hashes) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Choose fingerprints: give the places of those that are kept.

    Parameters
    ----------
    hashes : ndarray of uint64
    dropped : ndarray of uint64
        Hashes that do not count, sorted: they hide no others.

    Returns
    -------
    ndarray of int
        Sorted. Of equal hashes in a window the last one is chosen, as in the paper.
    """
    counts = (hashes != NO_HASH) & ~is_in(hashes, dropped)
    if not counts.any():
        return np.zeros(0, dtype=np.intp)
    kept = np.where(counts, hashes, _LAST)
    padded = np.concatenate([kept, np.full(max(0, WINDOW - len(kept)), _LAST)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)
    least = WINDOW - 1 - np.argmin(windows[:, ::-1], axis=1)
    places = np.unique(np.arange(len(windows)) + least)
    return places[padded[places] != _LAST]


def is_in(hashes: Hashes, some: Hashes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say of each hash whether it is among some others, which are sorted."""
    if not len(some):
        return np.zeros(len(hashes), dtype=bool)
    at = np.minimum(np.searchsorted(some, hashes), len(some) - 1)
    return some[at] == hashes
