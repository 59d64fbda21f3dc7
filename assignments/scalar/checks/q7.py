"""Q7, a neural network: its loss, and the gradient for each matrix of weights."""

from functools import cache

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.assertions import as_number, assert_array, assert_same, fail_type
from autograder.asking.cases import for_all
from autograder.asking.numbers import number
from autograder.asking.scalars import probes_arrays as probes
from autograder.asking.scalars.expressions import expression
from autograder.asking.scalars.known import always
from autograder.asking.scalars.reference import array_gradient, exact_gradient, reference
from autograder.errors import CheckFailure


def network_loss(X, y):
    """The loss of the notebook's network as a function of its weights, on any kind of element."""
    sign = 2 * np.reshape(y, (-1, 1)) - 1

    def loss(*weights):
        hidden = X
        for position, matrix in enumerate(weights):
            padded = np.concatenate([hidden, np.ones((len(hidden), 1))], axis=1)
            hidden = padded @ matrix
            if position < len(weights) - 1:
                hidden = 1.0 / (1.0 + np.exp(-hidden))
        return -np.sum(np.log(1.0 / (1.0 + np.exp(-sign * hidden))))

    return loss


def network_case(seed, sizes, points):
    """Weights, points and labels of a small network."""
    draw = np.random.default_rng(seed)
    weights = [draw.normal(size=(i + 1, o)) for i, o in zip(sizes, [*sizes[1:], 1], strict=True)]
    X = np.round(draw.normal(size=(points, sizes[0])), 2)
    return weights, X, draw.integers(0, 2, size=points)


@cache
def network_answers(seed, sizes, points, scale=1):
    """The loss and the gradients of a network, at scaled weights."""
    weights, X, y = network_case(seed, sizes, points)
    return array_gradient(network_loss(X, y), [scale * matrix for matrix in weights])


#: How the answers of one network are spoken of: with its weights, with others, with the first.
TIMES = (
    (1, ""),
    (2, ", once the weights have been doubled,"),
    (1, ", once the weights are the first ones again,"),
)


def assert_network_loss(submission, sizes, points, seed):
    """Check the loss that nll_and_grad returns for one network, and that the weights stay."""
    weights, X, y = network_case(seed, sizes, points)
    asked = submission.run(probes.network, weights, X, y, 1)
    for (loss, _, left), (scale, when) in zip(asked, TIMES, strict=True):
        expected, _ = network_answers(seed, tuple(sizes), points, scale=scale)
        assert_same(loss, expected, f"The loss that `nll_and_grad` returns{when}", "value")
        for position, (after, before) in enumerate(zip(left, weights, strict=False)):
            what = f"After `nll_and_grad`, self.weights[{position}]"
            assert_array(after, scale * before, what, "claim")


def assert_network_gradients(submission, sizes, points, seed):
    """Check the gradients for one network, also where the derivative of exp is not true."""
    weights, X, y = network_case(seed, sizes, points)
    asked = submission.run(probes.network, weights, X, y, 1)
    for (_, gave, _), (scale, when) in zip(asked, TIMES, strict=True):
        _, expected = network_answers(seed, tuple(sizes), points, scale=scale)
        assert_gradients(gave, expected, f"The gradient{when}")
    _, honest = network_answers(seed, tuple(sizes), points)
    assert_follows(submission, (weights, X, y), honest, (2.0, -1.0, 0.5)[seed % 3])


def assert_follows(submission, case, honest, factor):
    """Check that the gradients are `factor` times what they are, where `backward` sends that."""
    what = f"While your `backward` sends {number(factor)} times what it should, the gradient"
    ((_, gave, _),) = submission.run(probes.network, *case, factor)
    if same_gradients(gave, honest):
        raise CheckFailure(
            f"{what} should be another; it is what it was. So it does not come from your "
            "`backward`. Wrap the weights, compute the loss with them, go backward, unwrap.",
            "gradient",
        )
    assert_gradients(gave, [factor * gradient for gradient in honest], what)


#: A network that is sure of its labels: its loss and all gradients are about 1e-7.
SURE = ([np.array([[8.0], [0.25]])], np.array([[2.0], [-2.0], [2.125]]), np.array([1, 0, 1]))


def assert_small_gradients(submission):
    """Check gradients that are 0 only if they are rounded; and that a little more shows in them."""
    weights, X, y = SURE
    _, expected = array_gradient(network_loss(X, y), weights)
    (_, gave, _), *_ = submission.run(probes.network, weights, X, y, 1)
    assert_gradients(gave, expected, "For a network that is sure of its labels, the gradient")
    weights = [matrix / 4 for matrix in weights]  # now the gradients are some hundredths
    _, honest = array_gradient(network_loss(X, y), weights)
    assert_follows(submission, (weights, X, y), honest, 1.01)


def same_gradients(gave, expected):
    """Say whether gradients are these."""
    try:
        assert_gradients(gave, expected)
    except CheckFailure:
        return False
    return True


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
@pytest.mark.points(1, cell="q7-loss")
def test_network_loss_any(submission):
    """The loss is right for other networks and many points, and the weights stay as they are."""
    for_all(
        lambda hidden, seed: assert_network_loss(submission, [2, hidden], 4, seed),
        st.integers(1, 3),
        SEEDS,
        examples=3,
    )
    assert_network_loss(submission, [1], 130, 11)
    weights, X, y = SURE
    loss, _ = array_gradient(network_loss(X, y), weights)
    (gave, _, _), *_ = submission.run(probes.network, weights, X, y, 1)
    assert_same(gave, loss, "The loss of a network that is sure of its labels", "value")


@pytest.mark.points(2, cell="q7-gradient")
def test_network_gradient(submission):
    """nll_and_grad returns the gradient of the loss for each matrix of weights."""
    for_all(lambda seed: assert_network_gradients(submission, [2, 2], 3, seed), SEEDS, examples=1)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q7-gradient")
def test_network_gradient_any(submission):
    """The gradients are right for networks of one to four matrices, and for other weights."""
    for_all(
        lambda sizes, seed: assert_network_gradients(submission, sizes, 3, seed),
        st.sampled_from([[2, 1], [2, 3], [2, 2]]),
        SEEDS,
        examples=2,
    )
    assert_network_gradients(submission, [3], 3, 5)
    assert_network_gradients(submission, [2, 1, 2, 1], 2, 7)
    assert_network_gradients(submission, [1], 130, 11)
    assert_small_gradients(submission)


def assert_works(submission, texts, steps):
    """Check that the notebook, with nothing replaced, differentiates and trains."""
    cases = [*(case for (case,) in always(*texts)), expression("b + a * 1", a=2.0, b=2.0)]
    weights, X, y = network_case(3, (2, 2), 4)
    codes = [[c.code(), [list(item) for item in c.inputs.items()], c.output] for c in cases]
    found, losses = submission.run(probes.whole, codes, weights, X, y, RATE, steps)
    for case, (value, forward, reverse) in zip(cases, found, strict=True):
        right = reference(case)
        at = f"{case} at {case.at()}"
        assert_same(value, right.values[case.output], f"{WHOLE} the value of {at}", "value")
        for mode, gave in (("forward", forward), ("reverse", reverse)):
            for name in case.inputs:
                if mode == "forward" and gave[name] is None:
                    raise CheckFailure(
                        f"{WHOLE} `forward_grads` of {at} has no entry for the input {name}, "
                        "though the result was computed from it.",
                        "gradient",
                    )
                what = f"{WHOLE} the derivative of {at} with respect to {name}, in {mode} mode,"
                assert_same(gave[name], right.gradient[name], what, "gradient", right.scale[name])
    expected = training_losses(steps)
    for step, (mine, right) in enumerate(zip(losses, expected, strict=True)):
        plural = "s" if step > 1 else ""
        what = f"{WHOLE} the loss of a small network after {step} step{plural} of gradient descent"
        loss = as_number(mine, what)
        near = abs(loss - right) <= 1e-3 * abs(right)
        if not near and not step:
            raise CheckFailure(
                f"{WHOLE} the loss of a small network, before the first step of gradient descent, "
                f"should be {number(right)}; it is {number(loss)}.",
                "value",
            )
        if not near:
            raise CheckFailure(
                f"{what} should be {number(right)} (it was {number(expected[0])} at the start); "
                f"it is {number(loss)}. So the network does not learn as it should.",
                "gradient",
            )


#: Products of products, the first of which has received something already.
OWN_CLASS = "v = a * b; w = v * a; w * v"
WHOLE = "In your notebook as it stands,"
RATE = 0.1


@cache
def training_losses(steps):
    """The losses of gradient descent by our own engine."""
    weights, X, y = network_case(3, (2, 2), 4)
    loss, losses = network_loss(X, y), []
    for _ in range(steps):
        value, gradients = exact_gradient(loss, weights)
        losses.append(value)
        weights = [w - RATE * g for w, g in zip(weights, gradients, strict=True)]
    return losses


@pytest.mark.whole
@pytest.mark.points(1, cell="q7-whole")
def test_whole_notebook(submission):
    """The whole notebook works: your cells together differentiate, and train a network."""
    assert_works(submission, ("a * b", "v = a + b; v * v"), 3)


@pytest.mark.whole
@pytest.mark.hidden
@pytest.mark.points(2, cell="q7-whole")
def test_whole_notebook_any(submission):
    """The whole notebook works on any expression, and the loss falls as it should."""
    texts = (
        "v = a / b; w = exp(v) * a; w - v / w",
        "2 - log(5 * b + a) * (a - b)",
        "a * a",
        OWN_CLASS,
    )
    assert_works(submission, texts, 8)
