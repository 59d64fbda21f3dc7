"""The derivative of a function of numbers, in either mode: what a derivative *is*, in three lines.

Put a variable in the place of the argument, call the function, and take the derivative out of what
comes back: in reverse mode by walking back from it, in forward mode it has it already. Why a
derivative of a derivative is right as well is explained in `adlearn.nesting`.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

from adlearn.errors import IndependentOutputWarning, NotANumber, describe
from adlearn.floats.names import known
from adlearn.nesting import LEVELS
from adlearn.scalars.accepted import accept
from adlearn.scalars.node import AutogradValue, ForwardValue
from adlearn.scalars.reverse import backward

ONE_NUMBER = (
    "a derivative needs one number. Return a single value, for example the sum of what you have, or"
    " differentiate one component at a time."
)


def grad(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the derivative of `f` in reverse mode.

    Parameters
    ----------
    f : callable
        Takes numbers and returns one number.
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        Takes what `f` takes and returns df/d(argument): a float, or a node if it was called inside
        another derivative or on a node. It can be differentiated again.

    Raises
    ------
    NotANumber
        When called: if the argument is an array, or the output is not one number.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    See Also
    --------
    adlearn.nesting : why `grad(grad(f))` is right.

    Examples
    --------
    >>> grad(lambda x: x * x)(5.0)
    10.0
    >>> grad(grad(lambda x: x ** 3))(2.0)
    12.0
    """

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        variable, output = call_with_variable(f, argnum, args, kwargs, AutogradValue)
        if output is not None:
            backward(output)
        if variable._gradient is None:
            return warn_independent(f, argnum)
        return known(variable._gradient)

    return derivative_of_f


def derivative(f: Callable[..., Any], argnum: int = 0) -> Callable[..., Any]:
    """Make the function that computes the derivative of `f` in forward mode.

    Parameters
    ----------
    f : callable
        Takes numbers and returns one number.
    argnum : int, optional
        The positional argument to differentiate by.

    Returns
    -------
    callable
        As for `grad`; the two may be nested in any way.

    Raises
    ------
    NotANumber
        When called: if the argument is an array, or the output is not one number.

    Warns
    -----
    IndependentOutputWarning
        When called: if the output does not depend on the argument.

    Examples
    --------
    >>> derivative(lambda x: x * x)(5.0)
    10.0
    >>> derivative(derivative(lambda x: x ** 3))(2.0)
    12.0
    """

    @functools.wraps(f)
    def derivative_of_f(*args: Any, **kwargs: Any) -> Any:
        variable, output = call_with_variable(f, argnum, args, kwargs, ForwardValue)
        tangents = {} if output is None else output.forward_grads
        if variable not in tangents:
            return warn_independent(f, argnum)
        return known(tangents[variable] * 1.0)

    return derivative_of_f


def call_with_variable(
    f: Callable[..., Any],
    argnum: int,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    kind: type[AutogradValue],
) -> tuple[AutogradValue, AutogradValue | None]:
    """Call `f` with one argument replaced by a variable of a level of its own.

    Parameters
    ----------
    f : callable
        The function that is differentiated.
    argnum : int
        Which positional argument becomes the variable.
    args, kwargs
        What `f` is called with.
    kind : type
        `AutogradValue` or `ForwardValue`.

    Returns
    -------
    variable : AutogradValue
    output : AutogradValue or None
        The output, if it is a node of the variable's level; None if it does not depend on the
        variable.

    Raises
    ------
    NotANumber
        If the argument or the output is not one real number.
    """
    name = getattr(f, "__name__", "the function")
    try:
        argument = args[argnum]
    except IndexError:
        raise NotANumber(
            f"{name} was called with {len(args)} positional argument(s); the derivative by "
            f"argument number {argnum} needs that argument to be passed by position."
        ) from None
    level = next(LEVELS)
    variable = kind._variable(accept(argument, f"the derivative of {name}"), level)
    place = argnum % len(args)
    output = f(*args[:place], variable, *args[place + 1 :], **kwargs)
    output = number_from(f, output, level, ONE_NUMBER)
    depends = isinstance(output, AutogradValue) and output._level == level
    return variable, output if depends else None


def number_from(f: Callable[..., Any], output: Any, level: int, remedy: str) -> Any:
    """Check that an output is a number; an inner call's variable, kept past its end, is its value
    out here."""
    name = getattr(f, "__name__", "the function")
    try:
        output = accept(output, name)
    except NotANumber as error:
        raise NotANumber(f"{name} returned {describe(output)}; {remedy}") from error
    while isinstance(output, AutogradValue) and output._level > level:
        output = output.value
    return output


def warn_independent(f: Callable[..., Any], argnum: int) -> float:
    """Say that an output does not depend on the input, and answer the derivative: 0."""
    warnings.warn(
        f"the output of {getattr(f, '__name__', 'the function')} does not depend on argument "
        f"{argnum}, so the derivative is 0. If it should depend on it, look for a number taken "
        "out of the graph (.value, float(), math.* or numpy.float64).",
        IndependentOutputWarning,
        stacklevel=3,
    )
    return 0.0
