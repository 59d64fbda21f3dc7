"""A primitive is a function together with one local linear map per argument: its derivative.

This file says what a primitive *is*; `adlearn.rules` lists the ones there are. Three constructors
cover nearly all:

* `elementwise`: the local map is "multiply by a number", so a rule is one local partial derivative
  per argument. This is the only one a graph of single numbers needs, and the only one here.
* `linear` and `bilinear` (sums, transposes, matrix products, ...) are for nodes that hold arrays:
  they are in `adlearn.tensors.primitive`.

Why the formulas are *text*: the same line is read by several readers. `adlearn.scalars.inline`
pastes it into the operator methods of scalars, which is what makes them fast; the operation classes
evaluate it on floats, or on nodes when a derivative is to be differentiated again; and it can be
printed as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: The letters of a formula: the arguments in order, and the answer.
ARGUMENTS = ("x", "y")
ANSWER = "ans"

Formula = str | Callable[..., object]


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


def elementwise(
    name: str | Callable[..., object], value: Formula, *partials: Formula, domain: str = ""
) -> Any:
    """Make a primitive from a function and one local partial derivative per argument.

    There are two forms. `elementwise(f, *partials)` takes callables and gives a function, ready to
    be called and differentiated. `elementwise(name, value, *partials)` makes a line of the rule
    table, which may be text; `function_of` makes a function of it.

    Parameters
    ----------
    name : str or callable
        A Python identifier; or the function itself, on numbers and arrays.
    value : str or callable
        The function. Text may use `x`, `y`, operators, and the names of other primitives and of
        `math`.
    *partials : str or callable
        One for each argument. Text may also use `ans`, the value of the function; a callable gets
        `(ans, x)` or `(ans, x, y)`.
    domain : str, optional
        Completes the sentence "it takes ..." in the error a value outside the domain gives.

    Returns
    -------
    callable or Primitive

    Raises
    ------
    ValueError
        If the name is no identifier, or there are not one or two partials.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn import grad
    >>> softplus = elementwise(lambda x: np.log1p(np.exp(x)), lambda ans, x: 1 / (1 + np.exp(-x)))
    >>> grad(softplus)(0.0), grad(grad(softplus))(0.0)
    (0.5, 0.25)
    >>> print(elementwise("tanh", "tanh(x)", "1 - ans * ans"))
    tanh(x): d/dx = 1 - ans * ans
    """
    if callable(name):
        from adlearn.scalars.operations import function_on_each

        return function_on_each(name, value, *partials)
    if not name.isidentifier():
        raise ValueError(f"a primitive's name must be a Python identifier, not {name!r}")
    if not 1 <= len(partials) <= len(ARGUMENTS):
        raise ValueError(
            f"{name} has {len(partials)} partial derivatives: elementwise() takes one per "
            "argument, for one or two arguments. For more, write a subclass of AutogradValue "
            "with func and grads."
        )
    return Primitive(name, value, partials, domain)
