"""Whatever a submission gives is its answer: it is judged, and never the check's own mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.chain_rule import assert_related
from autograder.asking.arrays.programs import program
from autograder.asking.checks import Check
from autograder.asking.scalars.assertions import assert_gradient
from autograder.asking.scalars.expressions import expression
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.explaining.misconceptions import wrong_engine
from autograder.pack import load_assignment
from autograder.report import CheckResult
from tests.autograder.asking.arrays.engines import TENSOR_TABLE, tensors

SCALAR = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "scalar")


def result(asks: Callable[[], Any]) -> CheckResult:
    """Run a check that asks one thing."""
    check = Check("test_x", lambda submission: asks(), "q1", "q1-x", 1.0, False, "x")
    return run_check(check, None, 1)


def place(found: CheckResult) -> dict[str, Any]:
    """Give the place where it goes wrong first."""
    assert found.verdict == "failed", found.message
    where: dict[str, Any] = (found.counterexample or {})["where"]
    return where


WALK = """
def step(self):
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.grad = KEPT

def walk(self):
    order = []
    def visit(value):
        if value not in order:
            for parent in value.parents:
                if isinstance(parent, AutogradValue):
                    visit(parent)
            order.append(value)
    visit(self)
    for value in order:
        value.grad = START
    self.grad = 1.0
    for value in reversed(order):
        value.backward_pass()
    for value in order:
        value.grad = END

AutogradValue.backward_pass, AutogradValue.backward = step, walk
"""


@pytest.mark.parametrize(
    ("start", "kept", "end", "sentence"),
    [
        ("None", "(parent.grad or 0) + 2 * self.grad * local", "value.grad", "it sent 2."),
        (
            "np.zeros(())",
            "parent.grad + 2 * self.grad * local",
            "float(np.ravel(value.grad)[0])",
            "sent 2.",
        ),
        ("None", "[local]", "2.0", "it sent something of type list."),
        ("None", "None", "2.0", "it sent 0."),
        ("np.zeros(2)", "parent.grad + 2 * local", "2.0", "it sent something of type ndarray."),
    ],
)
def test_a_gradient_need_not_be_a_number_on_the_way(start: str, kept: str, end: str, sentence: str):
    """None is what has received nothing yet; what is no number is said as what it is."""
    names = wrong_engine(SCALAR, None)
    exec(WALK.replace("START", start).replace("KEPT", kept).replace("END", end), names)
    one = Submission(LocalSession(names))
    found = result(lambda: assert_gradient(one, expression("a + a * b", a=2.0, b=3.0)))
    assert "`a + a * b` should send 1 to `a" in place(found)["sentence"]
    assert place(found)["sentence"].endswith(sentence)


@pytest.mark.parametrize(
    ("b", "kind", "shape"),
    [(5.0, "float64", "single number (shape ())"), ([5.0, 6.0], "ndarray", "(2,)")],
)
def test_what_is_sent_may_be_no_value_of_the_engine(b: Any, kind: str, shape: str):
    """An array, or a number, in place of a value is named where it was sent, whatever its shape."""
    old = "return fitting(out_grad * b, a.shape), fitting(out_grad * a, b.shape)"
    share = "fitting(out_grad * a, b.shape)"
    odd = f"({share} if a is b else {share}.array[()])"
    times = "Tensor(2.0 if a is b else 1.0)"
    wrong = tensors((old, f"return fitting(out_grad * b * {times}, a.shape), {odd}"))
    case = program(TENSOR_TABLE, "(a * a) * b", [3.0, 4.0], a=[2.0, 3.0], b=b)
    found = place(result(lambda: assert_array_gradient(wrong, case)))
    assert found["sentence"].startswith("`(a * a) * b` should send `b` a")
    assert shape in found["sentence"]
    assert found["sentence"].endswith(
        f"it sent something of type {kind}, which is none of the engine's values."
    )
    assert found["sent"] == f"something of type {kind}"


NO_OP = "        if node.op is None:\n"
SCALED = 'a * np.asarray(self.scalar, dtype=a.dtype if a.dtype.kind in "fc" else float)'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SCALED, "{}"),
        (SCALED, "[1.0, [a]]"),
        (NO_OP, f"{NO_OP}            node.grad = Tensor({{}})\n"),
    ],
)
def test_a_value_may_hold_no_numbers(old: str, new: str):
    """A value that holds a dictionary is refused as what it is."""
    wrong = tensors(("np.asarray(array)", "array"), (old, new))
    case = program(TENSOR_TABLE, "a * 3.0", [3.0, 4.0], a=[2.0, 3.0])
    found = result(lambda: assert_array_gradient(wrong, case))
    assert found.verdict == "failed"
    assert "a Tensor, but it is of type Tensor that holds something of type " in found.message


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("node.grad.array", "should be a Tensor, but it is of type ndarray"),
        ("None", "passed"),
        ("None if len(sent) > 4 else node.grad", r"f \+ f .* should be a Tensor, but it is None"),
        ("Tensor(np.ones(3))", r"should have the shape \(2,\); it has \(3,\)"),
    ],
)
def test_gradients_that_are_related_may_be_anything(end: str, said: str):
    """What is compared with a gradient of theirs is looked at first."""
    one = tensors(
        (
            NO_OP,
            f"{NO_OP}            node.grad = {end}\n",
        )
    )
    case = program(TENSOR_TABLE, "a * b", [3.0, 4.0], a=[2.0, 3.0], b=[5.0, 6.0])
    found = result(lambda: assert_related(one, case, 3.0))
    assert re.search(said, found.message or found.verdict), found.message
