"""Correlations, convolutions of images, and filters, made of convolutions, Fourier transforms and
triangular equations."""

from __future__ import annotations

import numpy as np
import scipy.signal

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import along, as_array, conj, dtype_of, is_complex, normal_axis
from adlearn.rules.scipy_calls import as_theirs
from adlearn.rules.scipy_factorizations import toeplitz
from adlearn.rules.scipy_linalg import solve_triangular
from adlearn.rules.scipy_signal import convolution
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of

BOUNDARIES = {"fill": "constant", "wrap": "wrap", "symm": "symmetric"}
BOUNDARIES |= {"pad": "constant", "circular": "wrap", "symmetric": "symmetric"}


def turned(x):
    """Reverse all axes and conjugate: a correlation is a convolution with that."""
    return np.flip(conj(as_array(x)))


@implements(scipy.signal.correlate)
def correlate(in1, in2, mode: str = "full", method: str = "auto"):
    answer = convolution(in1, turned(in2), mode, method)
    return as_theirs(answer, scipy.signal.correlate, in1, in2, mode, method)


def of_images(in1, in2, mode: str, boundary: str, fillvalue, before: list[int]):
    """Convolve images, of which `same` leaves out some of the rows and columns before."""
    x, y = as_array(in1), as_array(in2)
    if not np.ndim(x) == np.ndim(y) == 2 or boundary not in BOUNDARIES:
        raise ValueError(f"two images and a boundary of {', '.join(BOUNDARIES)} are needed")
    if mode not in ("full", "same"):  # what it does not know `convolution` refuses
        return convolution(x, y, mode)
    around = [(n - 1, n - 1) for n in np.shape(y)]
    filled = {"constant_values": fillvalue} if BOUNDARIES[boundary] == "constant" else {}
    whole = convolution(np.pad(x, around, BOUNDARIES[boundary], **filled), y, "valid")
    if mode == "full":
        return whole
    return whole[tuple(slice(i, i + n) for i, n in zip(before, np.shape(x), strict=True))]


def two_images(theirs, kernel, less: int) -> None:
    """Give the rule of a function of images, differentiable by what stands around them, too. The
    middle of n elements is before it `(n - less) // 2`."""

    @implements(theirs)
    def function(in1, in2, mode: str = "full", boundary: str = "fill", fillvalue=0):
        before = [(n - less) // 2 for n in np.shape(in2)]
        answer = of_images(in1, kernel(in2), mode, boundary, fillvalue, before)
        return as_theirs(answer, theirs, in1, in2, mode, boundary, fillvalue)


two_images(scipy.signal.convolve2d, as_array, 1)
two_images(scipy.signal.correlate2d, turned, 0)


@implements(scipy.signal.hilbert)
def hilbert(x, N=None, axis: int = -1):  # noqa: N803
    """Give the analytic signal: without the negative frequencies, the positive ones doubled."""
    x = as_array(x)
    if is_complex(x):
        raise ValueError("x must be real.")
    axis = normal_axis(axis, np.ndim(x))
    n = np.shape(x)[axis] if N is None else N
    times = np.zeros(n, dtype_of(x))
    times[: (n + 1) // 2] = 2
    times[0] = 1
    if n % 2 == 0:
        times[n // 2] = 1
    shape = (-1,) + (1,) * (np.ndim(x) - 1 - axis)
    answer = np.fft.ifft(np.fft.fft(x, n, axis) * times.reshape(shape), axis=axis)
    return as_theirs(answer, scipy.signal.hilbert, x, n, axis)


@implements(scipy.signal.detrend)
def detrend(data, axis: int = -1, type: str = "linear", bp=0, overwrite_data: bool = False):  # noqa: A002
    """Take out the mean, or the best lines between breaks."""
    x = as_array(data)
    if type in ("constant", "c"):
        return x - np.mean(x, axis, keepdims=True)
    if type not in ("linear", "l"):
        raise ValueError("Trend type must be 'linear' or 'constant'.")
    axis = normal_axis(axis, np.ndim(x))
    n, parts = np.shape(x)[axis], []
    breaks = np.unique(np.concatenate([np.atleast_1d(0), np.atleast_1d(bp), np.atleast_1d(n)]))
    for start, stop in zip(breaks[:-1], breaks[1:], strict=True):
        part = np.moveaxis(x[along(axis, slice(start, stop))], axis, 0)
        lines = np.vander(np.arange(1.0, stop - start + 1) / (stop - start), 2)
        lines = lines.astype(dtype_of(x))
        trend = np.tensordot(lines @ np.linalg.pinv(lines), part, 1)
        parts.append(np.moveaxis(part - trend, 0, axis))
    return np.concatenate(parts, axis)


@implements(scipy.signal.lfilter)
def lfilter(b, a, x, axis: int = -1, zi=None):
    """Filter: a convolution with the coefficients `b`, and a triangular equation by `a`."""
    if zi is not None:
        raise MissingRule("lfilter with zi= has no derivative. Filter the whole signal at once.")
    b, a, x = as_array(b), as_array(a), as_array(x)
    kind = np.result_type(*(dtype_of(value_of(c)) for c in (b, a, x)))
    if np.size(x) == 0:
        return (1.0 * x).astype(kind)
    axis = normal_axis(axis, np.ndim(x))
    moved = np.moveaxis(x, axis, 0)
    rows = np.reshape(moved, (np.shape(x)[axis], -1))
    n = len(rows)

    found = convolution(rows, b[:, None])[:n]
    if len(a) > 1:
        first = np.pad(a, (0, max(n - len(a), 0)))[:n]
        found = solve_triangular(toeplitz(first, np.zeros(n)), found, lower=True)
    else:
        found = found / a
    answer = np.moveaxis(np.reshape(found, np.shape(moved)), 0, axis).astype(kind)
    return as_theirs(answer, scipy.signal.lfilter, b, a, x, axis=axis)
