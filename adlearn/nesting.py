"""Levels: how a derivative inside a derivative knows which variable is its own.

The trouble has a name, *perturbation confusion*, and the smallest example is

    derivative(lambda x: x * derivative(lambda y: x + y)(1.0))(1.0)        # the right answer is 1

The inner derivative asks how `x + y` changes with `y` alone: 1. An engine that merely asks "does
this value carry a derivative?" finds that `x` carries one too, adds it in, gets 2, and the outer
answer is wrong.

The cure is a number. Every call of `grad(f)` or `derivative(f)` draws a new, higher level and puts
it on its variable:

    outer call      x  is a node of level 1, value 1.0
    inner call      y  is a node of level 2, value 1.0
    x + y           level 2, the higher of the two. At level 2, x is a constant: no partial is
    stored for it.
                    Its *value* is x + 1.0, computed by the same rules one level down: a node of
                    level 1.
    inner answer    walks nodes of level 2 only: 1.0
    x * 1.0         level 1; the outer derivative by x is 1.0

So an operation belongs to the highest level among its arguments, arguments of a lower level are
constants in it, and its value and its partials may themselves be nodes of a lower level. That is
all of nesting: any depth, either mode, closures over outer variables. Nodes which a user makes by
hand have level 0.

Levels come from one counter that only counts up. There is nothing to restore afterwards: an
exception inside a differentiated function leaves nothing behind, and threads cannot disturb each
other.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from adlearn.errors import IndependentOutputWarning, NotANumber

if TYPE_CHECKING:
    from adlearn.scalars.node import AutogradValue

#: `next()` on a counter is one step of the interpreter, so two threads never draw the same level.
LEVELS = itertools.count(1)


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
    from adlearn.scalars.node import (  # tensors have levels too, and need no scalars
        AutogradValue,
        accept,
    )

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
    try:
        output = accept(output, name)
    except NotANumber as error:
        raise NotANumber(
            f"{name} returned {describe(output)}; a derivative needs one number. Return a single "
            "value, for example the sum of what you have, or differentiate one component at a time."
        ) from error
    while isinstance(output, AutogradValue) and output._level > level:
        output = output.value  # an inner call's variable, kept past its end, is its value out here
    depends = isinstance(output, AutogradValue) and output._level == level
    return variable, output if depends else None


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


def describe(thing: object) -> str:
    """What a thing is, in a few words."""
    shape = getattr(thing, "shape", None)
    if thing is None:
        return "None"
    return f"{type(thing).__name__} of shape {shape}" if shape is not None else type(thing).__name__
