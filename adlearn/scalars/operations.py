"""What an operation does to nodes: `apply`, in full generality, and the operators and functions
made from the rule table.

Every operation, whatever its arguments, means `apply`: find the highest level among the arguments,
compute the value and the partials from their values one level down, make a node. The operation
classes `_add`, `_mul`, `_exp`, ... and the operators are written from the table by
`adlearn.scalars.inline`; for plain numbers they do the same without the generality, and they hand
everything else to the functions here.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adlearn.errors import DomainError, NotANumber
from adlearn.rules import RULES, digamma as special
from adlearn.rules.primitive import Primitive
from adlearn.scalars import inline
from adlearn.scalars.accepted import refusal, refuse
from adlearn.scalars.node import AutogradValue, OperationType, accept, checked_grads, number
from adlearn.tensors.primitive import Traced, elementwise_on_arrays


def apply(operation: type[AutogradValue], *arguments: Any) -> AutogradValue:
    """Apply an operation of the rule table to nodes and numbers of any levels. This is what every
    operator means.

    Parameters
    ----------
    operation : type
        An operation class, such as `_mul`.
    *arguments : AutogradValue, int or float
        At least one node.

    Returns
    -------
    AutogradValue
        A node of the highest level among the arguments, which stores a partial for each argument of
        that level.
    """
    level = -1
    for argument in arguments:
        if isinstance(argument, AutogradValue) and argument._level > level:
            level = argument._level
    varies = [isinstance(a, AutogradValue) and a._level == level for a in arguments]
    values = [a.value if v else a for a, v in zip(arguments, varies, strict=True)]
    answer = evaluate(operation, values)
    node = object.__new__(operation)
    node.value, node._level = answer, level
    node._gradient = node._tangents = node._y = node._dy = None
    node._x = arguments[0]
    node._dx = slope(operation, 0, answer, values) if varies[0] else None
    if len(arguments) == 2:
        node._y = arguments[1]
        node._dy = slope(operation, 1, answer, values) if varies[1] else None
    return node


def evaluate(operation: type[AutogradValue], values: list[Any]) -> Any:
    """Compute an operation's value, on numbers or on nodes of a lower level."""
    try:
        answer = formula(operation, None)(*values)
    except (ArithmeticError, ValueError) as error:
        if isinstance(error, DomainError):
            raise  # a level further down has said it already
        raise refusal(operation, error, *map(number, values)) from error
    if answer.__class__ is complex:
        raise refusal(operation, None, *values)
    return answer


def slope(operation: type[AutogradValue], place: int, answer: Any, values: list[Any]) -> Any:
    """Compute one local partial derivative, on numbers or on nodes."""
    try:
        return formula(operation, place)(answer, *values)
    except (ArithmeticError, ValueError):
        return edge(operation, place, answer, *values)


def edge(operation: type[AutogradValue], place: int, answer: Any, *values: Any) -> Any:
    """Compute a partial where Python gives up, by IEEE rules: 1/0 is inf, 0/0 is nan."""
    text = operation.primitive.partials[place]  # type: ignore[union-attr]
    limit = math.nan
    if isinstance(text, str):
        letters = dict(zip(("ans", "x", "y"), map(ieee, (answer, *values)), strict=False))
        try:
            with np.errstate(all="ignore"):
                limit = float(eval(text, dict(IEEE_FUNCTIONS), letters))
        except (ArithmeticError, ValueError):
            limit = math.nan
    return undefined_from(limit, [v for v in (answer, *values) if isinstance(v, AutogradValue)])


def undefined_from(limit: float, nodes: list[AutogradValue]) -> Any:
    """Make a number depend on nodes with slope nan, at each of their levels."""
    if not nodes:
        return limit
    level = max(node._level for node in nodes)
    parents = tuple(node for node in nodes if node._level == level)
    below = [node.value if node._level == level else node for node in nodes]
    below = [node for node in below if isinstance(node, AutogradValue)]
    slope = undefined_from(math.nan, below)
    result = Edge._variable(limit, level)
    result._x, result._y, result._dy = None, parents, (slope,) * len(parents)
    return result


class Edge(AutogradValue):
    """An infinite or undefined partial as a node: its own slope is undefined in every direction."""

    __slots__ = ()

    def grads(self, *args: Any) -> tuple[float, ...]:
        return (math.nan,) * len(args)


def ieee(value: Any) -> Any:
    """A number whose division by zero is inf or nan instead of an exception."""
    return np.float64(number(value))


def slopes(operation: type[AutogradValue], *values: Any) -> tuple[Any, ...]:
    """Compute all partials of an operation of the rule table: the body of its `grads`."""
    answer = evaluate(operation, list(values))
    return tuple(slope(operation, i, answer, list(values)) for i in range(len(values)))


def partials_on_nodes(node: AutogradValue) -> Iterator[tuple[AutogradValue, Any]]:
    """Pair each differentiable parent with its partial, the rule evaluated on the parents."""
    parents = node.parents
    operation = type(node)
    if operation.primitive is not None and is_pristine(operation):
        for place, parent in enumerate(parents):
            if node._differentiates(parent):
                yield parent, slope(operation, place, node, parents)
    elif not any(map(node._differentiates, parents)):
        return
    else:
        for parent, partial in zip(parents, checked_grads(node, parents), strict=True):
            if node._differentiates(parent):
                yield parent, partial


def operate(operation: type[AutogradValue], a: Any, b: Any) -> Any:
    """Apply an operator to whatever the inlined body did not expect."""
    if isinstance(a, AutogradValue) and (
        isinstance(b, AutogradValue) or b.__class__ is float or b.__class__ is int
    ):
        return apply(operation, a, b)
    if isinstance(a, np.ndarray) and a.shape or isinstance(b, np.ndarray) and b.shape:
        return NotImplemented  # NumPy then applies the operator element by element
    name = operation.__name__.strip("_")
    try:
        return apply(operation, accept(a, name), accept(b, name))
    except NotANumber:
        if (
            isinstance(a, AutogradValue)
            and hasattr(b, "__radd__")
            and not isinstance(b, complex | Traced)
        ):
            return NotImplemented
        raise


def construct(operation: Callable[..., Any], a: Any, b: Any) -> Any:
    """Apply an operator by calling the operation class, which uses a reader's own methods."""
    if isinstance(a, np.ndarray) and a.shape or isinstance(b, np.ndarray) and b.shape:
        return NotImplemented
    return operation(a, b)


def call(operation: type[AutogradValue], *arguments: Any) -> Any:
    """Apply a function to nodes, to numbers (as `math` does) or to arrays element by element."""
    if len(arguments) == 1 and isinstance(arguments[0], AutogradValue):
        return apply(operation, *arguments) if is_pristine(operation) else operation(*arguments)
    name = operation.__name__.strip("_")
    if any(isinstance(a, Traced) for a in arguments):
        return on_traced(operation, name, arguments)
    if any(isinstance(a, np.ndarray) and a.shape for a in arguments):
        return on_arrays(operation, name, arguments)
    if not any(isinstance(a, AutogradValue | np.ndarray) for a in arguments):
        try:
            return FLOAT_FUNCTIONS["math_" + name](*arguments)
        except TypeError as error:
            raise next(
                refuse(a, name) for a in arguments if not isinstance(a, float | int)
            ) from error
    accepted = [accept(a, name) for a in arguments]
    if not any(isinstance(a, AutogradValue) for a in accepted):
        return FLOAT_FUNCTIONS["math_" + name](*accepted)
    return apply(operation, *accepted) if is_pristine(operation) else operation(*accepted)


def on_traced(operation: type[AutogradValue], name: str, arguments: tuple[Any, ...]) -> Any:
    """Apply a function to arrays that are being differentiated."""
    if name in NUMPY_FUNCTIONS:
        return NUMPY_FUNCTIONS[name](*arguments)
    return array_primitive_of(operation)(*arguments)


@functools.cache
def array_primitive_of(operation: type[AutogradValue]) -> Any:
    """Make the primitive on arrays that applies a rule to each element."""
    rule = operation.primitive
    assert rule is not None
    on_numbers = FLOAT_FUNCTIONS["math_" + rule.name]

    def on_plain_arrays(*arrays: Any) -> Any:
        return np.vectorize(on_numbers, otypes=[float])(*arrays)[()]

    partials = [formula(operation, place) for place in range(len(rule.partials))]
    return elementwise_on_arrays(on_plain_arrays, *partials, name=rule.name)


def on_arrays(operation: type[AutogradValue], name: str, arguments: tuple[Any, ...]) -> Any:
    """Apply a function element by element, by NumPy's own function where there is one."""
    numeric = all(np.asarray(a).dtype != object for a in arguments)
    if numeric and name in NUMPY_FUNCTIONS:
        return NUMPY_FUNCTIONS[name](*arguments)
    elements = np.frompyfunc(lambda *row: call(operation, *row), len(arguments), 1)(*arguments)
    return elements.astype(float) if numeric else elements


def log_to_base(a: Any, base: Any) -> Any:
    """The logarithm to a base, as `math.log(x, base)` has it."""
    if isinstance(a, AutogradValue | np.ndarray) or isinstance(base, AutogradValue | np.ndarray):
        return WRITTEN["log"](a) / WRITTEN["log"](base)
    return math.log(a, base)


def formula(operation: type[AutogradValue], place: int | None) -> Callable[..., Any]:
    """Give an operation's value (place None) or one of its partials as a function."""
    key = (operation, place)
    if key not in FORMULAS:
        rule = operation.primitive
        assert rule is not None
        text = rule.value if place is None else rule.partials[place]
        letters = rule.arguments if place is None else ("ans", *rule.arguments)
        FORMULAS[key] = (
            eval(f"lambda {', '.join(letters)}: {text}", WRITTEN) if isinstance(text, str) else text
        )
    return FORMULAS[key]


FORMULAS: dict[tuple[type[AutogradValue], int | None], Callable[..., Any]] = {}


def is_pristine(operation: type[AutogradValue]) -> bool:
    """Say whether an operation still computes what the rule table says."""
    return (
        operation.func is ORIGINALS.get((operation, "func"))
        and operation.grads is ORIGINALS.get((operation, "grads"))
        and operation.forward_pass is ORIGINALS[AutogradValue, "forward_pass"]
    )


def choose_bodies() -> None:
    """Give each written function its inlined body, or its plain one where a reader took over."""
    for function, operation, inlined, plain in BODIES:
        function.__code__ = inlined if is_pristine(operation) else plain


FLOAT_FUNCTIONS: dict[str, Any] = {
    f"math_{name}": getattr(math, name) for name in RULES if hasattr(math, name)
}
FLOAT_FUNCTIONS |= {"math_abs": abs, "math_round": round}
FLOAT_FUNCTIONS |= {"math_digamma": special.digamma, "math_polygamma": special.polygamma}

NUMPY_NAMES = {"acos": "arccos", "asin": "arcsin", "atan": "arctan", "atan2": "arctan2"}
NUMPY_NAMES |= {"acosh": "arccosh", "asinh": "arcsinh", "atanh": "arctanh"}
NUMPY_METHODS = {numpy_name: name for name, numpy_name in NUMPY_NAMES.items()}
NUMPY_METHODS |= {"rad2deg": "degrees", "deg2rad": "radians"}
NUMPY_FUNCTIONS: dict[str, Any] = {
    name: getattr(np, NUMPY_NAMES.get(name, name))
    for name in RULES
    if hasattr(np, NUMPY_NAMES.get(name, name)) and name != "gamma"
}
IEEE_FUNCTIONS: dict[str, Any] = {**NUMPY_FUNCTIONS, "nan": math.nan, "digamma": special.digamma}
IEEE_FUNCTIONS |= {"polygamma": special.polygamma, "abs": abs, "round": round}

#: The written operations, and every name their source uses.
WRITTEN: dict[str, Any] = {
    "AutogradValue": AutogradValue,
    "RULES": RULES,
    "apply": apply,
    "call": call,
    "construct": construct,
    "edge": edge,
    "log_to_base": log_to_base,
    "nan": math.nan,
    "new": object.__new__,
    "operate": operate,
    "refusal": refusal,
    "slopes": slopes,
    **FLOAT_FUNCTIONS,
}
ORIGINALS: dict[tuple[type, str], Any] = {
    (AutogradValue, "forward_pass"): AutogradValue.forward_pass
}
BODIES: list[tuple[Any, type[AutogradValue], Any, Any]] = []

inline.load(RULES, WRITTEN)
OPERATIONS: dict[str, type[AutogradValue]] = {f"_{name}": WRITTEN[f"_{name}"] for name in RULES}
for _name, _operation in OPERATIONS.items():
    ORIGINALS[_operation, "func"] = _operation.func
    ORIGINALS[_operation, "grads"] = _operation.grads
    for _function in inline.functions_of(_name.strip("_")):
        _inlined, _plain = WRITTEN[_function], WRITTEN.get(f"{_function}_plain")
        if _plain is not None:
            BODIES.append((_inlined, _operation, _inlined.__code__, _plain.__code__))
        setattr(AutogradValue, _function, _inlined)
for _numpy_name, _name in NUMPY_METHODS.items():
    setattr(AutogradValue, _numpy_name, WRITTEN[_name])
globals().update(OPERATIONS)


def function_of(rule: Primitive) -> Callable[..., Any]:
    """Make a function on nodes, numbers and arrays from a primitive of your own.

    Parameters
    ----------
    rule : Primitive
        What `elementwise` made. Text may use the functions of the rule table; callables must work
        on nodes for derivatives of higher order.

    Returns
    -------
    callable
        Its attribute `operation` is the operation class.

    Examples
    --------
    >>> from adlearn import elementwise, grad
    >>> softplus = function_of(elementwise("softplus", "log1p(exp(x))", "1.0 / (1.0 + exp(-x))"))
    >>> grad(softplus)(0.0), grad(grad(softplus))(0.0)
    (0.5, 0.25)
    """
    operation: Any = OperationType(
        f"_{rule.name}",
        (AutogradValue,),
        {
            "__slots__": (),
            "__doc__": str(rule),
            "__module__": __name__,
            "primitive": rule,
            "func": lambda self, *values: formula(operation, None)(*values),
            "grads": lambda self, *values: slopes(operation, *values),
        },
    )
    ORIGINALS[operation, "func"] = operation.func
    ORIGINALS[operation, "grads"] = operation.grads
    FLOAT_FUNCTIONS[f"math_{rule.name}"] = formula(operation, None)

    def function(*arguments: Any) -> Any:
        return call(operation, *arguments)

    function.__name__, function.__doc__ = rule.name, str(rule)
    function.operation = operation  # type: ignore[attr-defined]
    return function


def function_on_each(fun: Callable[..., Any], *partials: Any) -> Callable[..., Any]:
    """Make a function of one or two arguments whose derivative is multiplying by a partial.

    Parameters
    ----------
    fun : callable
        Works on numbers and arrays.
    *partials : callable
        `(ans, *args)`, one per argument.

    Returns
    -------
    callable
        Takes nodes, numbers, arrays and traced values.
    """
    name = getattr(fun, "__name__", "")
    name = name if name.isidentifier() else "function"
    on_arrays_of = elementwise_on_arrays(fun, *partials, name=name)
    on_nodes = function_of(Primitive(name, fun, tuple(partials)))

    def on_each(*arguments: Any) -> Any:
        if any(isinstance(a, AutogradValue) for a in arguments):
            return on_nodes(*arguments)
        return on_arrays_of(*arguments)

    on_each.__name__, on_each.__doc__ = name, fun.__doc__
    return on_each
