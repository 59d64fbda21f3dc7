"""The functional assignment's engine: its operations, and the two ways in which it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.asking.arrays import special
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import filled
from autograder.asking.arrays.shapes import (
    Choose,
    Fit,
    Shape,
    alike,
    broadcasting,
    permuting,
    reduction,
)
from autograder.asking.engine import Adapter, DeclaredEngine
from autograder.language import template


def dot_of_two(choose: Choose, shape: Shape) -> Fit | None:
    """Take what `np.dot` takes: matrices and vectors, either way round."""
    if not shape or len(shape) > 2:
        return None
    left = choose((True, False))
    inner = shape[-1] if left or len(shape) == 1 else shape[0]
    if choose(("matrix", "vector")) == "vector":
        return Fit(((inner,),), 0 if left else 1)
    side = choose((2, 1, 3))
    return Fit(((inner, side) if left else (side, inner),), 0 if left else 1)


def _rule(name: str) -> str:
    return f"primitives['{name}']"


TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, broadcasting, _rule("add")),
        Operation("multiply", "{0} * {1}", np.multiply, broadcasting, _rule("multiply")),
        Operation("subtract", "{0} - {1}", np.subtract, broadcasting, _rule("subtract")),
        Operation("negative", "-{0}", np.negative, rule=_rule("negative")),
        Operation("sin", "np.sin({0})", np.sin, rule=_rule("sin")),
        Operation("exp", "np.exp({0})", np.exp, rule=_rule("exp"), special=special.EXP),
        Operation(
            "log",
            "np.log({0})",
            np.log,
            rule=_rule("log"),
            allowed=lambda a: np.real(a) > 0.2,
            special=special.LOG,
        ),
        Operation("tanh", "np.tanh({0})", np.tanh, rule=_rule("tanh"), special=special.TANH),
        Operation(
            "divide",
            "{0} / {1}",
            np.divide,
            broadcasting,
            _rule("divide"),
            lambda a, b: np.abs(b) > 0.2,
            special=special.DIVIDE,
        ),
        Operation(
            "power",
            "{0} ** {1}",
            np.power,
            broadcasting,
            _rule("power"),
            lambda a, b: (np.real(a) > 0.2) & (np.abs(b) <= 4),
            special=special.POWER,
        ),
        Operation(
            "sum",
            "np.sum({0}, axis={axis}, keepdims={keepdims})",
            lambda a, axis, keepdims: np.sum(a, axis=axis, keepdims=keepdims),
            reduction("axis", "keepdims"),
            _rule("sum"),
            special=special.added_up(axis=(1, 0), keepdims=False),
        ),
        Operation("dot", "np.dot({0}, {1})", np.dot, dot_of_two, _rule("dot")),
        Operation(
            "transpose",
            "np.transpose({0}, {axes})",
            lambda a, axes: np.transpose(a, axes),
            permuting(),
            _rule("transpose"),
        ),
    ),
    total=("sum", {"axis": None, "keepdims": False}),
    weigh="multiply",
)

#: The same operations, of arrays that have one shape: nothing has to be stretched.
ALIKE = Table(
    tuple(
        replace(one, fits=alike) if one.fits is broadcasting else one for one in TABLE.operations
    ),
    TABLE.total,
    TABLE.weigh,
)

#: Operations of one operand.
UNARY = ("negative", "sin", "exp", "tanh", "sum", "transpose")

#: Operations of drawn programs: power is left to the checks of its rule, as few drawn numbers are
#: in its domain.
CALCULUS = tuple(name for name in TABLE.names if name != "power")

#: What both ways share: values are plain arrays until `trace` puts them into boxes, and a rule is
#: an entry of the table `primitive_vjps`, one for each operand.
_COMMON: dict[str, Any] = {
    "make": "n",
    "read": "ns.unboxed(t)",
    "is_value": "isinstance(t, (int, float, complex, np.ndarray, np.generic, ns.Box))",
    "value_name": template("a number or an array"),
    "gradient": "d[i]",
    "operations": TABLE.rules,
    "rule": "(ns.primitive_vjps, o)",
    "wrap": (
        "{i: (lambda rule, i: lambda g, ans, *args, **kwargs: "
        "tell(lambda: rule(g, ans, *args, **kwargs), g, ans, i))(rule, i) "
        "for i, rule in (own.items() if isinstance(own, dict) else enumerate(own))}"
    ),
    "send": "[ns.primitive_vjps[o][i](g, node, *x, **k) for i in range(len(x))]",
    "node": "getattr(t, '_value', t)",
    "message": "n",
    "scaled": "c * t",
    "constant": "n",
}

#: By `make_vjp`: of results of any shape.
BY_VJP = Adapter(
    **_COMMON,
    differentiate=(
        "[ns.make_vjp(lambda x, i=i: f(*xs[:i], x, *xs[i + 1:]), xs[i])[0](g) "
        "for i in range(len(xs))]"
    ),
)

#: By `trace` and `backward_pass`, where `make_vjp` is not written yet.
BY_WALK = replace(
    BY_VJP,
    differentiate=(
        "[ns.backward_pass(g, ns.trace(ns.Node.new_root(xs[i]), "
        "lambda x, i=i: f(*xs[:i], x, *xs[i + 1:]), xs[i])[1]) for i in range(len(xs))]"
    ),
)

#: By `grad`: of numbers.
BY_GRAD = Adapter(**_COMMON, differentiate="[ns.grad(f, i)(*xs) for i in range(len(xs))]")

#: By `make_jvp`, one entry of an input at a time, which gives the same as the way back.
BY_JVP = replace(
    BY_VJP,
    differentiate=(
        "[np.array([np.sum(g * ns.make_jvp(lambda x, i=i: f(*xs[:i], x, *xs[i + 1:]), xs[i])[0]("
        "np.eye(np.size(xs[i]))[j].reshape(np.shape(xs[i])))) "
        "for j in range(np.size(xs[i]))]).reshape(np.shape(xs[i])) for i in range(len(xs))]"
    ),
)


#: By `jacobian`, whose rows are weighed by what comes in.
BY_JACOBIAN = replace(
    BY_VJP,
    differentiate=(
        "[np.tensordot(g, ns.jacobian(lambda x, i=i: f(*xs[:i], x, *xs[i + 1:]), xs[i]), "
        "np.ndim(g)) for i in range(len(xs))]"
    ),
)


def by_jacobian(submission: Any) -> DeclaredEngine:
    """Give the submission's engine, asked by `jacobian`."""
    return DeclaredEngine(submission, BY_JACOBIAN)


def by_vjp(submission: Any) -> DeclaredEngine:
    """Give the submission's engine, asked by `make_vjp`."""
    return DeclaredEngine(submission, BY_VJP)


def by_grad(submission: Any) -> DeclaredEngine:
    """Give the submission's engine, asked by `grad`."""
    return DeclaredEngine(submission, BY_GRAD)


def by_jvp(submission: Any) -> DeclaredEngine:
    """Give the submission's engine, asked by `make_jvp`."""
    return DeclaredEngine(submission, BY_JVP)


A, B = np.array([2.0, -1.0, 0.5]), np.array([3.0, 0.25, -2.0])
M, N = filled((2, 3), 4), filled((3, 2), 5, start=3)
