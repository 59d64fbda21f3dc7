"""Q4, the walk back: gradients of programs, by the operations' own rules, and of gradients."""

from functools import partial

import numpy as np
import pytest

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.chain_rule import (
    array_lies,
    assert_again,
    assert_follows_rules,
    assert_related,
    spread,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import filled, program, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.tensors.engine import CALCULUS, GIVEN, TABLE, TensorEngine
from autograder.asking.tensors.rules import assert_only_grad, assert_twice

A, B = np.array([2.0, -1.0, 0.5]), np.array([3.0, 0.25, -2.0])
M, N = filled((2, 3), 4), filled((3, 2), 5, start=3)

#: Chains of operations of one operand.
CHAINS = ("v = a * 3.0; v + 2.0", "v = a + 2.0; w = v * -0.5; x = w + -1.5; x * 3.0")

#: One node used twice: by one operation, by two, late and early, and through several steps.
SHARED = (
    "a * a",
    "a + a",
    "v = a * b; v + v",
    "v = a * b; v * v",
    "v = a + b; w = v * 3.0; v * w",
    "v = a * 3.0; w = v + a; w * a",
    "v = a * b; w = v * a; x = w + v; x * w",
    "v = a + b; w = v * a; x = v * b; y = w + x; y * v",
)


def case(text, constants=None, **inputs):
    """Read one program of the given operations, and let something come in at it."""
    given = inputs or {"a": A, "b": B}
    used = {name: array for name, array in given.items() if name in text}
    return with_incoming(program(TABLE, text, constants=constants, **used), 4)


def cases(*texts):
    return [(case(text),) for text in texts]


def assert_gradients(submission, drawn, examples, always=(), inner=False):
    """Check gradients of programs; that of every value on the way is asked in one check only."""
    ask = partial(assert_array_gradient, TensorEngine(submission), inner=inner)
    for_all(ask, drawn, examples=examples, always=always)


def assert_rules_followed(submission, always, drawn=None, examples=0):
    """Check that what is sent comes from the operations' own rules, also where those lie."""
    engine = TensorEngine(submission)
    if drawn is not None:
        for_all(
            lambda one, lies: assert_follows_rules(engine, one, lies),
            drawn,
            array_lies(TABLE, GIVEN),
            examples=examples,
        )
    for (one,) in always:
        assert_follows_rules(engine, one, {"mul": (2.0, -1.0), "add": (3.0, 0.5)})
        assert_follows_rules(engine, one, {"mul": spread, "scale": spread})


given_programs = partial(array_programs, TABLE, GIVEN)


@pytest.mark.points(2, cell="q4-chain")
def test_compute_gradient_chain(submission):
    """The gradient is right along a chain of operations, whatever comes in."""
    drawn = given_programs(inputs=3, steps=3, sharing=False)
    assert_gradients(submission, drawn, 4, cases(*CHAINS), inner=True)
    assert_rules_followed(submission, cases(CHAINS[0]))


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-chain")
def test_compute_gradient_any_tree(submission):
    """The gradient is right where nothing is used twice, for results of any shape."""
    drawn = given_programs(steps=5, sharing=False)
    assert_gradients(submission, drawn, 12, cases(*CHAINS, "a * b", "v = a + b; v * 3.0"))
    assert_rules_followed(submission, cases(*CHAINS), drawn, 4)
    long = "; ".join(f"v{i} = v{i - 1} + 2.0" for i in range(1, 150)).replace("v0", "a")
    assert_array_gradient(TensorEngine(submission), case(f"{long}; v149 * 3.0"), inner=False)


@pytest.mark.points(3, cell="q4-shared")
def test_compute_gradient_shared(submission):
    """A tensor that is used several times gets what each use sends, added up."""
    assert_gradients(submission, given_programs(inputs=2, steps=3), 4, cases(*SHARED[:5]))
    assert_rules_followed(submission, cases(SHARED[3]))


@pytest.mark.hidden
@pytest.mark.points(5, cell="q4-shared")
def test_compute_gradient_any_graph(submission):
    """The gradient is right for any graph, and comes from the operations' own rules."""
    drawn = given_programs(steps=7)
    assert_gradients(submission, drawn, 20, cases(*SHARED))
    assert_rules_followed(submission, cases(*SHARED[3:]), drawn, 8)
    engine = TensorEngine(submission)
    for_all(lambda one: assert_related(engine, one, 3.0), drawn, examples=3)


#: Programs with operations of every kind.
KINDS = (
    ("a @ b", {"a": M, "b": N}),
    ("v = a @ b; w = summation(v, axes=0); w * 3.0", {"a": M, "b": N}),
    ("v = transpose(a, axes=None); w = v @ a; -w", {"a": M}),
    ("v = broadcast_to(a, (2, 3)); v * b", {"a": filled((3,), 4), "b": M}),
    ("v = reshape(a, (3, 2)); w = v / b; summation(w, axes=None)", {"a": M, "b": N}),
)


@pytest.mark.points(2, cell="q4-operands")
def test_compute_gradient_operands(submission):
    """Operations of several operands and of every kind, and results that are whole arrays."""
    engine = TensorEngine(submission)
    for text, given in KINDS[:3]:
        assert_array_gradient(engine, case(text, **given), inner=False)
    assert_follows_rules(engine, case("a @ b", a=M, b=N), {"matmul": (2.0, -1.0)})


@pytest.mark.hidden
@pytest.mark.points(4, cell="q4-operands")
def test_compute_gradient_any_program(submission):
    """Any program of all operations, with constants, and found again over the same tensors."""
    always = [(case(text, **given),) for text, given in KINDS]
    always += [(case("a * k", {"k": B}, a=A),), (case("v = a + k; v * v", {"k": B}, a=A),)]
    always += cases("v = a + b; w = v * 3.0; v * w")
    drawn = array_programs(TABLE, CALCULUS, steps=5, constants=True)
    assert_gradients(submission, drawn, 15, always)
    engine = TensorEngine(submission)
    for (one,) in [*cases("a * a", "v = a * b; v + v"), always[1]]:
        assert_again(engine, one)
        assert_only_grad(engine, one)
    lies = {"matmul": (2.0, -1.0), "sum": (3.0,), "transpose": (-0.5,), "div": (2.0, 3.0)}
    for (one,) in always:
        assert_follows_rules(engine, one, {**lies, "mul": (2.0, -1.0), "add": (3.0, 0.5)})


#: Programs whose gradients have a derivative.
AGAIN = ("a * a", "v = a * a; v * a", "a * b", "v = a * b; v * v", "v = a * b; w = v * a; w * v")


@pytest.mark.points(2, cell="q4-again")
def test_compute_gradient_of_gradient(submission):
    """A gradient is a tensor with a history: it can be differentiated again."""
    engine = TensorEngine(submission)
    for (one,) in cases(*AGAIN[:3]):
        assert_twice(engine, one)


@pytest.mark.hidden
@pytest.mark.points(4, cell="q4-again")
def test_compute_gradient_of_any_gradient(submission):
    """Second derivatives are right for any program, also by the other inputs."""
    engine = TensorEngine(submission)
    drawn = array_programs(TABLE, CALCULUS, inputs=2, steps=3)
    always = [*cases(*AGAIN), *[(case(text, **given),) for text, given in KINDS[:3]]]
    for_all(partial(assert_twice, engine), drawn, examples=6, always=always)
