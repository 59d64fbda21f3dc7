"""The tensor assignment's engine: its operations, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.arrays import special
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import ArrayProgram, filled
from autograder.asking.arrays.shapes import (
    alike,
    exchanging,
    matrix_product,
    reduction,
    reshaping,
    stretching,
    with_number,
)
from autograder.asking.engine import Adapter, DeclaredEngine, parts, received
from autograder.asking.tensors import probes
from autograder.language import template


def _away(x: np.ndarray) -> Any:
    return np.abs(x) > 0.2


def _above(x: np.ndarray) -> Any:
    return np.real(x) > 0.2


#: What every submission has, as worked examples.
GIVEN = ("add", "mul", "add_number", "scale")

TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, alike, "EWiseAdd"),
        Operation("mul", "{0} * {1}", np.multiply, alike, "EWiseMul"),
        Operation(
            "add_number",
            "{0} + {scalar}",
            lambda a, scalar: a + scalar,
            with_number("scalar", 2.0, -1.5),
            "AddScalar",
        ),
        Operation(
            "scale",
            "{0} * {scalar}",
            lambda a, scalar: a * scalar,
            with_number("scalar", 3.0, -0.5),
            "MulScalar",
        ),
        Operation("neg", "-{0}", np.negative, rule="Negate", special=({}, ([0.0, 250.0, -1e-3],))),
        Operation(
            "power",
            "{0} ** {scalar}",
            lambda a, scalar: a**scalar,
            with_number("scalar", 2, 3, 4, 1, 0, -1, 0.5, -2.0),
            "PowerScalar",
            _away,
            special=({"scalar": 3}, ([0.0, 25.0, -0.01, 1.0],)),
        ),
        Operation(
            "div",
            "{0} / {1}",
            np.divide,
            alike,
            "EWiseDiv",
            lambda a, b: np.abs(b) > 0.2,
            special=special.DIVIDE,
        ),
        Operation(
            "div_number",
            "{0} / {scalar}",
            lambda a, scalar: a / scalar,
            with_number("scalar", 4.0, -0.5, 3, 0.2),
            "DivScalar",
            special=({"scalar": 4.0}, ([0.0, 250.0, -1e-3],)),
        ),
        Operation(
            "matmul",
            "{0} @ {1}",
            np.matmul,
            matrix_product(vectors=False),
            "MatMul",
            special=({}, (filled((2, 1, 2, 3), 4), filled((3, 2), 5, start=3))),
            where_few=({}, (filled((2, 2, 3), 4), filled((3, 2), 5, start=3))),
            plain=lambda shapes: all(shapes) and not any(1 in shape[:-2] for shape in shapes),
        ),
        Operation(
            "sum",
            "summation({0}, axes={axes})",
            lambda a, axes: np.sum(a, axis=axes),
            reduction("axes"),
            "Summation",
            special=special.added_up(axes=(1, 0)),
        ),
        Operation(
            "broadcast_to",
            "broadcast_to({0}, {shape})",
            np.broadcast_to,
            stretching(),
            "BroadcastTo",
            special=({"shape": (4, 5, 2, 3)}, (filled((2, 3), 4),)),
            where_few=({"shape": (3, 3)}, (filled((3,), 4),)),
        ),
        Operation(
            "reshape",
            "reshape({0}, {shape})",
            lambda a, shape: np.reshape(a, shape),  # by position: NumPy 2.0 calls it newshape
            reshaping(),
            "Reshape",
        ),
        Operation(
            "transpose",
            "transpose({0}, axes={axes})",
            lambda a, axes: np.swapaxes(a, *(axes or (-1, -2))),
            exchanging(),
            "Transpose",
        ),
        Operation(
            "power_of",
            "{0} ** {1}",
            np.power,
            alike,
            "EWisePow",
            lambda a, b: _above(a) & (np.abs(b) <= 4),
            special=special.POWER,
        ),
        Operation(
            "log",
            "log({0})",
            np.log,
            rule="Log",
            allowed=_above,
            special=special.LOG,
        ),
        Operation("exp", "exp({0})", np.exp, rule="Exp", special=special.EXP),
        Operation(
            "relu",
            "relu({0})",
            lambda a: np.maximum(a, 0.0),
            rule="ReLU",
            allowed=_away,
            special=({}, ([-30.0, -1e-3, 1e-3, 7.5, 200.0],)),
        ),
    ),
    total=("sum", {"axes": None}),
    weigh="mul",
)

#: Operations that programs of the walk are made of: all but one with a kink, and one that few
#: drawn numbers are in the domain of.
CALCULUS = tuple(name for name in TABLE.names if name not in ("relu", "power_of"))

ADAPTER = Adapter(
    make="ns.Tensor(n)",
    read="t.realize_cached_data()",
    is_value="isinstance(t, ns.Tensor)",
    value_name=template("a Tensor"),
    differentiate="y.backward(g)",
    gradient="x.grad",
    inner=True,
    operations=TABLE.rules,
    rule="(o, 'gradient')",
    wrap="lambda self, out_grad, node: tell(lambda: own(self, out_grad, node), out_grad, node)",
    send="node.op.gradient(g, node)",
    rule_name="`{}.gradient`",
    compute_name="`{}.compute`",
    incoming_name="out_grad",
    constant="ns.Tensor(n, requires_grad=False)",
)


class TensorEngine(DeclaredEngine):
    """A submission's `Tensor`, with what is asked of it alone.

    Parameters
    ----------
    submission : Submission
    """

    def __init__(self, submission: Any) -> None:
        super().__init__(submission, ADAPTER)

    def sent_again(self, program: ArrayProgram, weights: Sequence[np.ndarray]) -> Sequence[Any]:
        """Give the derivative of what the rule of a program of one step sends.

        What is sent to each operand is weighed and added up; the derivatives of that by each
        operand come first, then that by what came in. None where there is none.
        """
        found = self._ask(
            probes.sent_again,
            program,
            None,
            parts(program.incoming),
            [parts(each) for each in weights],
        )
        return [received(one) for one in found]

    def history(self, program: ArrayProgram) -> Sequence[Sequence[bool] | None]:
        """Say to what the history of what a rule sends leads; see `probes.history`."""
        found: Sequence[Sequence[bool] | None] = self._ask(
            probes.history, program, None, parts(program.incoming)
        )
        return found

    def derivatives_twice(
        self, program: ArrayProgram, name: str, weight: np.ndarray
    ) -> Mapping[str, Any] | None:
        """Give the derivative, by each input, of the weighed gradient by one of them.

        None where that one is not set.
        """
        found = self._ask(
            probes.derivatives_twice, program, None, parts(program.incoming), name, parts(weight)
        )
        return None if found is None else {key: received(one) for key, one in found.items()}

    def derivatives_afterwards(self, program: ArrayProgram) -> Sequence[Mapping[str, Any]]:
        """Give derivatives found after `backward`: of y * y, and of the program run anew."""
        found = self._ask(probes.derivatives_afterwards, program, None, parts(program.incoming))
        return [{key: received(one) for key, one in gave.items()} for gave in found]
