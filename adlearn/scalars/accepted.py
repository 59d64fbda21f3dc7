"""What counts as one real number, and the sentences said about what does not."""

from __future__ import annotations

import numbers
import re
import sys
from typing import Any

from adlearn.errors import DivisionByZero, DomainError, NotANumber, TooLarge
from adlearn.scalars.number_like import NumberLike


def is_of_numpy(thing: Any) -> bool:
    """Say whether something is an array or a scalar of NumPy. Where nobody has imported NumPy,
    nothing is; so numbers need no NumPy."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(thing, (numpy.ndarray, numpy.generic))


def is_array(thing: Any) -> bool:
    """Say whether something is an array of more than one number, or of none."""
    return is_of_numpy(thing) and thing.shape != ()


def is_traced_array(thing: Any) -> bool:
    """Say whether something is an array that is being differentiated."""
    return type(thing).__module__.startswith("adlearn.tensors.")


def accept_number(argument: Any, where: str) -> float | int:
    """Turn a Python or NumPy number into an int or a float.

    Parameters
    ----------
    argument : object
        An int, float, bool, Fraction, NumPy scalar or array of shape ().
    where : str
        Who asks, for the error.

    Returns
    -------
    int or float

    Raises
    ------
    NotANumber
        For anything else.

    Examples
    --------
    >>> import numpy as np
    >>> accept_number(np.float32(0.5), "sin")
    0.5
    """
    kind = argument.__class__
    if kind is float or kind is int:
        return argument
    if is_of_numpy(argument) and argument.shape == ():
        argument = argument.item()
    if isinstance(argument, int):
        return int(argument)
    if isinstance(argument, numbers.Real):
        return float(argument)
    raise refuse(argument, where)


def refuse(argument: object, where: str) -> NotANumber:
    """Make the error for something that is not one real number, with the remedy."""
    kind = type(argument).__name__
    remedy = "Pass an int, a float or an AutogradValue."
    if is_array(argument) or isinstance(argument, list | tuple):
        what = f"an array of shape {argument.shape}" if is_array(argument) else f"a {kind}"  # type: ignore[attr-defined]
        remedy = (
            "A node holds one number: wrap_array(...) makes an array of nodes, on which NumPy "
            "works; compute one output, call its backward(), and read unwrap_gradient(...)."
        )
    elif is_traced_array(argument):
        what, remedy = (
            "an array that is being differentiated",
            "The two kinds of node do not mix: make both tensors (adlearn.tensor), or call the "
            "derivative with an AutogradValue.",
        )
    elif argument is None:
        what, remedy = "None", "Check that the function that gave it has a return statement."
    elif isinstance(argument, str):
        what, remedy = f"the text {argument[:40]!r}", "Convert it first, with float(...)."
    elif isinstance(argument, numbers.Complex):
        what, remedy = "a complex number", "Nodes are real: take .real, .imag or abs(...) first."
    elif hasattr(argument, "value") and hasattr(argument, "parents"):
        what, remedy = (
            f"a {kind} of another engine",
            "Do not mix nodes of two engines in one computation.",
        )
    else:
        what = f"a {kind}"
    return NotANumber(f"{where} needs one real number, not {what}. {remedy}")


def refusal(operation: Any, error: Exception | None, *values: float) -> DomainError:
    """Make the error for numbers an operation cannot take, saying which numbers, why, and what to
    do.

    Parameters
    ----------
    operation : type
        The operation class.
    error : Exception or None
        What Python said.
    *values : float
        The operands.

    Returns
    -------
    DomainError
        Which is also the error Python would have raised.
    """
    rule = operation.primitive
    letters = {
        letter: f"({value!r})" if value < 0 else repr(value)
        for letter, value in zip("xy", values, strict=False)
    }
    asked = rule.name + f"({', '.join(map(repr, values))})"
    if (
        isinstance(rule.value, str) and "(" not in rule.value
    ):  # an operator: 1.0 / 0.0 reads better than div(1.0, 0.0)
        asked = re.sub(r"\b[xy]\b", lambda letter: letters[letter[0]], rule.value)
    if isinstance(error, OverflowError):
        return TooLarge(
            f"{asked} is too large for a float. Keep the numbers smaller: rescale the inputs, or "
            "subtract the largest exponent before taking exp."
        )
    takes = (
        f"{rule.name} takes {rule.domain}"
        if rule.domain
        else f"{rule.name} has no value there ({error})"
    )
    message = (
        f"{asked} is not defined: {takes}. Look at what was computed just before, or keep the "
        "argument in that range."
    )
    return DivisionByZero(message) if isinstance(error, ZeroDivisionError) else DomainError(message)


def is_number(thing: Any) -> bool:
    """Say whether a parent is one by which there can be a derivative, or a plain number."""
    return isinstance(thing, NumberLike | int | float) or is_of_numpy(thing)


def accept(argument: Any, where: str) -> Any:
    """Turn what a caller passed into a node, an int or a float, or refuse it with the remedy."""
    if isinstance(argument, NumberLike):
        return argument
    if is_of_numpy(argument) and argument.shape == () and argument.dtype == object:
        return accept(argument.item(), where)
    return accept_number(argument, where)
