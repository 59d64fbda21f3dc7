"""The transforms of `scipy.fft`: those of `numpy.fft`, called as SciPy's are, and into cosines and
sines.

SciPy is asked first, on the plain values: it refuses what it refuses, and says which type the
answer has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.fft

from adlearn.rules.arrays_asked import as_array, is_complex, real_dtype
from adlearn.rules.fourier import OPPOSITE, fit_, lengths_and_axes
from adlearn.rules.scipy_calls import like
from adlearn.tensors.constructors import linear
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.primitive import applied, value_of


def along_one(theirs, rule: Callable[..., Any]) -> None:
    """Give the rule of a transform along one axis."""

    @like(theirs)
    def function(x, n=None, axis=-1, norm=None):
        plain = applied(theirs, value_of(x := as_array(x)), n, axis, norm)
        return rule(x, n, axis, norm).astype(plain.dtype)


def listed(part):
    """Give a list of lengths or axes, which may be one number; None says that they are left out."""
    return part if part is None else np.atleast_1d(part).tolist()


def along_several(theirs, rule: Callable[..., Any], known=None) -> None:
    """Give the rule of a transform along several axes."""

    @like(theirs)
    def function(x, s=None, axes=known, norm=None):
        plain = applied(theirs, value_of(x := as_array(x)), s, axes, norm)
        return rule(x, listed(s), listed(axes), norm).astype(plain.dtype)


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


# Cosine and sine transforms. The transpose of one type is another one, but for the elements that
# count twice: those at the ends, of which a symmetric signal has no mirror image.

TRANSPOSED = {1: 1, 2: 3, 3: 2, 4: 4}  # it is the inverse as well, but for a factor
COUNT_TWICE = {("dct", 1): [0, -1], ("dct", 2): [0], ("dct", 3): [0]}
COUNT_TWICE |= {("dst", 2): [-1], ("dst", 3): [-1]}


def adjoint(g, x, name: str, kind: int, axis: int, norm, orthogonal: bool):
    twice = np.ones(np.shape(x)[axis], real_dtype(g))
    twice[[] if orthogonal else COUNT_TWICE.get((name, kind), [])] = 2
    twice = twice.reshape((-1,) + (1,) * (np.ndim(x) - 1 - axis % np.ndim(x)))
    answer = waves_(g * twice if kind < 3 else g, name, TRANSPOSED[kind], axis, norm, orthogonal)
    return answer / twice if kind in (1, 3) else answer


waves_ = linear(
    lambda x, name, kind, axis, norm, orthogonal: getattr(scipy.fft, name)(
        x, kind, axis=axis, norm=norm, orthogonalize=orthogonal
    ),
    adjoint,
    name="waves",
)


def in_waves(name: str, back: bool) -> None:
    """Give the rules of a cosine or sine transform, along one axis and along several."""
    one, several = (getattr(scipy.fft, "i" * back + name + end) for end in ("", "n"))

    def transformed(theirs, x, kind, s, axes, norm, orthogonal):
        x = as_array(x)
        applied(theirs, value_of(x), kind, s, axes, norm, orthogonalize=orthogonal)
        # SciPy asks of real numbers only whether to be orthogonal
        default = orthogonal is None or is_complex(x)
        orthogonal = norm == "ortho" if default else bool(orthogonal)
        kind, norm = (TRANSPOSED[kind], OPPOSITE[norm]) if back else (kind, norm)
        for n, axis in zip(*lengths_and_axes(x, listed(s), listed(axes)), strict=True):
            x = waves_(fit_(x, n, axis), name, kind, axis, norm, orthogonal)
        return x

    @like(one)
    def along_axis(x, type=2, n=None, axis=-1, norm=None, orthogonalize=None):  # noqa: A002
        return transformed(one, x, type, n, axis, norm, orthogonalize)

    @like(several)
    def along_axes(x, type=2, s=None, axes=None, norm=None, orthogonalize=None):  # noqa: A002
        return transformed(several, x, type, s, axes, norm, orthogonalize)


for _name in ("dct", "dst"):
    in_waves(_name, back=False)
    in_waves(_name, back=True)
