"""Compares derivatives with finite differences, entry by entry, and says how far each comparison
can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.checking.differences import numerical_derivative
from adlearn.derivatives.containers import flatten
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import WrongGradient
from adlearn.tensors.primitive import value_of

RELATIVE = 1e-6
#: The first and largest step along a direction: small, so that few kinks are stepped over.
STEP = 2e-3


@dataclass(frozen=True, slots=True)
class Entry:
    """One derivative, by rule and by finite differences.

    Attributes
    ----------
    what : str
        Mode and order, and which direction.
    by_rule, by_difference, error : float
        `error` is how far off the finite difference may be.
    verdict : str
        "passed", "failed", or "inconclusive": near a kink finite differences say nothing.
    """

    what: str
    by_rule: float
    by_difference: float
    error: float
    verdict: str

    def __str__(self) -> str:
        return (
            f"{self.what}: by rule {self.by_rule:.10g}, by finite differences "
            f"{self.by_difference:.10g} +- {self.error:.1g}: {self.verdict}"
        )


def judge(by_rule: float, by_difference: float, error: float) -> str:
    """Compare a derivative with an estimate and the error of the estimate."""
    apart = abs(by_rule - by_difference)
    scale = max(abs(by_rule), abs(by_difference), 1e-3)
    if apart <= RELATIVE * scale + min(2.0 * error, 1e-4 * scale):
        return "passed"
    # Near a kink the estimate says of itself that it may be far off.
    return "failed" if np.isfinite(by_difference) and apart > 3.0 * error else "inconclusive"


def check_grads(
    f: Callable[..., Any], modes: Sequence[str] = ("fwd", "rev"), order: int = 2, seed: int = 0
) -> Callable[..., list[Entry]]:
    """Make a function that checks the derivatives of `f` at a point.

    Parameters
    ----------
    f : callable
        Takes and returns arrays, numbers or containers of real numbers.
    modes : sequence of str, optional
        "fwd" for forward mode, "rev" for reverse mode.
    order : int, optional
        Up to which order; derivatives of order 2 are those of the derivative, and so on.
    seed : int, optional
        Of the random directions.

    Returns
    -------
    callable
        Takes the arguments of `f`. Returns the list of all comparisons.

    Raises
    ------
    WrongGradient
        When called: if a comparison fails. The message has both numbers and the error estimate of
        each that failed.

    Notes
    -----
    Each argument is moved in random directions v, the output weighed with a random u: `<u, J v>`
    is one number, which forward mode, reverse mode and a finite difference along v give.

    Examples
    --------
    >>> entries = check_grads(np.sin)(np.array([0.5, 1.0]))
    >>> {entry.verdict for entry in entries}
    {'passed'}
    """

    def check(*args: Any) -> list[Entry]:
        entries = compare(f, args, tuple(modes), order, np.random.default_rng(seed), "f")
        failed = [str(entry) for entry in entries if entry.verdict == "failed"]
        if failed:
            raise WrongGradient("derivatives differ from finite differences:\n" + "\n".join(failed))
        return entries

    return check


def compare(
    f: Callable[..., Any],
    args: tuple[Any, ...],
    modes: tuple[str, ...],
    order: int,
    random: np.random.Generator,
    name: str,
) -> list[Entry]:
    """Compare the derivatives of `f`, then those of its derivatives."""
    point, unflatten = flatten(args)

    def on_vector(x: Any) -> Any:
        return flatten(f(*unflatten(x)))[0]

    point = np.asarray(point, float)
    output = value_of(on_vector(point))
    entries = []
    for _ in range(2):
        v, u = random.standard_normal(point.shape), random.standard_normal(output.shape)
        estimate, error = numerical_derivative(
            lambda t, u=u, v=v: float(u @ np.real(value_of(on_vector(point + t * v)))),  # type: ignore[misc]
            0.0,
            STEP,
        )
        for mode in modes:
            if mode == "fwd":
                by_rule = float(u @ jvp(on_vector, (point,), (v,))[1])
            else:
                by_rule = float(vjp(on_vector, point)[1](u)[0] @ v)
            verdict = judge(by_rule, estimate, error)
            entries.append(Entry(f"{name} ({mode})", by_rule, estimate, error, verdict))
    if order > 1:
        u, v = random.standard_normal(output.shape), random.standard_normal(point.shape)
        derivatives = {
            "fwd": lambda x: jvp(on_vector, (x,), (v,))[1],
            "rev": lambda x: vjp(on_vector, x)[1](u)[0],
        }
        for mode in modes:
            entries += compare(
                derivatives[mode],
                (point,),
                modes,
                order - 1,
                random,
                f"derivative of {name} ({mode})",
            )
    return entries
