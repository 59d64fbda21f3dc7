"""Pictures of digits that look written by hand: known strokes, distorted at random.

Random bits are taken from the bit generator itself, whose stream NumPy promises to keep, and what
is computed from them is sums, products, quotients, square roots and minima, which every platform
rounds in the same way. So a seed gives the same pictures everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .digit_shapes import SHAPES

SIDE = 28
#: So many pictures are drawn at a time that their pixels stay in the processor's cache.
BATCH = 100
POINTS = max(len(shape.points) for ways in SHAPES.values() for shape in ways)
PLACES = max(shape.near.shape[1] for ways in SHAPES.values() for shape in ways)

#: The largest distortions, for a digit about 20 pixels high.
MOVED = 3.5  # each point, in hundredths of the digit's frame
SHIFTED = 2.5  # the whole, in pixels
TURNED = 0.18  # the tangent of half the angle: 20 degrees
SLANT = (-0.15, 0.4)  # to the right for each step up: most people's hands lean
WIDTH, HEIGHT = (0.18, 0.28), (0.2, 0.27)  # pixels for each hundredth of the frame
PEN = (0.7, 1.6)  # half the width of a stroke, in pixels
EDGE = (0.8, 2.0)  # over how many pixels ink fades: the blur
INK = (190.0, 255.0)
NOISE = (0.0, 0.16)  # of the full range, at most


def make_digits(
    n: int = 1000, seed: int | Sequence[int] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Draw pictures of the digits 0 to 9, as if written by hand.

    Each is one of a few ways to write its digit, with its points moved, turned, slanted, scaled and
    shifted, by a pen of some width, with blurred edges and some noise.

    Parameters
    ----------
    n : int, optional
        How many. Each digit is there equally often, or once more than another.
    seed : int or sequence of int, optional
        For the same pictures every time, on every platform.

    Returns
    -------
    images : ndarray of uint8, shape (n, 28, 28)
        From 0 for paper to 255 for ink.
    labels : ndarray of uint8, shape (n,)
        Which digit each is.

    Raises
    ------
    ValueError
        If `n` is below 1.

    Examples
    --------
    >>> images, labels = make_digits(20, seed=0)
    >>> images.shape, labels.shape, sorted(labels.tolist())[:5]
    ((20, 28, 28), (20,), [0, 0, 1, 1, 2])
    """
    labels, batches = drawn(n, seed)
    return np.concatenate(list(batches)), labels


def drawn(n: int, seed: int | Sequence[int] | None) -> tuple[np.ndarray, Iterator[np.ndarray]]:
    """Decide which digits are drawn, and draw them a batch at a time."""
    if n < 1:
        raise ValueError(f"there must be at least 1 digit to draw, not {n}")
    bits = np.random.PCG64(seed)
    labels = np.argsort(bits.random_raw(n), kind="stable") % 10
    return labels.astype(np.uint8), drawn_in_batches(labels, bits)


def drawn_in_batches(labels: np.ndarray, bits: np.random.PCG64) -> Iterator[np.ndarray]:
    """Draw the digits of these labels."""
    for start in range(0, len(labels), BATCH):
        batch = labels[start : start + BATCH]
        x, y = placed(*lines(batch, bits), bits)
        ink = inked(x, y, bits)
        ink += grain(len(batch), bits)
        yield np.clip(ink, 0.0, 255.0).astype(np.uint8)


def lines(labels: np.ndarray, bits: np.random.PCG64) -> tuple[np.ndarray, np.ndarray]:
    """Choose a way to write each digit, and give the places on its lines, centred at 0.

    Returns
    -------
    x, y : ndarray of float, shape (n, PLACES)
        In hundredths of the frame. Where a digit has fewer places, its last is repeated.
    """
    way, moved = (
        between(0, 1, bits, len(labels)),
        between(-MOVED, MOVED, bits, len(labels), POINTS, 2),
    )
    places = np.empty((len(labels), PLACES, 2))
    for digit, shapes in SHAPES.items():
        for k, shape in enumerate(shapes):
            chosen = (labels == digit) & (np.floor(way * len(shapes)) == k)
            points = shape.points - 50.0 + moved[chosen, : len(shape.points)]
            by_point = shape.weights[..., None] * points[:, shape.near]
            on_line = by_point[:, 0] + by_point[:, 1] + by_point[:, 2] + by_point[:, 3]
            here = on_line.shape[1]
            places[chosen, :here], places[chosen, here:] = on_line, on_line[:, -1:]
    return places[..., 0], places[..., 1]


def placed(x: np.ndarray, y: np.ndarray, bits: np.random.PCG64) -> tuple[np.ndarray, np.ndarray]:
    """Scale, slant, turn and shift each digit, from hundredths of the frame to pixels."""
    n = len(x)
    x, y = x * between(*WIDTH, bits, n, 1), y * between(*HEIGHT, bits, n, 1)
    x = x - y * between(*SLANT, bits, n, 1)
    t = between(-TURNED, TURNED, bits, n, 1)  # a turn without sines, which platforms round apart
    cosine, sine = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    middle = (SIDE - 1) / 2
    across, down = between(-SHIFTED, SHIFTED, bits, n, 1), between(-SHIFTED, SHIFTED, bits, n, 1)
    return middle + across + cosine * x - sine * y, middle + down + sine * x + cosine * y


def inked(x: np.ndarray, y: np.ndarray, bits: np.random.PCG64) -> np.ndarray:
    """Draw a line through places: a pixel has ink by its distance to the nearest of them.

    Returns
    -------
    ndarray of float32, shape (n, 28, 28)
    """
    n = len(x)
    pixel = np.arange(SIDE, dtype=np.float32)
    # Places come first, so that the minimum is of whole arrays.
    across = (pixel - x.T[..., None].astype(np.float32)) ** 2
    down = (pixel - y.T[..., None].astype(np.float32)) ** 2
    nearest = np.full((n, SIDE, SIDE), np.inf, np.float32)
    apart = np.empty_like(nearest)
    for there, below in zip(across, down, strict=True):
        np.add(below[:, :, None], there[:, None, :], out=apart)
        np.minimum(nearest, apart, out=nearest)
    pen, edge, ink = (
        between(*limits, bits, n, 1, 1).astype(np.float32) for limits in (PEN, EDGE, INK)
    )
    return ink * np.clip((pen - np.sqrt(nearest)) / edge + np.float32(0.5), 0.0, 1.0)


def grain(n: int, bits: np.random.PCG64) -> np.ndarray:
    """Make noise for each pixel, stronger on some pictures than on others."""
    strength = between(*NOISE, bits, n, 1, 1).astype(np.float32)
    raw = bits.random_raw(n * SIDE * SIDE // 4).astype("<u8").view(np.uint8)
    pairs = raw.reshape(n, SIDE, SIDE, 2).astype(np.float32)
    return strength * (pairs[..., 0] + pairs[..., 1] - 255)


def between(low: float, high: float, bits: np.random.PCG64, *shape: int) -> np.ndarray:
    """Draw numbers evenly between two, from the stream that NumPy promises to keep."""
    raw = bits.random_raw(int(np.prod(shape))).reshape(shape)
    return low + (high - low) * ((raw >> np.uint64(11)) * 2.0**-53)
