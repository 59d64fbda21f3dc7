"""The optimization assignment's engine: its operations, and how it is asked."""

from __future__ import annotations

from dataclasses import replace

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
)
from autograder.asking.engine import Adapter


def two_matrices(choose: Choose, shape: Shape) -> Fit | None:
    """Take what a product of two matrices takes, either way round, and nothing else."""
    if len(shape) != 2:
        return None
    side = choose((2, 1, 3))
    return Fit(((shape[1], side),), 0) if choose((True, False)) else Fit(((side, shape[0]),), 1)


#: A method stands for an operation: what an operator of the notebook calls.
TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, broadcasting, "'__add__'"),
        Operation("multiply", "{0} * {1}", np.multiply, broadcasting, "'__mul__'"),
        Operation("negative", "-{0}", np.negative, rule="'__neg__'"),
        Operation("subtract", "{0} - {1}", np.subtract, broadcasting, "'__sub__'"),
        Operation(
            "divide",
            "{0} / {1}",
            np.divide,
            broadcasting,
            "'__truediv__'",
            lambda a, b: np.abs(b) > 0.2,
            special=special.DIVIDE,
        ),
        Operation(
            "power",
            "{0} ** {1}",
            np.power,
            broadcasting,
            "'__pow__'",
            lambda a, b: (np.real(a) > 0.2) & (np.abs(b) <= 4),
            special=special.POWER,
        ),
        Operation("exp", "{0}.exp()", np.exp, rule="'exp'", special=special.EXP),
        Operation("tanh", "{0}.tanh()", np.tanh, rule="'tanh'", special=special.TANH),
        Operation(
            "matmul",
            "{0} @ {1}",
            np.matmul,
            two_matrices,
            "'__matmul__'",
            where_few=({}, (filled((2, 3), 4), filled((3, 2), 5, start=3))),
        ),
        Operation("mean", "{0}.mean()", np.mean, rule="'mean'"),
    ),
    weigh="multiply",
)
#: The same operations, of arrays that have one shape: nothing has to be stretched.
ALIKE = Table(
    tuple(
        replace(one, fits=alike) if one.fits is broadcasting else one for one in TABLE.operations
    ),
    weigh="multiply",
)

#: Operations of drawn programs: power is left to the checks of its rule, as few drawn numbers are
#: in its domain.
CALCULUS = tuple(name for name in TABLE.names if name != "power")
#: Those of one operand that keep its shape.
UNARY = ("negative", "exp", "tanh")

#: What is said of an edge: which of the operands it leads to, where one stands there twice.
_PLACE = "([k for k, a in enumerate(given) if a is p] + [0])[sum(q is p for q, _ in out.edges[:j])]"

ADAPTER = Adapter(
    make="ns.Variable(n)",
    read="t.value",
    is_value="isinstance(t, ns.Variable)",
    value_name="a Variable",
    message="n",
    scaled="c * t",
    differentiate="ns.computed(np.sum(g * y.value), (y, lambda one: one * g)).backward()",
    gradient="x.grad",
    inner=True,
    operations=TABLE.rules,
    rule="(ns.Variable, o)",
    wrap=(
        "lambda *given: (lambda out: out if not isinstance(out, ns.Variable) else (setattr("
        "out, 'edges', [(p, (lambda s, place: lambda g: tell(lambda: s(g), g, out, place))"
        f"(s, {_PLACE})) for j, (p, s) in enumerate(out.edges)]), out)[1])(own(*given))"
    ),
    send=(
        "[([s(g) for p, s in node.edges if p is x[k]] + [None] * len(x))"
        "[sum(one is x[k] for one in x[:k])] for k in range(len(x))]"
    ),
    constant="n",
    rule_name="what `{}` sends",
    compute_name="`{}`",
)
