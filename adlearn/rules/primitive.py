"""A primitive is a function together with one local linear map per argument: its derivative.

This file says what a primitive *of numbers* is; `adlearn.rules.scalars` lists the ones there are.
Its local map is "multiply by a number", so a rule is one local partial derivative per argument.
What only arrays have (sums, transposes, matrix products, ...) needs more than one number, and is
made by `adlearn.tensors.constructors`.

The formulas are *text*, and the names in them are functions of whoever reads them: `exp` is
`math.exp` where a float is computed, a function of nodes where a derivative is to be differentiated
again, `numpy.exp` on arrays. So one line serves numbers, nodes and arrays as it stands, and it can
be printed as it stands. `compiled` is the one place where text becomes a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

#: The letters of a formula: the arguments in order, and the answer.
ARGUMENTS = ("x", "y")
ANSWER = "ans"

Formula = str | Callable[..., Any]

#: Which file a formula says that it is from: one of ours, and of no user's.
FORMULA = "<adlearn formula>"


@dataclass(frozen=True, slots=True)
class Primitive:
    """A function of one or two real numbers, with its local partial derivatives.

    Attributes
    ----------
    name : str
        What the operation is called; the operation class is `_name`.
    value : str or callable
        The function, in the letters `x` and `y`, or a callable of the arguments.
    partials : tuple of (str or callable)
        One local partial derivative per argument, in the letters `x`, `y` and `ans`, or callables
        `(ans, x, y)`.
    domain : str
        What the function accepts, in words that complete "takes ..."; empty if it takes any real
        number.
    """

    name: str
    value: Formula
    partials: tuple[Formula, ...]
    domain: str = ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """The letters of the arguments: `("x",)` or `("x", "y")`."""
        return ARGUMENTS[: len(self.partials)]

    def __str__(self) -> str:
        """The rule in one line, as it would stand in a table of derivatives."""
        slopes = ", ".join(
            f"d/d{letter} = "
            f"{partial if isinstance(partial, str) else getattr(partial, '__name__', '...')}"
            for letter, partial in zip(self.arguments, self.partials, strict=True)
        )
        value = self.value if isinstance(self.value, str) else self.name
        return f"{value}: {slopes}"

    def compiled(self, names: Mapping[str, Any]) -> Compiled:
        """Make functions of the formulas.

        Parameters
        ----------
        names : mapping of str to callable
            What the functions named in the formulas are.

        Returns
        -------
        Compiled

        Examples
        --------
        >>> import math
        >>> square = elementwise("square", "x * x", "2.0 * x").compiled({})
        >>> square.value(3.0), square.partials[0](9.0, 3.0)
        (9.0, 6.0)
        """
        letters = (ANSWER, *self.arguments)
        return Compiled(
            compiled(self.value, self.arguments, names),
            tuple(compiled(partial, letters, names) for partial in self.partials),
        )


@dataclass(frozen=True, slots=True)
class Compiled:
    """A primitive's formulas as functions.

    Attributes
    ----------
    value : callable
        `(x)` or `(x, y)`.
    partials : tuple of callable
        `(ans, x)` or `(ans, x, y)`.
    """

    value: Callable[..., Any]
    partials: tuple[Callable[..., Any], ...]


def compiled(
    formula: Formula, letters: tuple[str, ...], names: Mapping[str, Any]
) -> Callable[..., Any]:
    """Make a function of a formula; a callable is one already."""
    if not isinstance(formula, str):
        return formula
    text = compile(f"lambda {', '.join(letters)}: {formula}", FORMULA, "eval")
    function = eval(text, names)  # type: ignore[arg-type]
    function.formula = formula  # it can be written out again
    return function


def elementwise(name: str, value: Formula, *partials: Formula, domain: str = "") -> Primitive:
    """Write a line of the rule table: a function and one local partial derivative per argument.

    Parameters
    ----------
    name : str
        A Python identifier.
    value : str or callable
        The function. Text may use `x`, `y`, operators, and the names of other primitives and of
        `adlearn.floats.names`.
    *partials : str or callable
        One for each argument. Text may also use `ans`, the value of the function; a callable gets
        `(ans, x)` or `(ans, x, y)`.
    domain : str, optional
        Completes the sentence "it takes ..." in the error a value outside the domain gives.

    Returns
    -------
    Primitive

    Raises
    ------
    ValueError
        If the name is no identifier, or there are not one or two partials.

    Examples
    --------
    >>> print(elementwise("tanh", "tanh(x)", "1 - ans * ans"))
    tanh(x): d/dx = 1 - ans * ans
    """
    if not name.isidentifier():
        raise ValueError(f"a primitive's name must be a Python identifier, not {name!r}")
    if not 1 <= len(partials) <= len(ARGUMENTS):
        raise ValueError(
            f"{name} has {len(partials)} partial derivatives: elementwise() takes one per "
            "argument, for one or two arguments. For more, write a subclass of AutogradValue "
            "with func and grads."
        )
    return Primitive(name, value, partials, domain)
