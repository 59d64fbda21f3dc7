"""Compares derivatives with finite differences, entry by entry, and says how far each comparison
can be trusted."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.checking.differences import numerical_derivative
from adlearn.derivatives.containers import flatten, leaves_of
from adlearn.derivatives.trace import numbers_from
from adlearn.derivatives.transforms import jvp, vjp
from adlearn.errors import IndependentOutputWarning, WrongGradient
from adlearn.tensors.primitive import is_traced, value_of

RELATIVE = 1e-6
#: Finite differences that are this close need no smaller steps.
ENOUGH = 1e-9
#: The first and largest step along a direction: small, so that few kinks are stepped over.
STEP = 2e-3
#: The same for a second look, where kinks are close to each other, as in a sort.
NEARER = 1e-5


@dataclass(frozen=True, slots=True)
class Entry:
    """One derivative, by rule and by finite differences.

    Attributes
    ----------
    function : str
        Of which function: "f", or for order 2 "vjp of f" and "jvp of f".
    mode : str
        "fwd" or "rev".
    at : str
        The point.
    by_rule, by_difference, error : float
        `error` is how far off the finite difference may be.
    verdict : str
        "passed", "failed", or "inconclusive": near a kink finite differences say nothing.
    """

    function: str
    mode: str
    at: str
    by_rule: float
    by_difference: float
    error: float
    verdict: str

    def __str__(self) -> str:
        return (
            f"{self.function} ({self.mode}) at {self.at}: by rule {self.by_rule:.10g}, by finite "
            f"differences {self.by_difference:.10g} +- {self.error:.1g}: {self.verdict}"
        )


def judge(by_rule: float, by_difference: float, error: float) -> str:
    """Compare a derivative with an estimate and the error of the estimate."""
    apart = abs(by_rule - by_difference)
    scale = max(abs(by_rule), abs(by_difference), 1e-3)
    if apart <= RELATIVE * scale + min(2.0 * error, 1e-4 * scale):
        return "passed"
    # Near a kink the estimate says of itself that it may be far off. A rule that gives nan where
    # the function has a slope is wrong.
    sure = np.isfinite(by_difference) and np.isfinite(error)
    return "failed" if sure and not apart <= 3.0 * error else "inconclusive"


def check_grads(
    f: Callable[..., Any], modes: Sequence[str] = ("fwd", "rev"), order: int = 2, seed: int = 0
) -> Callable[..., list[Entry]]:
    """Make a function that checks the derivatives of `f` at a point.

    Parameters
    ----------
    f : callable
        Takes and returns arrays, numbers or containers of real or complex numbers.
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
    ValueError
        If a mode has another name, or the order is less than 1.
    WrongGradient
        When called: if a comparison fails. The message has the point, both numbers and the error
        estimate of each that failed.

    Notes
    -----
    Each argument is moved in random directions v, the output weighed with a random u: `<u, J v>`
    is one number, which forward mode, reverse mode and a finite difference along v give. Of complex
    numbers the real and the imaginary parts are moved and weighed, each by itself.

    The derivative of order 2 is that of `J v` by the point and by v, and that of `J' u` by the
    point and by u, each in all the modes: a rule is a program, and all that goes into it counts.

    Examples
    --------
    >>> entries = check_grads(np.sin)(np.array([0.5, 1.0]))
    >>> {entry.verdict for entry in entries}
    {'passed'}
    >>> entries[0].at
    '[0.5 1. ]'
    """
    if order < 1 or not set(modes) <= {"fwd", "rev"}:
        raise ValueError(
            f"check_grads(modes={modes!r}, order={order}): modes are 'fwd' and 'rev', and the order"
            " is 1 or more."
        )

    def check(*args: Any) -> list[Entry]:
        entries = compare_at(f, args, "f", modes, order, seed)
        failed = [str(entry) for entry in entries if entry.verdict == "failed"]
        if failed:
            raise WrongGradient("derivatives differ from finite differences:\n" + "\n".join(failed))
        return entries

    return check


def compare_at(
    f: Callable[..., Any],
    args: tuple[Any, ...],
    name: str,
    modes: Sequence[str],
    order: int,
    seed: int = 0,
    directions: int = 2,
) -> list[Entry]:
    """Compare the derivatives of `f` at a point, first in some directions; the name is how it is
    called in the entries."""
    point, from_vector = real_vector(args)

    def on_vector(x: Any) -> Any:
        output = f(*from_vector(x))
        numbers_from(f, output)
        return real_vector(output)[0]

    at = ", ".join(map(short, args))
    random = np.random.default_rng(seed)
    with warnings.catch_warnings():  # of a constant the differences say so, too
        warnings.simplefilter("ignore", IndependentOutputWarning)
        return compare(on_vector, point, tuple(modes), order, random, name, at, directions)


def short(argument: Any) -> str:
    """Write an argument in one line."""
    text = " ".join(str(argument).split())
    return text if len(text) <= 60 else text[:57] + "..."


def real_vector(tree: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Make one vector of all numbers in a container, real and imaginary parts by themselves.

    Examples
    --------
    >>> vector, from_vector = real_vector([1 + 2j, 3.0])
    >>> vector
    array([1., 2., 3.])
    >>> from_vector(vector)
    [np.complex128(1+2j), np.float64(3.0)]
    """
    leaves, rebuild = leaves_of(tree)
    is_complex = [np.iscomplexobj(value_of(leaf)) for leaf in leaves]
    parts = [
        part
        for leaf, both in zip(leaves, is_complex, strict=True)
        for part in ((np.real(leaf), np.imag(leaf)) if both else (leaf,))
    ]
    vector, unflatten = flatten(parts)

    def from_vector(x: Any) -> Any:
        new = iter(unflatten(x))
        return rebuild([next(new) + 1j * next(new) if both else next(new) for both in is_complex])

    return vector if is_traced(vector) else np.asarray(vector, float), from_vector


def compare(
    f: Callable[[Any], Any],
    point: Any,
    modes: tuple[str, ...],
    order: int,
    random: np.random.Generator,
    name: str,
    at: str,
    directions: int = 1,
) -> list[Entry]:
    """Compare the derivatives of a function of a vector, then those of its derivatives."""
    output = value_of(f(point))
    entries = []
    for _ in range(directions):
        v, u = random.standard_normal(point.shape), random.standard_normal(output.shape)

        def along(t: float, u: Any = u, v: Any = v) -> float:
            return float(u @ value_of(f(point + t * v)))

        estimate, error = numerical_derivative(along, 0.0, STEP, ENOUGH)
        for mode in modes:
            if mode == "fwd":
                by_rule = float(u @ jvp(f, (point,), (v,))[1])
            else:
                by_rule = float(vjp(f, point)[1](u)[0] @ v)
            verdict = judge(by_rule, estimate, error)
            if verdict != "passed":  # many kinks within a step look like a slope: ask nearer by
                nearer = numerical_derivative(along, 0.0, NEARER)
                if judge(by_rule, *nearer) == "passed":
                    (estimate, error), verdict = nearer, "passed"
            entries.append(Entry(name, mode, at, by_rule, estimate, error, verdict))
    if order > 1:
        derivatives = {
            "fwd": (lambda x, v: jvp(f, (x,), (v,))[1], point.size),
            "rev": (lambda x, u: vjp(f, x)[1](u)[0], output.size),
        }
        for mode in modes:
            derivative, size = derivatives[mode]
            entries += compare(
                lambda both, derivative=derivative: derivative(  # type: ignore[misc]
                    both[: point.size], both[point.size :]
                ),
                np.concatenate([point, random.standard_normal(size)]),
                modes,
                order - 1,
                random,
                f"{'jvp' if mode == 'fwd' else 'vjp'} of {name}",
                at,
            )
    return entries
