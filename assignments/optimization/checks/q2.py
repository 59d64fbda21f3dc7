"""Q2, the way back: chains, shared values, several walks, and a derivative."""

import ast
from functools import partial

import numpy as np
import pytest

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.chain_rule import (
    array_lies,
    assert_follows_rules,
    assert_related,
    spread,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import filled, program, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.engine import DeclaredEngine
from autograder.asking.variables.engine import ADAPTER, ALIKE, CALCULUS, TABLE, UNARY
from autograder.asking.variables.gradients import assert_again, assert_derivative, assert_long

A, B = np.array([2.0, -1.0, 0.5]), np.array([3.0, 0.25, -2.0])
M, N = filled((2, 3), 4), filled((3, 2), 5, start=3)

CHAINS = ("-a", "v = a.tanh(); w = -v; w.exp()", "v = a.tanh(); w = v.exp(); w.mean()")
#: One value used twice: by one operation, by two, late and early, and through several steps.
USES = (
    "a * a",
    "a + a",
    "v = a + a; v + a",
    "v = a.tanh(); v * v",
    "v = a * b; w = v.exp(); w * v",
    "v = a.tanh(); w = v + a; w * a",
    "v = a * b; w = v * a; x = w + v; x * w",
    "v = a - b; w = v * a; x = v * b; y = w - x; y * v",
    "v = a.tanh(); w = v.exp(); x = v * v; w + x",
    "v = a.tanh(); w = v.exp(); x = v * v; x + w",
)


def case(text, **inputs):
    """Read one program, and let something come in at it."""
    given = inputs or {"a": A, "b": B}
    names = {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name)}
    used = {name: array for name, array in given.items() if name in names}
    return with_incoming(program(TABLE, text, **used), 4)


def cases(*texts):
    return [(case(text),) for text in texts]


MATRICES = (
    case("v = a @ b; w = v.tanh(); w @ a", a=M, b=N),
    case("v = a @ b; w = v * v; w.mean()", a=M / 2, b=N / 2),
)


def assert_gradients(submission, drawn, examples, always=()):
    """Check the gradients of programs, also of what is on the way."""
    engine = DeclaredEngine(submission, ADAPTER)
    for_all(partial(assert_array_gradient, engine), drawn, examples=examples, always=always)


def assert_rules_followed(submission, texts, drawn=None, examples=0):
    """Check that messages are those of the edges, also where those lie."""
    engine = DeclaredEngine(submission, ADAPTER)
    if drawn is not None:
        for_all(
            lambda one, lies: assert_follows_rules(engine, one, lies),
            drawn,
            array_lies(TABLE, CALCULUS),
            examples=examples,
        )
    lies = {"multiply": (2.0, -1.0), "add": (3.0, 0.5), "subtract": (2.0, 3.0), "tanh": (-2.0,)}
    for (one,) in cases(*texts):
        assert_follows_rules(engine, one, {**lies, "exp": (3.0,), "negative": (0.5,)})
        assert_follows_rules(engine, one, {"multiply": spread, "tanh": spread, "exp": spread})


simple = partial(array_programs, ALIKE, UNARY)
joined = partial(array_programs, ALIKE, ("add", "multiply", "tanh", "subtract"))


@pytest.mark.points(1, cell="q2-chain")
def test_chain(submission):
    """backward sends a message along a chain, by the functions of the edges."""
    assert_gradients(submission, simple(inputs=1, steps=3, sharing=False), 3, cases(*CHAINS[:2]))
    assert_rules_followed(submission, CHAINS[1:2])
    assert_long(submission, 3000, False)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-chain")
def test_any_chain(submission):
    """backward is right along chains of any operations, also very long ones."""
    drawn = array_programs(TABLE, (*UNARY, "mean"), inputs=1, steps=4, sharing=False)
    assert_gradients(submission, drawn, 8, cases(*CHAINS))
    assert_rules_followed(submission, CHAINS[:2], simple(inputs=1, steps=4, sharing=False), 3)
    assert_long(submission, 5000, False)


@pytest.mark.points(2, cell="q2-shared")
def test_shared(submission):
    """What is used several times gets the sum of all messages before it sends."""
    assert_gradients(submission, joined(inputs=2, steps=4), 4, cases(*USES[:5]))


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-shared")
def test_shared_anywhere(submission):
    """backward is right for any use of values, without looking at a path twice."""
    drawn = array_programs(TABLE, CALCULUS, inputs=2, steps=5)
    assert_gradients(submission, drawn, 12, [*cases(*USES), *[(one,) for one in MATRICES]])
    assert_rules_followed(submission, USES[4:], joined(inputs=2, steps=4), 4)
    assert_related(DeclaredEngine(submission, ADAPTER), case(USES[6]), -3.0)
    assert_long(submission, 60, True)


@pytest.mark.points(1, cell="q2-again")
def test_again(submission):
    """What you made adds up, what was computed is found afresh."""
    for how in ("once", "two losses", "set back"):
        assert_again(submission, how)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-again")
def test_again_in_any_way(submission):
    """Nothing of one walk disturbs the next."""
    for how in ("twice", "another end", "an input alone", "an input that has one", "set back"):
        assert_again(submission, how)


@pytest.mark.points(1, cell="q2-derivative")
def test_derivative(submission):
    """derivative gives the gradient of a function at a point."""
    assert_derivative(submission, "lambda x: x * x * x", 2.0, 12.0)
    assert_derivative(submission, "lambda x: mean(x * x)", np.array([1.0, -2.0]), [1.0, -2.0])


@pytest.mark.hidden
@pytest.mark.points(2, cell="q2-derivative")
def test_derivative_any(submission):
    """derivative is right for messy functions, for whole numbers, and each time anew."""
    messy = "lambda x: ((x - 3.0) ** (2.0 / x) - 1.0) ** (x - 1.0)"
    assert_derivative(submission, messy, 10.0, -0.0012886539585819875)
    assert_derivative(submission, "lambda x: x ** 2 * 3", 4, 24.0)
    assert_derivative(submission, "lambda x: x ** 2 * 3", 5, 30.0)
    assert_derivative(submission, "lambda x: mean(2.0 * x)", M, np.full((2, 3), 1 / 3))
    assert_derivative(submission, "lambda x: x + 1.0", 0.5, 1.0)
    # What is sent is what counts, also where it is not the slope.
    assert_derivative(
        submission, "lambda x: computed(x.value**2, (x, lambda g: 7.0 * g))", 2.0, 7.0
    )
