"""Puts the operators on nodes, and the functions as methods, as NumPy's object arrays ask for them:
`np.exp` of an array of nodes calls `exp()` of each.

The four everyday operators are written out in `adlearn.scalars.written`; the others are made here
from the rule table.
"""

from __future__ import annotations

from typing import Any

from adlearn.errors import NO_MODULO, MissingRule
from adlearn.scalars import functions, written
from adlearn.scalars.node import AutogradValue
from adlearn.scalars.operations import OPERATIONS, Operation, operate

#: NumPy's name of a function -> ours.
NUMPY_METHODS = {
    "arccos": "acos",
    "arccosh": "acosh",
    "arcsin": "asin",
    "arcsinh": "asinh",
    "arctan": "atan",
    "arctan2": "atan2",
    "arctanh": "atanh",
    "rad2deg": "degrees",
    "deg2rad": "radians",
}


def operator_of(operation: Operation) -> tuple[Any, Any]:
    """Make an operator and its reflection from an operation of two arguments."""

    def forward(a: Any, b: Any) -> Any:
        return operate(operation, a, b)

    def reflected(b: Any, a: Any) -> Any:
        return operate(operation, a, b)

    forward.__doc__ = reflected.__doc__ = operation.__doc__
    return forward, reflected


def power(a: Any, b: Any, modulo: Any = None) -> Any:
    """`x ** y`."""
    if modulo is not None:
        raise MissingRule(NO_MODULO)
    return operate(OPERATIONS["_pow"], a, b)


def add_operators() -> None:
    """Put the operators and methods on the class."""
    for method in ("add", "sub", "mul", "truediv"):
        for name in (f"__{method}__", f"__r{method}__"):
            setattr(AutogradValue, name, getattr(written, name))
    for method in ("pow", "floordiv", "mod"):
        forward, reflected = operator_of(OPERATIONS[f"_{method}"])
        setattr(AutogradValue, f"__{method}__", forward)
        setattr(AutogradValue, f"__r{method}__", reflected)
    setattr(AutogradValue, "__pow__", power)  # noqa: B010  type checkers know it otherwise
    for method in ("neg", "abs"):
        function = functions.function_of_operation(OPERATIONS[f"_{method}"])
        setattr(AutogradValue, f"__{method}__", function)
    for name, function in functions.OF_RULES.items():
        setattr(AutogradValue, name, function)
    for theirs, ours in NUMPY_METHODS.items():
        setattr(AutogradValue, theirs, functions.OF_RULES[ours])


add_operators()
