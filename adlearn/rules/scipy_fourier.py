"""The transforms of `scipy.fft` are those of `numpy.fft`, called as SciPy's are.

SciPy is asked first, on the plain values: it refuses what it refuses, and says which type the
answer has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.fft

from adlearn.rules.arrays_asked import as_array
from adlearn.rules.fourier import OPPOSITE
from adlearn.rules.scipy_calls import like
from adlearn.tensors.primitive import DISPATCH, value_of


def along_one(theirs, rule: Callable[..., Any]) -> None:
    """Give the rule of a transform along one axis."""

    @like(theirs)
    def function(x, n=None, axis=-1, norm=None):
        plain = theirs(value_of(x := as_array(x)), n, axis, norm)
        return rule(x, n, axis, norm).astype(plain.dtype)


def along_several(theirs, rule: Callable[..., Any], known=None) -> None:
    """Give the rule of a transform along several axes."""

    @like(theirs)
    def function(x, s=None, axes=known, norm=None):
        plain = theirs(value_of(x := as_array(x)), s, axes, norm)
        s, axes = (part if part is None else np.atleast_1d(part).tolist() for part in (s, axes))
        return rule(x, s, axes, norm).astype(plain.dtype)


def numpy_s(name: str) -> Callable[..., Any]:
    return DISPATCH[getattr(np.fft, name)]


def from_half(back: Callable[..., Any]) -> Callable[..., Any]:
    """Transform half a symmetric signal: as half a spectrum is transformed back."""
    return lambda x, s, axes, norm: back(np.conj(x), s, axes, OPPOSITE[norm])


def to_half(there: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x, s, axes, norm: np.conj(there(x, s, axes, OPPOSITE[norm]))


for _name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    along_one(getattr(scipy.fft, _name), numpy_s(_name))
for _end, _axes in (("n", None), ("2", (-2, -1))):
    for _name in ("fft", "ifft", "rfft", "irfft"):
        along_several(getattr(scipy.fft, _name + _end), numpy_s(_name + _end), _axes)
    _half, _whole = numpy_s(f"rfft{_end}"), numpy_s(f"irfft{_end}")
    along_several(getattr(scipy.fft, f"hfft{_end}"), from_half(_whole), _axes)
    along_several(getattr(scipy.fft, f"ihfft{_end}"), to_half(_half), _axes)
like(scipy.fft.fftshift)(lambda x, axes=None: np.fft.fftshift(x, axes))
like(scipy.fft.ifftshift)(lambda x, axes=None: np.fft.ifftshift(x, axes))
