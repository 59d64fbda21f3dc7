"""Checks of the scalar assignment: public ones travel in the notebook, hidden ones stay here."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import strategies as st

import adlearn as ad
from autograder.asking.assertions import as_number, assert_array, assert_same, fail_type
from autograder.asking.cases import for_all, numbers
from autograder.asking.numbers import number, prints
from autograder.asking.scalars import probes
from autograder.asking.scalars.assertions import assert_gradient, assert_message, assert_partials
from autograder.asking.scalars.chain_rule import (
    assert_chain_rule,
    assert_metamorphic,
    assert_rule,
    lies,
)
from autograder.asking.scalars.expressions import expression, expressions
from autograder.asking.scalars.reference import array_gradient, exact_gradient, reference
from autograder.errors import CheckFailure

ALL = ("add", "mul", "sub", "div", "neg", "exp", "log")
FIRST = numbers(1, 4)
ANY = numbers(-4, 4)
NONZERO = ANY.filter(lambda n: abs(n) >= 0.25)
LOCALS = st.lists(NONZERO, min_size=1, max_size=4)


# Q1: operations


EQUAL = st.shared(NONZERO, key="equal operands")


def assert_operation(submission, name, function, examples=20, **numbers):
    """Check the value of func, then grads: that it matches, and that it is a rule."""
    assert_partials(submission, name, function, examples, **numbers)
    assert_rule(submission, name, function, **numbers)


def assert_everywhere(submission, name, function, a, **more):
    """Check the same at any numbers, at zero, and where both operands are equal."""
    assert_operation(submission, name, function, 20, a=a, **more)
    zero, some = st.just(0.0), FIRST
    if name != "_log":
        assert_operation(submission, name, function, 2, a=zero, **dict.fromkeys(more, some))
    if more:
        assert_operation(submission, name, function, 2, a=EQUAL, b=EQUAL)
    if more and name != "_div":
        assert_operation(submission, name, function, 2, a=some, b=zero)
        assert_operation(submission, name, function, 1, a=zero, b=zero)


@pytest.mark.points(1, cell="q1-sub")
def test_sub(submission):
    """_sub computes a - b, and its local derivatives."""
    assert_operation(submission, "_sub", lambda a, b: a - b, a=FIRST, b=FIRST, examples=8)


@pytest.mark.points(1, cell="q1-mul")
def test_mul(submission):
    """_mul computes a * b, and its local derivatives."""
    assert_operation(submission, "_mul", lambda a, b: a * b, a=FIRST, b=FIRST, examples=8)


@pytest.mark.points(1, cell="q1-div")
def test_div(submission):
    """_div computes a / b, and its local derivatives."""
    assert_operation(submission, "_div", lambda a, b: a / b, a=FIRST, b=FIRST, examples=8)


@pytest.mark.points(1, cell="q1-exp")
def test_exp(submission):
    """_exp computes e to the power a, and its local derivative."""
    assert_operation(submission, "_exp", ad.exp, a=FIRST, examples=8)


@pytest.mark.points(1, cell="q1-log")
def test_log(submission):
    """_log computes the natural logarithm of a, and its local derivative."""
    assert_operation(submission, "_log", ad.log, a=FIRST, examples=8)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-sub")
def test_sub_everywhere(submission):
    """_sub is right for negative numbers, zero and equal operands too."""
    assert_everywhere(submission, "_sub", lambda a, b: a - b, a=ANY, b=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-mul")
def test_mul_everywhere(submission):
    """_mul is right for negative numbers, zero and equal operands too."""
    assert_everywhere(submission, "_mul", lambda a, b: a * b, a=ANY, b=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-div")
def test_div_everywhere(submission):
    """_div is right for negative numbers and equal operands too."""
    assert_everywhere(submission, "_div", lambda a, b: a / b, a=ANY, b=NONZERO)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-exp")
def test_exp_everywhere(submission):
    """_exp is right for negative numbers and zero too."""
    assert_everywhere(submission, "_exp", ad.exp, a=ANY)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-log")
def test_log_everywhere(submission):
    """_log is right for small and large numbers too."""
    assert_operation(submission, "_log", ad.log, a=numbers(0.05, 40).filter(lambda n: n >= 0.05))


# Derivatives that only the chain rule finds


def follows(submission, mode, text):
    """Check that a derivative follows local derivatives that are not true, at drawn numbers."""

    def body(a, b, factors):
        assert_chain_rule(submission, expression(text, a=a, b=b), factors, mode)

    for_all(body, FIRST, FIRST, lies(ALL), examples=2)


def follows_anywhere(submission, mode):
    """Check the same for any expression, also where nothing may pass through an operation."""

    def body(case, factors):
        assert_chain_rule(submission, case, factors, mode)

    for_all(body, expressions(ALL, steps=6), lies(ALL, stops=True), examples=8)


# Q2: forward mode


@pytest.mark.points(2, cell="q2-entries")
def test_forward_one_operation(submission):
    """One operation: forward_grads has the local derivative for each input."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(("add", "mul"), steps=1, inputs=2, scaled=False), examples=12)
    follows(submission, "forward", "a * b")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q2-entries")
def test_forward_any_operation(submission):
    """One operation of any kind, with plain numbers on either side."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(ALL, steps=1, inputs=2, scaled=False), examples=40)
    for text in ("a - b", "a / b", "b * a"):
        follows(submission, "forward", text)


@pytest.mark.points(3, cell="q2-chain")
def test_forward_chain(submission):
    """Several operations in a row: local derivatives are multiplied."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(("add", "mul", "exp"), steps=4, sharing=False), examples=15)
    follows(submission, "forward", "(a + 1) * 2 * b")


@pytest.mark.hidden
@pytest.mark.points(4, cell="q2-chain")
def test_forward_long_chain(submission):
    """Long chains of all operations, and of operations whose derivatives are made up."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(ALL, steps=8, sharing=False), examples=30)
    for_all(lambda *case: declared_chain(submission, "forward", *case), ANY, LOCALS, examples=5)
    follows(submission, "forward", "-exp(log(a + 7) - b) / 2")


@pytest.mark.points(3, cell="q2-shared")
def test_forward_shared(submission):
    """An input that reaches the result on several ways: contributions add up."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(("add", "mul"), steps=4), examples=15)
    body(expression("3 * (a * b) + a", a=5.0, b=2.0))
    follows(submission, "forward", "3 * (a * b) + a")


@pytest.mark.hidden
@pytest.mark.points(5, cell="q2-shared")
def test_forward_any_expression(submission):
    """Any expression, with shared values, plain numbers and unused inputs."""

    def body(case):
        assert_gradient(submission, case, mode="forward")

    for_all(body, expressions(ALL, steps=8), examples=40)
    follows_anywhere(submission, "forward")


# Q3: printing a graph


def expected_numbers(case):
    """Values in the tree that unfolds from the output: each step, input, and plain number."""
    values = reference(case).values
    steps = {step.name: step for step in case.steps}

    def tree(item):
        if not isinstance(item, str):
            return [item]
        below = steps[item].operands if item in steps else (values[item],)
        return [values[item], *(n for operand in below for n in tree(operand))]

    return tree(case.steps[-1].name)


def assert_printed(text, expected, what):
    """Compare printed numbers, in any order and to two decimals at least."""

    if not isinstance(text, str) or not prints(text, expected):
        shown = text.strip() if isinstance(text, str) else ""
        raise CheckFailure(
            f"For {what}, `graph_print` should print {len(expected)} numbers, in any order: "
            f"{', '.join(number(n) for n in expected)}. It printed: "
            f"{', '.join(shown.split()) or 'nothing'}.",
            "output",
        )


def assert_graph_printed(submission, case):
    """Check what graph_print prints for one expression."""
    inputs = [[name, value] for name, value in case.inputs.items()]
    text = submission.run(probes.printed, case.code(), inputs, case.steps[-1].name)
    assert_printed(text, expected_numbers(case), f"{case} at {case.at()}")


@pytest.mark.points(3, cell="q3-values")
def test_print_values(submission):
    """graph_print shows the value of every operation and every input."""
    for_all(
        lambda case: assert_graph_printed(submission, case),
        expressions(("add", "mul"), steps=3, constants=False, scaled=False),
        examples=10,
    )


@pytest.mark.hidden
@pytest.mark.points(3, cell="q3-values")
def test_print_any_graph(submission):
    """graph_print follows every parent of any graph."""
    for_all(
        lambda case: assert_graph_printed(submission, case), expressions(ALL, steps=4), examples=20
    )


@pytest.mark.points(2, cell="q3-numbers")
def test_print_constants(submission):
    """graph_print prints the plain numbers among the parents."""

    def body(a, b, added):
        assert_graph_printed(submission, expression(f"log((a + {added}) * b)", a=a, b=b))

    for_all(body, FIRST, FIRST, FIRST, examples=3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q3-numbers")
def test_print_a_number(submission):
    """graph_print of something that is not a value prints it."""

    def body(plain):
        text = submission.run(probes.printed_number, plain)
        assert_printed(text, [plain], f"the plain number {plain}")

    for_all(body, st.one_of(st.integers(-9, 9), ANY), examples=5)


# Q4: one step backward

GRADIENT = numbers(-3, 3, first=3).filter(bool)
BEFORE = numbers(-4, 4, first=4)
OPERATION = st.sampled_from(["add", "mul", "sub", "div"])


def made_up(submission, *operands, before=0.0):
    """Check a step of an operation whose local derivatives are made up."""

    def body(partials, incoming, already):
        known = [before * already] * len(operands)
        assert_message(submission, "add", operands, incoming, known, partials)

    count = len(operands)
    partials = st.lists(NONZERO, min_size=count, max_size=count)
    for_all(body, partials, GRADIENT, GRADIENT, examples=4)


@pytest.mark.points(3, cell="q4-step")
def test_step(submission):
    """backward_pass gives each parent its gradient times the local derivative."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [a, b], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=12)
    made_up(submission, 1.0, 2.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-step")
def test_step_any_operation(submission):
    """backward_pass is right for every operation, also for one with made-up derivatives."""

    def two(operation, a, b, incoming):
        assert_message(submission, operation, [a, b], incoming, [0.0, 0.0])

    def one(operation, a, incoming):
        assert_message(submission, operation, [a], incoming, [0.0])

    for_all(two, OPERATION, ANY, NONZERO, GRADIENT)
    for_all(one, st.sampled_from(["neg", "exp", "log"]), FIRST, GRADIENT, examples=10)
    made_up(submission, 1.0)
    made_up(submission, 1.0, 2.0, 3.0)


@pytest.mark.points(2, cell="q4-adds")
def test_step_adds(submission):
    """backward_pass adds to what a parent has already received."""

    def body(operation, a, b, incoming, before):
        assert_message(submission, operation, [a, b], incoming, [before, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, BEFORE, examples=12)
    made_up(submission, 1.0, 2.0, before=1.0)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-adds")
def test_step_same_parent_twice(submission):
    """backward_pass adds twice where a value is both parents, as in a * a."""

    def body(operation, a, incoming, before):
        assert_message(submission, operation, [a, "same"], incoming, [before, before])

    for_all(body, OPERATION, NONZERO, GRADIENT, BEFORE)
    made_up(submission, 1.0, "same", before=1.0)


@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers(submission):
    """backward_pass leaves plain numbers among the parents alone."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [a, [b]], incoming, [0.0, 0.0])

    for_all(body, st.sampled_from(["add", "mul"]), FIRST, FIRST, GRADIENT, examples=8)
    made_up(submission, 1.0, [2.0])


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-numbers")
def test_step_skips_numbers_first(submission):
    """backward_pass also works when the plain number comes first, as in 5 - a."""

    def body(operation, a, b, incoming):
        assert_message(submission, operation, [[a], b], incoming, [0.0, 0.0])

    for_all(body, OPERATION, ANY, NONZERO, GRADIENT)
    made_up(submission, [1.0], 2.0)


# Q5: the whole way backward


def declared_chain(submission, mode, start, partials):
    """Check the derivative through operations whose local derivatives are made up."""
    gave = submission.run(probes.declared_chain, mode, start, partials)
    what = f"Through operations with the local derivatives {partials}, the derivative"
    assert_same(gave, float(np.prod(partials)), what, "gradient")


@pytest.mark.points(3, cell="q5-tree")
def test_backward_tree(submission):
    """backward is right where every value is used once."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(("add", "mul", "exp"), steps=4, sharing=False),
        examples=15,
    )
    follows(submission, "reverse", "(a + 1) * 2 * b")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q5-tree")
def test_backward_any_tree(submission):
    """backward is right for all operations, and for ones with made-up derivatives."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(ALL, steps=8, sharing=False),
        examples=30,
    )
    for_all(lambda *case: declared_chain(submission, "reverse", *case), ANY, LOCALS, examples=5)
    follows(submission, "reverse", "-exp(log(a + 7) - b) / 2")


@pytest.mark.points(4, cell="q5-shared")
def test_backward_shared(submission):
    """backward is right where values are used more than once, as c is in (c * 2) * (c + 4)."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(("add", "mul"), steps=5),
        examples=20,
    )
    texts = ("c * 2 * (c + 4)", "(c + 4) * (c * 2)", "c + 3 * (2 * c)", "3 * (2 * c) + c")
    for text in texts:
        assert_gradient(submission, expression(f"c = a + b; {text}", a=1.0, b=2.0))
    follows(submission, "reverse", "c = a + b; c * 2 * (c + 4)")


@pytest.mark.hidden
@pytest.mark.points(6, cell="q5-shared")
def test_backward_any_graph(submission):
    """backward is right for any graph."""
    for_all(lambda case: assert_gradient(submission, case), expressions(ALL, steps=10), examples=60)
    doubled = "; ".join(["c = a + a"] + ["c = c + c"] * 9)
    assert_gradient(submission, expression(f"{doubled}; c * 1", a=1.0))
    rungs = "c = a * b; d = c + a; e = d * c; f = e + d"
    for last in ("f * e", "f * e + c", "c * (d * (e * f))", "c - a * d * e * f"):
        assert_gradient(submission, expression(f"{rungs}; {last}", a=0.5, b=1.5))
    follows_anywhere(submission, "reverse")
    related = lambda case, weight: assert_metamorphic(submission, case, weight)  # noqa: E731
    for_all(related, expressions(ALL, steps=5), GRADIENT, examples=5)


@pytest.mark.points(2, cell="q5-edges")
def test_backward_itself(submission):
    """The gradient of a value with respect to itself is 1."""

    def body(a):
        gave = submission.run(probes.self_gradient, a)
        what = f"After a = AutogradValue({number(a)}) and a.backward(), a.grad"
        assert_same(gave, 1.0, what, "gradient")

    for_all(body, ANY, examples=3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-edges")
def test_backward_constants(submission):
    """Plain numbers are skipped wherever they stand, and unused inputs keep the gradient 0."""

    def body(a, b):
        for text in ("5 * a", "a / 5", "5 - a", "-log(5 * b + a)", "2 - a * 0"):
            assert_gradient(submission, expression(text, a=a, b=b))

    for_all(body, FIRST, FIRST, examples=2)
    follows(submission, "reverse", "5 - a / 2")


# Q6: arrays

SHAPES = st.sampled_from([(2, 3), (3, 2), (1, 1)])
ANY_SHAPE = st.sampled_from([(2, 3), (3, 1), (1, 4)])


def drawn_array(shape, entropy):
    """An array of short decimals."""
    return np.round(np.random.default_rng(entropy).uniform(-4, 4, shape), 2)


def assert_wrapped(submission, array):
    """Check wrap_array on one array."""
    found = submission.run(probes.wrapped, array)
    what = f"What `wrap_array` returns for an array of shape {array.shape}"
    if found["type"] != "ndarray":
        raise CheckFailure(f"{what} should be a NumPy array; it is a {found['type']}.", "type")
    if tuple(found["shape"]) != array.shape:
        raise CheckFailure(f"{what} has the shape {tuple(found['shape'])}.", "shape")
    if found["wrong"]:
        fail = f"{what} should hold AutogradValue objects; it holds a {found['wrong'][0]}."
        raise CheckFailure(fail, "type")
    if not found["distinct"]:
        raise CheckFailure(f"{what} uses one AutogradValue in several places.", "claim")
    if not found["unchanged"]:
        raise CheckFailure("`wrap_array` changes the array that it is given.", "claim")
    values = [as_number(value, "The value of an element") for value in found["values"]]
    assert_array(np.reshape(values, array.shape), array, "The values of the wrapped array", "value")


@pytest.mark.points(2, cell="q6-wrap")
def test_wrap(submission):
    """wrap_array gives a matrix of AutogradValue with the same numbers."""
    for_all(
        lambda shape, seed: assert_wrapped(submission, drawn_array(shape, seed)),
        SHAPES,
        st.integers(0, 99),
        examples=6,
    )


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-wrap")
def test_wrap_any_matrix(submission):
    """wrap_array makes a new value for every element of any matrix, also of whole numbers."""
    for_all(
        lambda shape, seed: assert_wrapped(submission, drawn_array(shape, seed)),
        ANY_SHAPE,
        st.integers(0, 99),
        examples=10,
    )
    assert_wrapped(submission, np.array([[1.0, 1.0], [1.0, 1.0]]))


def assert_unwrapped(submission, shape, seed):
    """Check unwrap_gradient on one array, and that it leaves it alone."""
    expected = drawn_array(shape, seed)
    gave, unchanged = submission.run(probes.unwrapped, expected)
    assert_array(gave, expected, "What `unwrap_gradient` returns")
    if not unchanged:
        raise CheckFailure("`unwrap_gradient` changes the array that it is given.", "claim")


@pytest.mark.points(2, cell="q6-unwrap")
def test_unwrap(submission):
    """unwrap_gradient gives a matrix of floats, the gradients."""
    for_all(
        lambda shape, seed: assert_unwrapped(submission, shape, seed),
        SHAPES,
        st.integers(0, 99),
        examples=6,
    )


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-unwrap")
def test_unwrap_any_matrix(submission):
    """unwrap_gradient works for any matrix."""
    for_all(
        lambda shape, seed: assert_unwrapped(submission, shape, seed),
        ANY_SHAPE,
        st.integers(0, 99),
        examples=10,
    )


# Q7: a neural network


def lying_exp(factor):
    """An exp of arrays of values whose local derivative is `factor` times the true one."""

    def exp(a):
        return factor * ad.exp(a) + (1 - factor) * math.exp(a.value)

    return np.vectorize(exp, otypes=[object])


def network_loss(X, y, exp=np.exp):
    """The loss of the notebook's network as a function of its weights, on any kind of element."""
    sign = 2 * np.reshape(y, (-1, 1)) - 1

    def loss(*weights):
        hidden = X
        for position, matrix in enumerate(weights):
            padded = np.concatenate([hidden, np.ones((len(hidden), 1))], axis=1)
            hidden = padded @ matrix
            if position < len(weights) - 1:
                hidden = 1.0 / (1.0 + exp(-hidden))
        return -np.sum(np.log(1.0 / (1.0 + exp(-sign * hidden))))

    return loss


def network_case(seed, sizes, points):
    """Weights, points and labels of a small network."""
    draw = np.random.default_rng(seed)
    weights = [draw.normal(size=(i + 1, o)) for i, o in zip(sizes, [*sizes[1:], 1], strict=True)]
    X = np.round(draw.normal(size=(points, sizes[0])), 2)
    return weights, X, draw.integers(0, 2, size=points)


@cache
def network_answers(seed, sizes, points, factor=1):
    """The loss and the gradients, with the derivative of exp multiplied by a factor."""
    weights, X, y = network_case(seed, sizes, points)
    if factor == 1:
        return array_gradient(network_loss(X, y), weights)
    return exact_gradient(network_loss(X, y, lying_exp(factor)), weights)


def assert_network_loss(submission, sizes, points, seed):
    """Check the loss that nll_and_grad returns for one network, and that the weights stay."""
    weights, X, y = network_case(seed, sizes, points)
    loss, _, left = submission.run(probes.network, weights, X, y, 1)
    expected, _ = network_answers(seed, tuple(sizes), points)
    assert_same(loss, expected, "The loss that `nll_and_grad` returns", "value")
    for position, (after, before) in enumerate(zip(left, weights, strict=False)):
        what = f"After `nll_and_grad`, self.weights[{position}]"
        assert_array(after, before, what, "claim")


def assert_network_gradients(submission, sizes, points, seed):
    """Check the gradients for one network, also where the derivative of exp is not true."""
    weights, X, y = network_case(seed, sizes, points)
    _, expected = network_answers(seed, tuple(sizes), points)
    assert_gradients(submission.run(probes.network, weights, X, y, 1)[1], expected)
    factor = (2.0, -1.0, 0.5)[seed % 3]
    _, expected = network_answers(seed, tuple(sizes), points, factor)
    what = f"While `_exp.grads` returns {number(factor)} times its number, the gradient"
    assert_gradients(submission.run(probes.network, weights, X, y, factor)[1], expected, what)


def assert_gradients(gave, expected, what="The gradient"):
    """Compare the gradients of all matrices of weights."""
    if not isinstance(gave, (list, tuple)):
        fail_type(gave, "The second thing `nll_and_grad` returns", "a list of arrays")
    if len(gave) != len(expected):
        raise CheckFailure(
            f"`nll_and_grad` should return {len(expected)} gradients, one for each matrix of "
            f"weights; it returns {len(gave)}.",
            "shape",
        )
    for position, (mine, right) in enumerate(zip(gave, expected, strict=True)):
        assert_array(mine, right, f"{what} of self.weights[{position}]")


SEEDS = st.integers(0, 2**16)


@pytest.mark.points(1, cell="q7-loss")
def test_network_loss(submission):
    """nll_and_grad returns the loss as a plain number."""
    for_all(lambda seed: assert_network_loss(submission, [2, 2], 3, seed), SEEDS, examples=1)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q7-loss")
def test_network_loss_any(submission):
    """The loss is right for other networks, and the weights stay as they are."""
    for_all(
        lambda hidden, seed: assert_network_loss(submission, [2, hidden], 4, seed),
        st.integers(1, 3),
        SEEDS,
        examples=3,
    )


@pytest.mark.points(3, cell="q7-gradient")
def test_network_gradient(submission):
    """nll_and_grad returns the gradient of the loss for each matrix of weights."""
    for_all(lambda seed: assert_network_gradients(submission, [2, 2], 3, seed), SEEDS, examples=1)


@pytest.mark.hidden
@pytest.mark.points(4, cell="q7-gradient")
def test_network_gradient_any(submission):
    """The gradients are right for other networks."""
    for_all(
        lambda sizes, seed: assert_network_gradients(submission, sizes, 4, seed),
        st.sampled_from([[2, 1], [2, 3], [3]]),
        SEEDS,
        examples=3,
    )
