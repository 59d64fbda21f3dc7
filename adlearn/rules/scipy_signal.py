"""A convolution is a product of windows with a kernel: bilinear, and each adjoint is one again.

`windowed_` is the only primitive: `out[i] = sum over k of x[i + k] * y[k]`, along some axes, with
any other axes left alone or summed over. A convolution pads `x` by zeros as the mode asks and
reverses `y`. Axes are named by letters, as in `einsum`.
"""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
import scipy.signal

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array
from adlearn.rules.scipy_calls import as_theirs
from adlearn.tensors.constructors import bilinear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import is_traced, value_of

Axes = Sequence[Sequence[int]]


def windowed(x, y, of_x: str, of_y: str, moving: str, of_out: str):
    """Multiply each window of `x` with `y`; a moving letter in the answer is where it starts."""
    axes = tuple(of_x.index(letter) for letter in moving)
    windows = np.lib.stride_tricks.sliding_window_view(
        x, [np.shape(y)[of_y.index(letter)] for letter in moving], axes
    )
    inside = dict(zip(moving, moving.upper(), strict=True))
    of_windows, of_y = of_x + moving.upper(), "".join(inside.get(c, c) for c in of_y)
    shared = [c for c in of_y if c in of_windows]
    # Copying the windows for a matrix product pays: `einsum` on the view takes up to 10 times as
    # long in the layers of a small convolutional network.
    places = [[of_windows.index(c) for c in shared], [of_y.index(c) for c in shared]]
    product = np.tensordot(windows, y, places)
    order = [c for c in of_windows + of_y if c not in shared]
    return np.transpose(product, [order.index(c) for c in of_out])


def widths(letters: str, moving: str, width: dict[str, tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the padding of each axis."""
    return [width[letter] if letter in moving else (0, 0) for letter in letters]


def reversed_along(x, letters: str, moving: str):
    """Reverse the moving axes."""
    return np.flip(x, tuple(letters.index(letter) for letter in moving))


def adjoint_x(g, x, y, of_x: str, of_y: str, moving: str, of_out: str):
    """The cotangent of `x`: the windows of the padded cotangent, with `y` reversed."""
    lengths = {letter: np.shape(y)[of_y.index(letter)] - 1 for letter in moving}
    padded = np.pad(g, widths(of_out, moving, {c: (n, n) for c, n in lengths.items()}))
    return windowed_(padded, reversed_along(y, of_y, moving), of_out, of_y, moving, of_x)


def adjoint_y(g, x, y, of_x: str, of_y: str, moving: str, of_out: str):
    """The cotangent of `y`: the windows of `x`, with the cotangent in place of `y`."""
    return windowed_(x, g, of_x, of_out, moving, of_y)


windowed_ = bilinear(windowed, adjoint_x, adjoint_y, name="convolve")


def lettered(axes: Axes, dot_axes: Axes, ndim: int, which: int, letters) -> dict[int, str]:
    """Name the axes of one array that the other one has too."""
    named: dict[int, str] = {}
    for kind, names in ((axes, letters[0]), (dot_axes, letters[1])):
        for axis, letter in zip(kind[which], names, strict=True):
            named[axis % ndim] = letter
    return named


def convolution(
    in1,
    in2,
    mode="full",
    method="auto",
    *,
    theirs=scipy.signal.convolve,
    axes=None,
    dot_axes=((), ()),
):
    """Convolve, whatever may come of numbers that are not finite."""
    if axes is None and not dot_axes[0] and not is_traced(in1, in2):
        return scipy.signal.convolve(in1, in2, mode, method)
    x, y = as_array(in1), as_array(in2)
    if np.ndim(x) == np.ndim(y) == 0:
        return x * y
    if mode not in ("full", "same", "valid"):
        raise ValueError(f"mode must be 'full', 'same' or 'valid', not {mode!r}")
    if method not in ("auto", "direct", "fft"):
        raise ValueError(f"method must be 'auto', 'direct' or 'fft', not {method!r}")
    if axes is None:
        if np.ndim(x) != np.ndim(y):
            raise ValueError("in1 and in2 should have the same dimensionality")
        if np.size(x) == 0 or np.size(y) == 0:  # SciPy has no number then, or refuses
            return theirs(value_of(x), value_of(y), mode)
        axes = (range(np.ndim(x)), range(np.ndim(y)))
    moving, summed = string.ascii_lowercase[: len(axes[0])], "xyz"[: len(dot_axes[0])]
    rest = iter(string.ascii_lowercase[len(axes[0]) : -3])
    names = []
    for which, array in enumerate((x, y)):
        known = lettered(axes, dot_axes, np.ndim(array), which, (moving, summed))
        names.append("".join(known.get(i) or next(rest) for i in range(np.ndim(array))))
    of_x, of_y = names
    free = "".join(c for c in of_x + of_y if c not in moving + summed)
    sizes = [(np.shape(x)[of_x.index(c)], np.shape(y)[of_y.index(c)]) for c in moving]
    y = reversed_along(y, of_y, moving)
    if mode == "valid":
        if all(n >= m for n, m in sizes):
            return windowed_(x, y, of_x, of_y, moving, free + moving)
        if any(n > m for n, m in sizes):
            raise ValueError("for 'valid' mode, one must be at least as large in every dimension")
        # The windows are those of the second array then, and come out in reverse.
        answer = windowed_(y, x, of_y, of_x, moving, free + moving)
        return reversed_along(answer, free + moving, moving)
    if mode == "full":
        width = {c: (m - 1, m - 1) for c, (_, m) in zip(moving, sizes, strict=True)}
    else:
        width = {c: (m // 2, (m - 1) // 2) for c, (_, m) in zip(moving, sizes, strict=True)}
    return windowed_(np.pad(x, widths(of_x, moving, width)), y, of_x, of_y, moving, free + moving)


@implements(scipy.signal.convolve)
def convolve(in1, in2, mode="full", method="auto", *, axes=None, dot_axes=((), ())):
    """Convolve two arrays of any dimension, along some of their axes.

    Parameters
    ----------
    in1, in2 : array_like
    mode : {"full", "same", "valid"}, optional
        Which part to compute: everything, the middle part of the size of `in1`, or where both
        overlap completely. For "valid" one of the two must be at least as large along all axes
        that are convolved.
    method : {"auto", "direct", "fft"}, optional
        How SciPy computes it for plain arrays; for traced values it is computed directly.
    axes : pair of sequence of int, optional
        The axes of `in1` and of `in2` to convolve; by default all of them.
    dot_axes : pair of sequence of int, optional
        The axes of `in1` and of `in2` to multiply and sum over.

    Returns
    -------
    array
        Its axes: the remaining ones of `in1`, the remaining ones of `in2`, the convolved ones.

    Raises
    ------
    ValueError
        If the axes do not fit, or the mode is none of the three.

    Examples
    --------
    >>> convolve([1.0, 2.0, 3.0], [1.0, -1.0], mode="valid")
    array([1., 1.])
    >>> images, kernels = np.ones((5, 3, 8, 8)), np.ones((3, 4, 3, 3))
    >>> convolve(images, kernels, "valid", axes=([2, 3], [2, 3]), dot_axes=([1], [0])).shape
    (5, 4, 6, 6)
    """
    answer = convolution(in1, in2, mode, method, axes=axes, dot_axes=dot_axes)
    if axes is not None or dot_axes[0]:
        return answer
    return as_theirs(answer, scipy.signal.convolve, in1, in2, mode, method)


def however_computed(theirs) -> None:
    """Convolve, for traced values directly, whatever the name says."""

    @implements(theirs)
    def function(in1, in2, mode: str = "full", axes=None):
        if axes is not None:
            raise MissingRule(
                f"{theirs.__name__} with axes= keeps the other axes side by side, which has no "
                "rule. Use convolve on the parts."
            )
        return as_theirs(convolution(in1, in2, mode, theirs=theirs), theirs, in1, in2, mode)


however_computed(scipy.signal.fftconvolve)
however_computed(scipy.signal.oaconvolve)
