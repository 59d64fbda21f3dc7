"""One call of a function with variables in place of some of its arguments, and the walk back from
what it returned. `adlearn.derivatives.transforms` puts both into the form that each question asks
for.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import adlearn.tensors.operators  # noqa: F401  puts the operators on what is traced
from adlearn.derivatives.containers import leaves_of
from adlearn.errors import (
    IndependentOutputWarning,
    IntegerInputWarning,
    NotANumber,
    NotScalar,
    describe,
)
from adlearn.nesting import LEVELS
from adlearn.scalars.node import AutogradValue
from adlearn.tensors.node import Tensor, as_numbers, leaf, variable
from adlearn.tensors.primitive import Traced, value_of
from adlearn.tensors.reverse import pull_back

Argnum = int | Sequence[int]

#: Not empty once somebody was told that whole numbers were converted.
told_of_integers: list[bool] = []


def name_of(f: Callable[..., Any]) -> str:
    """How a function is called in a message."""
    return getattr(f, "__name__", "the function")


def differentiable(value: Any, where: str) -> Any:
    """Check an input: floats and complex numbers stay, whole numbers become floats."""
    if isinstance(value, Traced):
        return value
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "fc":
        return value
    if isinstance(value, (float, complex)):
        return np.float64(value) if isinstance(value, float) else np.complex128(value)
    array = as_numbers(value, where)
    if array.dtype.kind not in "fc":
        if isinstance(value, np.ndarray) and not told_of_integers:
            told_of_integers.append(True)
            warnings.warn(
                f"{where} was asked for at an array of {array.dtype}, which was converted to "
                "floats: a derivative is about small changes. Pass floats (np.array([1.0, 2.0]) or "
                ".astype(float)) to say so yourself. This is said once.",
                IntegerInputWarning,
                stacklevel=5,
            )
        array = array.astype(float)
    return array if array.shape else array[()]


def like_input(g: Any, given: Any) -> Any:
    """Give a gradient the form of the input: a Python number for a Python number."""
    if isinstance(g, Traced):
        return g
    if isinstance(given, (int, float)) and not isinstance(given, np.generic):
        return float(g)
    if isinstance(given, complex) and not isinstance(given, np.generic):
        return complex(g)
    return g


def warn_independent(f: Callable[..., Any]) -> None:
    """Say that an output does not depend on the input."""
    warnings.warn(
        f"the output of {name_of(f)} does not depend on the input it is differentiated by, so the "
        "derivative is 0. If it should depend on it, look for a value taken out of the graph "
        "(.numpy(), float(), math.*, a comparison).",
        IndependentOutputWarning,
        stacklevel=4,
    )


class Trace:
    """One call of a function with variables in place of some of its arguments."""

    __slots__ = ("f", "level", "aux", "single", "given", "rebuild", "variables", "output")

    def __init__(
        self, f: Callable[..., Any], argnum: Argnum, args: Any, kwargs: Any, aux: bool = False
    ) -> None:
        self.f, self.level, self.aux = f, next(LEVELS), None
        self.single = isinstance(argnum, int)
        x = args[0] if argnum == 0 and args else None
        if x.__class__ is Tensor or (x.__class__ is np.ndarray and x.dtype.kind == "f"):
            # The everyday cases, in a fifth of the time.
            self.given, self.rebuild = [x], list
            self.variables: tuple[Tensor, ...] = (variable(x, self.level),)
            self.output = f(self.variables[0], *args[1:], **kwargs)
        else:
            self.output = f(*self.arguments(argnum, args), **kwargs)
        if aux:
            if not isinstance(self.output, (tuple, list)) or len(self.output) != 2:
                raise NotANumber(
                    f"{name_of(f)} returned {describe(self.output)}; grad_and_aux needs a pair, "
                    "(value, something else). Return such a pair, or use grad."
                )
            self.output, self.aux = self.output

    def arguments(self, argnum: Argnum, args: Any) -> list[Any]:
        """Make the variables, and put them in the place of the arguments."""
        self.given, self.rebuild, places = inputs(self.f, argnum, args)
        variables = []
        for x in self.given:
            if x.__class__ is np.ndarray and x.dtype.kind in "fc":
                variables.append(leaf(x, self.level))
            else:
                x = differentiable(x, f"the gradient of {name_of(self.f)}")
                variables.append(variable(x, self.level))
        self.variables = tuple(variables)
        arguments = list(args)
        for place, new in zip(places, self.rebuild(list(self.variables)), strict=True):
            arguments[place] = new
        return arguments

    def depends(self, output: Any) -> bool:
        """Say whether an output was computed from the variables' level."""
        return isinstance(output, Tensor) and output._level >= self.level

    def scalar(self) -> Any:
        """Give the output, which must be one number."""
        output = self.output
        if isinstance(output, Tensor) and output.data.__class__ is np.float64:
            return output
        if isinstance(output, (list, tuple, dict)) or output is None:
            raise NotANumber(
                f"{name_of(self.f)} returned {describe(output)}; grad needs one number. Return a "
                "single value, and the rest through grad_and_aux if you need it."
            )
        plain = np.asarray(value_of(output))
        if plain.size != 1:
            raise NotScalar(
                f"{name_of(self.f)} returned an array of shape {np.shape(value_of(output))}, and "
                "grad is for functions with one output. Use jacobian for all derivatives, "
                "elementwise_grad if each output depends on its own input, or sum the output."
            )
        if plain.dtype.kind == "c":
            raise NotScalar(
                f"{name_of(self.f)} returned a complex number, which has no gradient. Return "
                "a real one (np.real, np.abs), or use holomorphic_grad."
            )
        return output

    def pull(self, output: Any, cotangent: Any, warn: bool = True) -> tuple[list[Any], bool]:
        """Give the cotangent of each variable, and whether an outer differentiation is on."""
        found: list[Any] = [None] * len(self.variables)
        outer = False
        if self.depends(output):
            found, outer = pull_back(output, self.variables, cotangent, self.level)
        if warn and found and found[0] is None and all(g is None for g in found):
            warn_independent(self.f)
        for i, given in enumerate(self.given):
            g = found[i]
            if g.__class__ is not np.ndarray or given.__class__ is not np.ndarray:
                g = np.zeros_like(value_of(self.variables[i].data)) if g is None else g
                found[i] = like_input(g, given)
        return found, outer

    def shaped(self, gradients: list[Any]) -> Any:
        """Put gradients into the form of the argument, or of the tuple of arguments."""
        if self.single and self.rebuild is list:
            return gradients[0]
        trees = self.rebuild(gradients)
        return trees[0] if self.single else tuple(trees)

    def value(self, output: Any, outer: bool) -> Any:
        """Give an output without this derivative, but still with any outer one."""
        if not self.depends(output):
            return output
        return output if outer else output.data


def require_argument(f: Callable[..., Any], place: int, args: Any) -> None:
    """Refuse to differentiate by an argument that was not passed by position."""
    if not -len(args) <= place < len(args):
        raise NotANumber(
            f"{name_of(f)} was called with {len(args)} positional argument(s); the derivative "
            f"by argument number {place} needs that argument to be passed by position."
        )


def one_array(f: Callable[..., Any], output: Any) -> Any:
    """Refuse several outputs where the derivative is of one array."""
    if isinstance(output, (list, tuple, dict)) or output is None:
        raise NotANumber(
            f"{name_of(f)} returned {describe(output)}, and this derivative is of one array. "
            "Return one (np.stack or np.concatenate make one of several), or differentiate each "
            "output by itself."
        )
    return output


def inputs(f: Callable[..., Any], argnum: Argnum, args: Any) -> tuple[list[Any], Any, list[int]]:
    """Take the leaves out of the arguments to differentiate by."""
    argnums = [argnum] if isinstance(argnum, int) else list(argnum)
    for place in argnums:
        require_argument(f, place, args)
    places = [place % len(args) for place in argnums]
    if len(places) == 1:  # the everyday cases: an array, a dictionary of arrays
        x = args[places[0]]
        if isinstance(x, np.ndarray):
            return [x], list, places
        if x.__class__ is dict and all(value.__class__ is np.ndarray for value in x.values()):
            keys = list(x)
            return list(x.values()), lambda new: [dict(zip(keys, new, strict=True))], places
    leaves, rebuild = leaves_of([args[place] for place in places])
    return leaves, rebuild, places


def wraps(f: Callable[..., Any], what: str) -> Callable[[Any], Any]:
    """Name a derivative after its function."""

    def decorate(function: Any) -> Any:
        function.__name__ = f"{what}_of_{name_of(f)}"
        function.__doc__ = f"{what} of {name_of(f)}.\n\n{getattr(f, '__doc__', None) or ''}"
        return function

    return decorate


def is_node(args: Any, argnum: Any) -> bool:
    """Say whether an argument is a node of the scalar engine."""
    return -len(args) <= argnum < len(args) and isinstance(args[argnum], AutogradValue)
