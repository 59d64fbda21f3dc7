"""Compares the gradients of an operation, or of a program, with finite differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError, WrongGradient, describe

STEP = 1e-5
#: So many roundings a gradient of low precision may be off.
ROUNDINGS = 1e4


def gradient_check(
    f: Callable[..., Any], *args: Any, tol: float = 1e-6, backward: bool = False, **kwargs: Any
) -> list[np.ndarray]:
    """Compare the gradients of `f` by its arguments with central differences, entry by entry.

    The output is multiplied by random weights and added up, so that a gradient that forgets what
    comes in is found, and each entry of each argument is moved to and fro.

    Parameters
    ----------
    f : callable
        Takes tensors and gives a tensor.
    *args : Tensor
        Ours, or those of any engine with needle's names.
    tol : float, optional
        How far off an entry may be, relative to its size and to 1. Gradients in single precision
        may be off by about 0.001 at least.
    backward : bool, optional
        Ask the whole engine: `backward`, and then `grad` of each argument. By default only the
        operation that gave the output is asked, which must be of the arguments themselves.
    **kwargs
        Handed on to `f` as they are.

    Returns
    -------
    list of ndarray
        The gradients of the weighted sum, one for each argument.

    Raises
    ------
    WrongGradient
        An `AssertionError`, if a gradient has another shape than its argument, or an entry is off.
        At a kink every slope from that of the one side to that of the other is right.
    AdlearnError
        If an argument is no tensor, or one operation is asked for and `f` is several.

    Examples
    --------
    >>> from adlearn.compat import needle as ndl
    >>> a, b = ndl.Tensor([[1.0, 2.0]]), ndl.Tensor([[3.0], [4.0]])
    >>> [gradient.shape for gradient in gradient_check(ndl.matmul, a, b)]
    [(1, 2), (2, 1)]
    >>> wrong = lambda a: ndl.exp(ndl.Tensor(a.numpy(), requires_grad=False)) * a
    >>> gradient_check(wrong, a, backward=True)
    Traceback (most recent call last):
    adlearn.errors.WrongGradient: ...
    """
    for number, arg in enumerate(args, 1):
        if not hasattr(arg, "realize_cached_data"):
            raise AdlearnError(
                f"gradient_check differentiates by each argument, and argument {number} is "
                f"{describe(arg)}. Pass a Tensor, or pass it by its name: those are left as they "
                "are."
            )
    output = f(*args, **kwargs)
    weights = np.random.default_rng(0).standard_normal(output.shape)
    find = by_walk if backward else by_operation
    computed = find(output, type(output)(weights.astype(output.dtype)), args)
    for number, (arg, gradient) in enumerate(zip(args, computed, strict=True), 1):
        if gradient.shape != arg.shape:
            raise WrongGradient(
                f"the gradient by argument {number} should have its shape {arg.shape}; it has "
                f"{gradient.shape}."
            )
    for number, gradient in enumerate(computed, 1):
        differences = by_differences(f, args, kwargs, number - 1, weights)
        compare(number, gradient, differences, tol)
    return computed


def by_operation(output: Any, out_grad: Any, args: Sequence[Any]) -> list[np.ndarray]:
    """Ask the operation that gave the output for the gradient by each argument."""
    inputs = output.inputs
    strange = [x for x in inputs if x.op is not None and not any(x is arg for arg in args)]
    unused = [arg for arg in args if not any(arg is x for x in inputs)]
    if output.op is None or strange or unused:
        raise AdlearnError(
            "gradient_check asks the one operation that gave the output, and here that is not one "
            "of all the arguments. Write gradient_check(..., backward=True) to ask the whole "
            "engine."
        )
    name = type(output.op).__name__
    sent = output.op.gradient_as_tuple(out_grad, output)
    if len(sent) != len(inputs):
        raise WrongGradient(
            f"{name}.gradient gave {len(sent)} gradient(s) for {len(inputs)} input(s): return one "
            "for each, in order."
        )
    for gradient in sent:
        if not hasattr(gradient, "realize_cached_data"):
            raise WrongGradient(
                f"{name}.gradient gave {describe(gradient)} where a Tensor is needed: compute it "
                "with operations on tensors, so that it can be differentiated again."
            )
    return [added(x for x, source in zip(sent, inputs, strict=True) if source is a) for a in args]


def by_walk(output: Any, out_grad: Any, args: Sequence[Any]) -> list[np.ndarray]:
    """Walk back from the output, and read what arrived at each argument."""
    for arg in args:
        arg.grad = None
    output.backward(out_grad)
    for number, arg in enumerate(args, 1):
        if arg.grad is None:
            raise WrongGradient(
                f"argument {number} has no gradient after backward(): its grad is None. Either the "
                "walk does not come there, or f does not use it."
            )
    return [added([arg.grad]) for arg in args]


def added(gradients: Any) -> np.ndarray:
    """Add what was sent to one argument; of another shape is only what is wrong."""
    total, *others = [np.asarray(gradient.realize_cached_data()) for gradient in gradients]
    for other in others:
        if other.shape != total.shape:
            return other
        total = total + other
    return total


@dataclass(frozen=True, slots=True)
class Differences:
    """The slopes of a number by each entry of an array.

    Attributes
    ----------
    after, before : ndarray
        To the one side and to the other; they differ at a kink.
    noise : float
        What rounding may make of them.
    """

    after: np.ndarray
    before: np.ndarray
    noise: float


def by_differences(
    f: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    which: int,
    weights: np.ndarray,
) -> Differences:
    """Move each entry of one argument to and fro, all in double precision."""
    # A tensor that is passed twice is moved in both places, as its gradient is by both.
    arrays = {id(arg): np.array(arg.realize_cached_data(), dtype=float) for arg in args}
    make = {id(arg): type(arg) for arg in args}

    def terms() -> np.ndarray:
        tensors = {key: make[key](array) for key, array in arrays.items()}
        output = f(*(tensors[id(arg)] for arg in args), **kwargs)
        return weights * np.asarray(output.realize_cached_data(), dtype=float)

    moved = arrays[id(args[which])]
    here = terms()
    after, before = np.empty(moved.shape), np.empty(moved.shape)
    for index in np.ndindex(moved.shape):
        kept = float(moved[index])
        step = STEP * max(1.0, abs(kept))
        moved[index] = kept + step
        after[index] = (terms() - here).sum() / step
        moved[index] = kept - step
        before[index] = (here - terms()).sum() / step
        moved[index] = kept
    return Differences(after, before, 1e-15 * float(np.abs(here).sum()) / STEP)


def compare(number: int, gradient: np.ndarray, differences: Differences, tol: float) -> None:
    """Compare a gradient with differences, and say where it is off first."""
    after, before = differences.after, differences.before
    central = (after + before) / 2
    scale = np.maximum(1.0, np.maximum(np.abs(central), np.abs(gradient)))
    if gradient.dtype.kind == "f":
        tol = max(tol, ROUNDINGS * float(np.finfo(gradient.dtype).eps))
    allowed = tol * scale + differences.noise
    right = np.abs(gradient - central) <= allowed
    kink = np.abs(after - before) > np.sqrt(tol) * scale
    low, high = np.minimum(after, before) - allowed, np.maximum(after, before) + allowed
    right |= kink & (low <= gradient) & (gradient <= high)
    wrong = np.argwhere(~right)
    if len(wrong):
        index = tuple(wrong[0].tolist())
        where = f" at [{', '.join(map(str, index))}]" if index else ""
        raise WrongGradient(
            f"the gradient by argument {number}{where} should be {central[index]:.6g}, by central "
            f"differences; it is {gradient[index]:.6g}. Of {gradient.size} entries {len(wrong)} "
            f"{'is' if len(wrong) == 1 else 'are'} wrong. What comes in, out_grad, is random."
        )
