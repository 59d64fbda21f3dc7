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
from autograder.language import template


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


def arrived(result, g, leaf):
    """What is sent to a leaf when g comes in at a result, along all ways; None if there is none.

    An operation may be made of others, so the leaf is not always at the end of an edge of it.
    """
    found, waiting = None, [(result, g)]
    while waiting:
        one, came = waiting.pop()
        if one is leaf:
            found = came if found is None else found + came
        else:
            waiting += [(parent, send(came)) for parent, send in one.edges]
    return found


def reached(result, leaf):
    """Whether a way leads from a result back to a leaf."""
    waiting = [result]
    while waiting:
        one = waiting.pop()
        if one is leaf:
            return True
        waiting += [parent for parent, _ in one.edges]
    return False


def sent(Variable, operation, operands, g):
    """What an operation sends to each of its operands: to one that stands there twice, each.

    Where no way leads to an operand, nothing is sent there, which is 0.
    """
    fresh = [Variable(one.value) if isinstance(one, Variable) else one for one in operands]
    result = operation(*fresh)
    if not isinstance(result, Variable):  # which is told of its value
        return [None] * len(fresh)
    return [
        None
        if not isinstance(one, Variable)
        else arrived(result, g, one)
        if reached(result, one)
        else np.zeros(one.value.shape)
        for one in fresh
    ]


def heard(Variable, own, tell, operands):
    """Do an operation, and tell of what it sends: each operand is at the end of an edge then."""
    fresh = [Variable(one.value) if isinstance(one, Variable) else one for one in operands]
    result = own(*fresh)
    if not isinstance(result, Variable):
        return result
    inner = Variable(result.value, result.edges)

    def edge(place):
        return lambda g: tell(lambda: arrived(inner, g, fresh[place]), g, result, place)

    result.edges = [
        (operands[place], edge(place))
        for place, leaf in enumerate(fresh)
        if isinstance(leaf, Variable) and reached(inner, leaf)
    ]
    return result


def gone_back(ns, y, g):
    """Let g come in at a result of any shape, and go back from there."""
    if isinstance(y, ns.Variable):  # other things are told of their value
        ns.computed(np.sum(g * y.value), (y, lambda one: one * g)).backward()


ADAPTER = Adapter(
    make="ns.Variable(n)",
    read="t.value",
    is_value="isinstance(t, ns.Variable)",
    value_name=template("a Variable"),
    message="n",
    scaled="c * t",
    differentiate="gone_back(ns, y, g)",
    gradient="x.grad",
    inner=True,
    operations=TABLE.rules,
    rule="(ns.Variable, o)",
    wrap="lambda *operands: heard(ns.Variable, own, tell, operands)",
    send="sent(ns.Variable, getattr(ns.Variable, o), x, g)",
    using=(arrived, reached, sent, heard, gone_back),
    constant="n",
    rule_name=template("what `{}` sends"),
    compute_name="`{}`",
)
