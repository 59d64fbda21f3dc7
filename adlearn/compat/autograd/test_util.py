"""Comparison of derivatives with finite differences."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.checking.gradients import compare_at
from adlearn.compat.autograd.vector_spaces import vspace
from adlearn.compat.autograd.wrap_util import get_name, unary_to_nary
from adlearn.errors import WrongGradient

TOL = RTOL = 1e-6


def scalar_close(a: Any, b: Any) -> bool:
    """Say whether two numbers are the same up to 1e-6, of 1 or of their size.

    Examples
    --------
    >>> scalar_close(1.0, 1.0 + 1e-7), scalar_close(1.0, 1.1)
    (True, False)
    """
    return bool(abs(a - b) < TOL or abs(a - b) < RTOL * abs(a + b))


def check_equivalent(x: Any, y: Any) -> None:
    """Refuse two values of different form, or of different numbers."""
    space, other = vspace(x), vspace(y)
    assert space == other, f"the values live in different spaces:\n{space}\n{other}"
    direction = space.randn()
    weights = space.inner_prod(x, direction), space.inner_prod(y, direction)
    assert scalar_close(*weights), f"the values differ:\n{x}\n{y}"


def check_vjp(f: Callable[[Any], Any], x: Any) -> None:
    """Compare reverse mode with finite differences at a point."""
    check_grads(f, modes=["rev"], order=1)(x)


def check_jvp(f: Callable[[Any], Any], x: Any) -> None:
    """Compare forward mode with finite differences at a point."""
    check_grads(f, modes=["fwd"], order=1)(x)


@unary_to_nary
def check_grads(
    f: Callable[[Any], Any], x: Any, modes: Sequence[str] = ("fwd", "rev"), order: int = 2
) -> None:
    """Compare the derivatives of a function with finite differences.

    `check_grads(f, argnum=0, modes=["fwd", "rev"], order=2)` makes the function that does so where
    it is called: see `adlearn.check_grads`, which does the work.

    Raises
    ------
    WrongGradient
        When called: at the first derivative that differs.

    Examples
    --------
    >>> check_grads(np.power, argnum=(0, 1))(2.0, 3.0)
    """
    seed = np.random.randint(2**31)
    for entry in compare_at(f, (x,), get_name(f), modes, order, seed, directions=1):
        if entry.verdict == "failed":
            name, mode = entry.function.replace(" of ", "_"), {"fwd": "JVP", "rev": "VJP"}
            raise WrongGradient(f"Derivative ({mode[entry.mode]}) check of {name} failed: {entry}")


def combo_check(
    fun: Callable[..., Any], *settings: Any, **more_settings: Any
) -> Callable[..., None]:
    """Make a function that checks `fun` for every combination of arguments.

    Parameters
    ----------
    fun : callable
    *settings, **more_settings
        For `check_grads`.

    Returns
    -------
    callable
        Takes a list of choices in place of each argument; keyword arguments are passed on to `fun`.
    """
    check = check_grads(fun, *settings, **more_settings)

    def check_all(*choices: Sequence[Any], **named: Sequence[Any]) -> None:
        for args in itertools.product(*choices):
            for values in itertools.product(*named.values()):
                check(*args, **dict(zip(named, values, strict=True)))

    return check_all


__all__ = [
    "check_equivalent",
    "check_grads",
    "check_jvp",
    "check_vjp",
    "combo_check",
    "scalar_close",
]
