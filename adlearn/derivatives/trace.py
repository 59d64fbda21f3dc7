"""One call of a function with variables in place of some of its arguments, and the walk back from
what it returned. `adlearn.derivatives.transforms` asks the questions.
"""

from __future__ import annotations

import contextlib
import operator
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.errors import (
    AdlearnError,
    IndependentOutputWarning,
    IntegerInputWarning,
    LostDerivative,
    NotANumber,
    NotScalar,
    describe,
    said_again,
)
from adlearn.nesting import LEVELS
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.foreign import refuse_kind
from adlearn.tensors.node import Tensor, as_numbers, variable
from adlearn.tensors.primitive import Symbolic, Traced, array_of, value_of
from adlearn.tensors.recording import PAUSED, pauses
from adlearn.tensors.reverse import ONE, Walk
from adlearn.user_line import levels_up

Argnum = int | Sequence[int]

#: Not empty once somebody was told that whole numbers were converted.
told_of_integers: list[bool] = []


def name_of(f: Callable[..., Any]) -> str:
    """How a function is called in a message."""
    return getattr(f, "__name__", "the function")


def differentiable(value: Any, what: str, f: Callable[..., Any]) -> Any:
    """Check an input: floats and complex numbers stay, whole numbers become floats."""
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "fc":
        refuse_kind(type(value))
        return value
    if isinstance(value, float):
        return np.float64(value)
    if isinstance(value, Traced):
        paused = pauses[0] and value._level <= PAUSED.get()  # a constant in `no_grad`
        if isinstance(value, Symbolic):
            return value._as_floats()
        return value_of(value) if paused else value
    return converted(value, f"{what} {name_of(f)}")


def converted(value: Any, where: str) -> Any:
    """Turn whole numbers into floats, and say so once if they were an array."""
    array = as_numbers(value, where)
    if array.dtype.kind not in "fc":
        if isinstance(value, np.ndarray) and not told_of_integers:
            told_of_integers.append(True)
            warnings.warn(
                f"{where} was asked for at an array of {array.dtype}, which was "
                "converted to floats: a derivative is about small changes. Pass floats "
                "(np.array([1.0, 2.0]) or .astype(float)) to say so yourself. This is said once.",
                IntegerInputWarning,
                stacklevel=levels_up(),
            )
        array = array.astype(float)
    return array[()]


def like_input(g: Any, variable: Tensor, given: Any) -> Any:
    """Give a gradient the form of the input: a Python number for a Python number."""
    if g is None:
        g = np.zeros_like(value_of(variable))
    if isinstance(given, Symbolic):
        return given._in_form(g)
    if isinstance(g, Traced) or isinstance(given, (np.ndarray, np.generic)):
        return g
    if isinstance(given, (int, float)):
        return float(g)
    return complex(g) if isinstance(given, complex) else g


def warn_independent(f: Callable[..., Any]) -> None:
    """Say that an output does not depend on the input."""
    warnings.warn(
        f"the output of {name_of(f)} does not depend on the input it is differentiated by, so the "
        "derivative is 0. If it should depend on it, look for a value taken out of the graph "
        "(.numpy(), float(), math.*, a comparison).",
        IndependentOutputWarning,
        stacklevel=levels_up(),
    )


class Trace:
    """One call of a function with variables in place of some of its arguments.

    Attributes
    ----------
    level : int
        Of the variables, and of everything that is computed from them.
    given : list
    variables : tuple of Tensor
        The numbers and arrays in those arguments, and what stands in their place.
    rebuild : callable
        Puts as many values into the form of the argument, or of the tuple of arguments.
    output : object
        What the function returned.
    """

    __slots__ = ("f", "level", "given", "rebuild", "variables", "output")

    def __init__(
        self, f: Callable[..., Any], given: list[Any], rebuild: Any, call: Callable[[Any], Any]
    ) -> None:
        """Call with variables in place of what is given."""
        self.f, self.level, self.given, self.rebuild = f, next(LEVELS), given, rebuild
        variables = []
        for x in given:
            variables.append(variable(differentiable(x, "the gradient of", f), self.level))
        self.variables = tuple(variables)
        try:
            self.output = call(self.rebuild(variables))
        except ValueError as error:
            said_again(error)
            raise
        if self.output.__class__ is not Tensor or self.output._level > self.level:
            leaves, form = leaves_of(self.output)
            self.output = form([self.out_here(leaf) for leaf in leaves])

    def out_here(self, leaf: Any) -> Any:
        """A value of an inner derivative, kept past its end, is its value out here."""
        while isinstance(leaf, Traced) and leaf._level > self.level:
            if leaf.__class__ is Tensor:
                # Of reverse mode in a forward mode that is over: it has two histories.
                if isinstance(leaf.data, Traced) and leaf.data._level > self.level:
                    raise LostDerivative(
                        "a value was kept from inside of a derivative that is over, and one part of"
                        " its history with it. Let the inner function return it instead: "
                        "value_and_grad, grad_and_aux, vjp and jvp hand values on."
                    )
                return leaf
            leaf = leaf._value
        return leaf

    def walk(self, output: Any) -> Walk | None:
        """Find the way back from an output; None if it does not depend on the variables."""
        depends = isinstance(output, Tensor) and output._level >= self.level
        return Walk(output, self.variables, self.level) if depends else None

    def gradient(self, walk: Walk | None, cotangent: Any) -> Any:
        """Give the gradient, in the form of the argument; 0 and a warning if there is none."""
        found = [None] * len(self.variables) if walk is None else walk.pull(cotangent)
        if found and found[0] is None and all(g is None for g in found):
            warn_independent(self.f)
        return self.in_form(found)

    def in_form(self, found: list[Any]) -> Any:
        """Put the cotangents of the variables into the form of the argument."""
        for place, given in enumerate(self.given):
            found[place] = like_input(found[place], self.variables[place], given)
        return self.rebuild(found)


def outside(output: Any, walk: Any) -> Any:
    """Give an output without this derivative, but still with any outer one."""
    if walk is None or walk.outer:
        return output
    return output.value if isinstance(output, AutogradValue) else output._value


def one_for(f: Callable[..., Any], output: Any) -> Any:
    """Give the cotangent 1 in the shape of an output, which must be one real number."""
    plain = value_of(output)
    return ONE if plain.__class__ is np.float64 else ones_for(f, output, plain)


def ones_for(f: Callable[..., Any], output: Any, plain: Any) -> Any:
    """The same for an output that is no float of NumPy's."""
    if isinstance(plain, AutogradValue):
        return 1.0
    if isinstance(plain, (np.ndarray, np.generic, int, float, Symbolic)):
        plain = array_of(plain)
        if plain.size == 1 and plain.dtype.kind in "fiub":
            return np.ones(plain.shape) if plain.shape else ONE
    raise not_one_number(f, output)


def not_one_number(f: Callable[..., Any], output: Any) -> AdlearnError:
    """Say what a function returned instead of a number, and what to do."""
    plain = value_of(output)
    if isinstance(plain, (list, tuple, dict)) or plain is None:
        return NotANumber(
            f"{name_of(f)} returned {describe(output)}; grad needs one number. Return a "
            "single value, and the rest through grad_and_aux if you need it."
        )
    as_numbers(plain, f"the output of {name_of(f)}")
    if np.size(plain) != 1:
        return NotScalar(
            f"{name_of(f)} returned an array of shape {np.shape(plain)}, and grad is for functions "
            "with one output. Use jacobian for all derivatives, elementwise_grad if each output "
            "depends on its own input, or sum the output."
        )
    return NotScalar(
        f"{name_of(f)} returned a complex number, which has no gradient. Return "
        "a real one (np.real, np.abs), or use holomorphic_grad."
    )


def checked(f: Any, argnum: Any) -> Any:
    """Check what is to be differentiated, and by which argument or arguments."""
    if not callable(f):
        raise no_function(f)
    return argnum if isinstance(argnum, int) else several_places(argnum)


def no_function(f: Any) -> NotANumber:
    """Say that something is no function, and what to pass."""
    return NotANumber(
        f"a derivative is that of a function, and this is {describe(f)}. Pass the function "
        "itself, grad(f) and not grad(f(x)); the derivative is a function, too: grad(f)(x)."
    )


def require_function(f: Any, call: str, instead: str) -> None:
    """Check that what is called together with its arguments is a function.

    Examples
    --------
    >>> require_function(2.0, "vjp(f, x)", "vjp(f(x))")
    Traceback (most recent call last):
    ...
    adlearn.errors.NotANumber: vjp(f, x) takes a function and what to call it with, ...
    """
    if not callable(f):
        raise NotANumber(
            f"{call} takes a function and what to call it with, and the first is {describe(f)}. "
            f"Pass the function itself: {call}, and not {instead}."
        )


def several_places(argnum: Any) -> Any:
    """Read a number that is no int, or several; an array is what to differentiate at."""
    if np.ndim(argnum) == 0 or isinstance(argnum, (tuple, list, range)):
        with contextlib.suppress(TypeError):
            return operator.index(argnum)
        with contextlib.suppress(TypeError):
            return tuple(map(operator.index, argnum))
    given = describe(argnum) if hasattr(argnum, "shape") else repr(argnum)
    raise NotANumber(
        f"argnum says which positional argument to differentiate by: a whole number, or several as "
        f"a tuple, not {given}. The arguments come afterwards: grad(f)(x), not grad(f, x)."
    )


def checked_one(f: Any, argnum: Any) -> int:
    """The same for derivatives by one argument."""
    argnum = checked(f, argnum)
    if isinstance(argnum, tuple):
        raise NotANumber(
            f"this derivative is by one argument, not by those of {argnum!r}. Make one for each of "
            "them; only grad, value_and_grad and grad_and_aux take several."
        )
    return argnum


def places_of(f: Callable[..., Any], argnum: Argnum, args: Any) -> list[int]:
    """Find the positional arguments to differentiate by, each once."""
    numbers = (argnum,) if isinstance(argnum, int) else argnum
    for number in numbers:
        require_argument(f, number, args)
    places = [number % len(args) for number in numbers]
    if len(set(places)) < len(places):
        raise NotANumber(
            f"argnum {argnum!r} names an argument of {name_of(f)} twice. Name each once."
        )
    return places


def require_argument(f: Callable[..., Any], place: int, args: Any) -> None:
    """Refuse to differentiate by an argument that was not passed by position."""
    if not -len(args) <= place < len(args):
        raise not_by_position(f, place, args)


def not_by_position(f: Callable[..., Any], place: int, args: Any) -> NotANumber:
    """Say how an argument is to be passed."""
    return NotANumber(
        f"{name_of(f)} was called with {len(args)} positional argument(s); the derivative "
        f"by argument number {place} needs that argument to be passed by position."
    )


def numbers_from(f: Callable[..., Any], output: Any) -> tuple[list[Any], Any]:
    """Take the arrays and numbers out of what a function returned; refuse anything else."""
    leaves, form = leaves_of(output)
    if output is None:
        raise NotANumber(f"{name_of(f)} returned None. Check that it ends in a return statement.")
    for plain in map(value_of, leaves):
        if isinstance(plain, (np.ndarray, np.generic)) and plain.dtype.kind in "fciub":
            continue
        if not isinstance(plain, (float, AutogradValue)):
            as_numbers(plain, f"the output of {name_of(f)}")
    return leaves, form


def one_array(f: Callable[..., Any], output: Any) -> Any:
    """Refuse several outputs where the derivative is of one array."""
    if isinstance(output, (list, tuple, dict)) or output is None:
        raise NotANumber(
            f"{name_of(f)} returned {describe(output)}, and this derivative is of one array. "
            "Return one (np.stack or np.concatenate make one of several), or differentiate each "
            "output by itself."
        )
    return output


def wraps(f: Callable[..., Any], what: str) -> Callable[[Any], Any]:
    """Name a derivative after its function."""

    def decorate(function: Any) -> Any:
        function.__name__ = f"{what}_of_{name_of(f)}"
        function.__doc__ = f"{what} of {name_of(f)}.\n\n{getattr(f, '__doc__', None) or ''}"
        return function

    return decorate
