"""Q7, a neural network: its loss, and the gradient for each matrix of weights."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import strategies as st

import adlearn as ad
from autograder.asking.assertions import assert_array, assert_same, fail_type
from autograder.asking.cases import for_all
from autograder.asking.numbers import number
from autograder.asking.scalars import probes
from autograder.asking.scalars.reference import array_gradient, exact_gradient
from autograder.errors import CheckFailure


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
