"""A discrete Fourier transform is a matrix, and a symmetric one: its transpose is the transform
itself, so `fft` is its own adjoint.

Adjoints are transposes without conjugation. Asking for another length `n` crops or pads with zeros
first; the adjoint pads or crops back. The transforms of real numbers store half of a symmetric
spectrum, so their adjoints count the other half by weights of 2. Transforms over several axes are
made of those over one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import as_array, real, real_dtype, refuse_out
from adlearn.tensors.constructors import linear
from adlearn.tensors.dispatch import implements

#: The transform in the other direction has the same factor under this norm.
OPPOSITE = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}


def cropped_or_padded(x, n: int, axis: int) -> np.ndarray:
    shape = list(np.shape(x))
    kept = [slice(None)] * len(shape)
    kept[axis] = slice(min(n, shape[axis]))
    shape[axis] = n
    answer = np.zeros(shape, np.asarray(x).dtype)
    answer[tuple(kept)] = x[tuple(kept)]
    return answer


fit_ = linear(cropped_or_padded, lambda g, x, n, axis: fit_(g, np.shape(x)[axis], axis), name="fit")


def fitted(g, x, axis: int):
    """Give `g` the length that `x` has along an axis."""
    n = np.shape(x)[axis]
    return g if np.shape(g)[axis] == n else fit_(g, n, axis)


def half_weights(g, n: int, axis: int, weight: float) -> np.ndarray:
    """1 for the frequencies that are their own mirror image, and `weight` for the others."""
    weights = np.full(n // 2 + 1, weight, real_dtype(g))
    weights[0] = 1.0
    if n % 2 == 0:
        weights[-1] = 1.0
    return weights.reshape([-1] + [1] * (np.ndim(g) - 1 - axis % np.ndim(g)))


def rfft_adjoint(g, x, n: int, axis: int, norm):
    weighted = np.conj(g) * half_weights(g, n, axis, 0.5)
    return fitted(irfft_(weighted, n, axis, OPPOSITE[norm]), x, axis)


def irfft_adjoint(g, x, n: int, axis: int, norm):
    spectrum = np.conj(rfft_(real(g), n, axis, OPPOSITE[norm]))
    return fitted(spectrum * half_weights(g, n, axis, 2.0), x, axis)


fft_ = linear(
    np.fft.fft, lambda g, x, n, axis, norm: fitted(fft_(g, n, axis, norm), x, axis), name="fft"
)
ifft_ = linear(
    np.fft.ifft, lambda g, x, n, axis, norm: fitted(ifft_(g, n, axis, norm), x, axis), name="ifft"
)
rfft_ = linear(np.fft.rfft, rfft_adjoint, name="rfft")
irfft_ = linear(np.fft.irfft, irfft_adjoint, name="irfft")


# Along one axis


def along_one(numpy_s, primitive, half: bool = False) -> Callable[..., Any]:
    """Make a transform along one axis. `half`: of half a spectrum, of which the whole is taken to
    have an even length."""

    def function(a, n=None, axis=-1, norm=None, out=None):
        refuse_out(out)
        a = as_array(a)
        own = np.shape(a)[axis]
        whole = 2 * (own - 1) if half else own
        return primitive(a, whole if n is None else n, axis, norm)

    return implements(numpy_s)(function)


fft, ifft = along_one(np.fft.fft, fft_), along_one(np.fft.ifft, ifft_)
rfft, irfft = along_one(np.fft.rfft, rfft_), along_one(np.fft.irfft, irfft_, half=True)


@implements(np.fft.hfft)
def hfft(a, n=None, axis=-1, norm=None, out=None):
    """Transform half a symmetric signal to its real spectrum."""
    return irfft(np.conj(as_array(a)), n, axis, OPPOSITE[norm], out)


@implements(np.fft.ihfft)
def ihfft(a, n=None, axis=-1, norm=None, out=None):
    """Transform a real spectrum back to half a symmetric signal."""
    return np.conj(rfft(a, n, axis, OPPOSITE[norm], out))


# Along several axes


def lengths_and_axes(a, s, axes, half: bool = False) -> tuple[list[Any], list[int]]:
    """Fill in the lengths and axes that were left out.

    They are those of the array as it was given: an axis may be named twice, and be cut to half a
    spectrum the first time. `half`: whether the last length is that of half a spectrum.
    """
    if axes is None:
        axes = range(-len(s), 0) if s is not None else range(-np.ndim(a), 0)
    axes = list(axes)
    own = [np.shape(a)[axis] for axis in axes]
    if s is None:
        return [*own[:-1], 2 * (own[-1] - 1)] if half and own else own, axes
    if len(s) != len(axes):
        raise ValueError("Shape and axes have different lengths.")
    return [m if n == -1 else n for n, m in zip(s, own, strict=True)], axes


def along_several(numpy_s, one, of_last=None, half: bool = False) -> None:
    """Make a transform along several axes, the last of which comes first and may have a transform
    of its own; that back from half a spectrum comes at the end."""
    known = inspect.signature(numpy_s).parameters["axes"].default

    @implements(numpy_s)
    def function(a, s=None, axes=known, norm=None, out=None):
        refuse_out(out)
        a = as_array(a)
        lengths, axes = lengths_and_axes(a, s, axes, half)
        steps = [(one, n, axis) for n, axis in zip(lengths, axes, strict=True)][::-1]
        if of_last is not None:
            steps[0] = (of_last, *steps[0][1:])
        for transform, n, axis in (*steps[:0:-1], *steps[:1]) if half else steps:
            a = transform(a, n, axis, norm)
        return a


for _several, *_transforms in (
    ((np.fft.fftn, np.fft.fft2), fft),
    ((np.fft.ifftn, np.fft.ifft2), ifft),
    ((np.fft.rfftn, np.fft.rfft2), fft, rfft),
    ((np.fft.irfftn, np.fft.irfft2), ifft, irfft, True),
):
    for _function in _several:
        along_several(_function, *_transforms)


# Turning the zero frequency to the middle, and back

fftshift_ = linear(np.fft.fftshift, lambda g, x, axes: ifftshift_(g, axes), name="fftshift")
ifftshift_ = linear(np.fft.ifftshift, lambda g, x, axes: fftshift_(g, axes), name="ifftshift")


implements(np.fft.fftshift)(lambda x, axes=None: fftshift_(as_array(x), axes))
implements(np.fft.ifftshift)(lambda x, axes=None: ifftshift_(as_array(x), axes))
