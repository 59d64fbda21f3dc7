"""No right engine of arrays is refused, whatever it is built like and whatever is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from adlearn.compat import needle
from autograder.asking.arrays.assertions import assert_array_gradient, assert_rule, assert_rules
from autograder.asking.arrays.chain_rule import (
    array_lies,
    assert_again,
    assert_follows_rules,
    assert_related,
    spread,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import program
from autograder.asking.arrays.reference import truth_of
from autograder.asking.arrays.shapes import Fit, alike, matrix_product, reduction, with_number
from autograder.asking.arrays.uses import every_use
from autograder.asking.cases import for_all
from autograder.asking.engine import DeclaredEngine
from autograder.asking.localize import find_backward
from autograder.asking.run import Run, running
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from tests.autograder.asking.arrays.engines import (
    FUNCTION_TABLE,
    FUNCTIONS,
    TENSOR_ADAPTER,
    TENSOR_TABLE,
    TENSORS,
    VJP_ADAPTER,
    engine,
    functions,
    tensors,
)

# The assignment's own names, as its author would declare them.
NEEDLE_TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, alike, "EWiseAdd"),
        Operation("mul", "{0} * {1}", np.multiply, alike, "EWiseMul"),
        Operation(
            "power",
            "power_scalar({0}, {scalar})",
            lambda a, scalar: a**scalar,
            with_number("scalar", 2, 3),
            "PowerScalar",
        ),
        Operation("matmul", "{0} @ {1}", np.matmul, matrix_product(vectors=False), "MatMul"),
        Operation(
            "sum",
            "summation({0}, axes={axes})",
            lambda a, axes: np.sum(a, axis=axes),
            reduction("axes"),
            "Summation",
        ),
        Operation("log", "log({0})", np.log, rule="Log", allowed=lambda a: a > 0.05),
    ),
    total=("sum", {"axes": None}),
    weigh="mul",
)


def needle_engine() -> DeclaredEngine:
    names = {name: getattr(needle, name) for name in dir(needle)}
    adapter = replace(TENSOR_ADAPTER, operations=NEEDLE_TABLE.rules)
    return DeclaredEngine(Submission(LocalSession(names)), adapter)


ENGINES: dict[str, tuple[Any, Table, bool]] = {
    "backward": (tensors, TENSOR_TABLE, False),
    "grad": (functions, FUNCTION_TABLE, True),
    "vjp": (lambda: engine(FUNCTIONS, VJP_ADAPTER), FUNCTION_TABLE, False),
    "needle": (needle_engine, NEEDLE_TABLE, False),
}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", ENGINES)
def test_a_right_engine_passes_everything(name: str, seed: int):
    """Programs, lies, rules of the grader's own, and relations, over ten seeds."""
    make, table, scalar = ENGINES[name]
    one = make()
    drawn = array_programs(table, scalar=scalar, constants=True)
    with running(Run(seed)):
        for_all(lambda case: assert_array_gradient(one, case), drawn, examples=6)
        for_all(
            lambda case, lies: assert_follows_rules(one, case, {**lies, "mul": spread}),
            drawn,
            array_lies(table, stops=True),
            examples=3,
        )
        for_all(lambda case: assert_related(one, case, -2.0), drawn, examples=2)
        for_all(lambda case: assert_again(one, case), drawn, examples=2)


@pytest.mark.parametrize("name", ENGINES)
def test_a_right_engine_passes_every_use(name: str):
    """Each operation apart, in every use, and through the whole walk."""
    make, table, scalar = ENGINES[name]
    one = make()
    for operation in table.names:
        assert_rules(one, table, operation, examples=2)
    for (case,) in every_use(table, scalar, most=20):
        assert_array_gradient(one, case)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", ["float32", "whole", "complex"])
def test_inputs_of_other_kinds(kind: str, seed: int):
    """Single precision, whole numbers and complex ones are as right as any."""
    one = engine(FUNCTIONS, VJP_ADAPTER)
    drawn = array_programs(FUNCTION_TABLE, kinds=(kind,))
    with running(Run(seed)):
        for_all(lambda case: assert_array_gradient(one, case), drawn, examples=6)


def test_single_precision_stays_single():
    """Where the dtype is asked, a gradient in double precision of a single input is refused."""
    case = program(
        TENSOR_TABLE, "a * 3.0", np.float32([1, 2]), a=np.array([1, 2], dtype=np.float32)
    )
    assert_array_gradient(tensors(), case, dtype=True)
    wide = tensors(
        ("return out_grad * self.scalar", "return Tensor(out_grad.array * 3.0 + np.zeros(2))")
    )
    assert_array_gradient(wide, case)
    with pytest.raises(AssertionError, match="gradient of a should be of dtype float32"):
        assert_array_gradient(wide, case, dtype=True)


def test_each_entry_has_a_scale_of_its_own():
    """A small entry beside a large one is compared by the terms that it was added up from."""
    off = tensors(
        ("return out_grad * self.scalar", "return out_grad * self.scalar * SMALL"),
        ("import numpy as np\n", "import numpy as np\nSMALL = 1.0\n"),
    )
    case = program(TENSOR_TABLE, "a * 3.0", [1e6, 1e-2], a=[1.0, 2.0])
    assert_array_gradient(off, case)
    wrong = tensors(
        (
            "return out_grad * self.scalar",
            "return Tensor(out_grad.array * 3.0 + np.array([0, 1e-6]))",
        )
    )
    with pytest.raises(AssertionError, match=r"should be 0.03 at \[1\]"):
        assert_array_gradient(wrong, case)
    cancelling = program(
        TENSOR_TABLE, "a @ b", [[1.0, -1.0]], a=[[1.0, 2.0]], b=[[1e6, 1e6], [1.0, 1.0]]
    )
    rounding = tensors(
        (
            "fitting(out_grad @ transpose(b), a.shape)",
            "fitting(out_grad @ transpose(b), a.shape) + Tensor(np.array([[1e-2, 0]]))",
        )
    )
    assert_array_gradient(rounding, cancelling)  # 1e6 - 1e6: a hundredth is rounding


def test_conjugate_gradients_where_that_is_declared():
    """Another convention for complex numbers is declared in the adapter, and then right."""
    rule = "lambda g, ans, x, y: fitting(g * y, x), lambda g, ans, x, y: fitting(g * x, y)"
    conjugate = rule.replace("g * y", "g * real.conj(y)").replace("g * x", "g * real.conj(x)")
    one = engine(FUNCTIONS, replace(VJP_ADAPTER, conjugate=True), (rule, conjugate))
    case = program(FUNCTION_TABLE, "a * b", [1 + 2j, 3.0], a=[2 - 1j, 1j], b=[0.5, 3 + 1j])
    assert_array_gradient(one, case)
    with pytest.raises(AssertionError, match=r"the gradient of a should be 9\+3j at \[1\]"):
        assert_array_gradient(replace(one, adapter=VJP_ADAPTER), case)


def test_an_engine_of_numbers_only_is_not_asked_for_more():
    """An author who draws results of any shape for `grad` is told what to draw."""
    case = program(FUNCTION_TABLE, "a + a", [1.0, 2.0], a=[1.0, 2.0])
    with pytest.raises(ValueError, match="scalar=True"):
        assert_array_gradient(functions(), case)


def test_gradients_that_are_added_up_in_place_are_told_as_they_were():
    """What was sent is kept as it was, though the engine goes on writing into the same array."""
    in_place = tensors(("node.grad = node.grad + more", "node.grad.array += more.array"))
    case = program(TENSOR_TABLE, "c = a * b; (c * a) * c", [1.0, 2.0], a=[1.0, 2.0], b=[3.0, 0.5])
    assert_array_gradient(in_place, case)
    sent, gradients, _ = in_place.watch_backward(case, case.incoming)
    assert find_backward(truth_of(case), sent, gradients) is None


def test_an_engine_that_adds_up_from_one_time_to_the_next_is_reset():
    """Where `backward` adds to what is there, the adapter says how a value begins anew."""
    own = (
        "node.grad = sent[id(node)][0]\n",
        "node.grad = sent[id(node)][0] + node.grad if node.grad else sent[id(node)][0]\n",
    )
    again = (
        "grads = node.op.gradient(node.grad, node)",
        "grads = node.op.gradient(sum(sent[id(node)][1:], sent[id(node)][0]), node)",
    )
    adding = tensors(own, again)
    case = program(TENSOR_TABLE, "a * b", [1.0, 2.0], a=[1.0, 2.0], b=[3.0, 0.5])
    assert_array_gradient(adding, case)
    with pytest.raises(
        AssertionError, match="found the second time over the same values and 3 times"
    ):
        assert_again(adding, case)
    reset = replace(TENSOR_ADAPTER, reset="setattr(x, 'grad', None)")
    assert_again(replace(adding, adapter=reset), case)


def test_two_operations_may_have_one_rule():
    """Each is changed apart, though one class stands for both, and one may use the other."""
    times = Operation("times", "times({0}, {1})", np.multiply, alike, "EWiseMul")
    twice = Operation("twice", "twice({0})", lambda a: 2 * a, rule="Twice")
    table = Table((*TENSOR_TABLE.operations, times, twice))
    one = engine(
        TENSORS + "\n\ntimes = lambda a, b: EWiseMul()(a, b)\ntwice = lambda a: a * Tensor(2.0)\n",
        replace(TENSOR_ADAPTER, operations={**table.rules, "twice": ""}),
    )
    case = program(table, "times(a * b, twice(b))", [3.0, 4.0], a=[2.0, 3.0], b=[5.0, 1.0])
    for lie in ({"mul": (2.0, -1.0), "times": (3.0, 2.0)}, {"times": (3.0, 2.0)}, {"mul": spread}):
        assert_follows_rules(one, case, lie)


def test_a_rule_may_be_a_generator():
    """Walks and rules apart are right where what is sent is given one by one."""
    old = "return fitting(out_grad * b, a.shape), fitting(out_grad * a, b.shape)"
    new = "yield fitting(out_grad * b, a.shape)\n        yield fitting(out_grad * a, b.shape)"
    walk = "grads = grads if isinstance(grads, tuple) else (grads,)"
    one = tensors((old, new), (walk, "grads = (grads,) if isinstance(grads, Tensor) else grads"))
    case = program(TENSOR_TABLE, "a * b", [3.0, 4.0], a=[2.0, 3.0], b=5.0)
    assert_array_gradient(one, case)
    assert_rule(one, case)
    assert_follows_rules(one, case, {"mul": (2.0, -1.0)})


FMA = """

class FMA(TensorOp):
    def compute(self, a, b, c):
        return a * b + c

    def gradient(self, out_grad, node):
        a, b, c = node.inputs
        return out_grad * b, out_grad * a, out_grad


def fma(a, b, c):
    return FMA()(a, b, c)
"""


def test_an_operation_may_have_any_number_of_operands():
    """Lies are drawn for each of them, also where one place stands twice in what is written."""
    fits = lambda choose, shape: Fit((shape, shape), choose((0, 1, 2)))  # noqa: E731
    three = Operation("fma", "fma({0}, {1}, {2})", lambda a, b, c: a * b + c, fits, "FMA")
    square = Operation("square", "{0} * {0}", lambda a: a * a, rule="")
    table = Table((three, square))
    assert (three.arity, square.arity) == (3, 1)
    one = engine(TENSORS + FMA, replace(TENSOR_ADAPTER, operations=table.rules))
    with running(Run(1)):
        assert_rules(one, table, "fma", examples=2)
        for_all(
            lambda case, lies: assert_follows_rules(one, case, lies),
            array_programs(table, ("fma",), steps=3),
            array_lies(table, ("fma",)),
            examples=4,
        )
