"""Derivatives where numbers are complex: the same convention in both modes.

* Of a complex output by a real input it is complex: the real part's derivative and the imaginary
  part's.
* Of a real output by a complex input it is `df/dx - 1j * df/dy`, so that `df = Re(slope * dz)`:
  what `grad` gives.
* Of a complex output by a complex input there is one if `f` is complex differentiable. Otherwise
  there is no such number, and it is refused.

A walk or a push knows only real changes. So where the output or the input is complex, the second
one says what the imaginary part adds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotANumber
from adlearn.tensors.primitive import array_of, value_of


def is_complex(*things: Any) -> bool:
    """Say whether any of the things has complex numbers."""
    for thing in things:
        if thing.__class__ is np.ndarray:
            if thing.dtype.kind == "c":
                return True
        elif thing.__class__ is not float and any(
            np.iscomplexobj(value_of(leaf)) for leaf in leaves_of(thing)[0]
        ):
            return True
    return False


def pulled(pull: Callable[[Any], Any], u: Any, output: Any) -> Any:
    """Pull a real cotangent back, for the real and the imaginary part of an output.

    Parameters
    ----------
    pull : callable
        Takes a cotangent of the output, and gives that of an input: an array, or a container.
    u : ndarray
    output : array_like

    Returns
    -------
    The derivative of `sum(u * output)`, in the form of the input.

    Raises
    ------
    NotANumber
        If output and input are complex, and there is no complex derivative.
    """
    real = pull(u)
    if not is_complex(output):
        return real
    (ours, rebuild), theirs = leaves_of(real), leaves_of(pull(-1j * u))[0]
    return rebuild(
        [
            of_both(a, 1j * b) if is_complex(a) else a + 1j * b
            for a, b in zip(ours, theirs, strict=True)
        ]
    )


def pushed(push: Callable[[Any], tuple[Any, Any]], v: Any, x: Any) -> Any:
    """Push real tangents of an input, and imaginary ones if it is complex."""
    real = push(v)[1]
    if not is_complex(x):
        return real
    output, imaginary = push(1j * v)
    return of_both(real, -1j * imaginary) if is_complex(output) else real - 1j * imaginary


def of_both(a: Any, b: Any) -> Any:
    """Give the complex derivative, found twice, and refuse where the two differ."""
    one, other = array_of(a), array_of(b)
    apart, scale = np.abs(one - other), np.abs(one) + np.abs(other)
    close = np.sqrt(np.finfo(scale.dtype).eps) * np.max(scale, initial=0, where=np.isfinite(scale))
    if np.any(apart[np.isfinite(apart)] > close):
        raise NotANumber(
            "a complex output of a complex input has a derivative only if the function is complex "
            "differentiable, and this one is not: it uses conj, real, imag or abs. Differentiate "
            "its parts, numpy.real(f(z)) and numpy.imag(f(z)), or take the parts of the input as "
            "two real arguments."
        )
    return a
