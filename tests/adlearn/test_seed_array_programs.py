"""The programs of the course texts on arrays, differentiated and checked."""

from __future__ import annotations

import numpy as onp
import pytest

import adlearn as ad
import adlearn.numpy as np
from adlearn import check_grads, flatten, grad
from adlearn.derivatives.own_rules import defvjp, primitive


def test_tanh_by_exponentials():
    def tanh(x):
        y = np.exp(-x)
        return (1.0 - y) / (1.0 + y)

    assert grad(tanh)(1.0) == pytest.approx((tanh(1.0001) - tanh(0.9999)) / 0.0002, rel=1e-7)


def test_logsumexp_with_its_own_rule():
    @primitive
    def logsumexp(x):
        max_x = np.max(x)
        return max_x + np.log(np.sum(np.exp(x - max_x)))

    def make_grad_logsumexp(ans, x):
        def gradient_product(g):
            return np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))

        return gradient_product

    defvjp(logsumexp, make_grad_logsumexp)

    def example_func(y):
        z = y**2
        lse = logsumexp(z)
        return np.sum(lse)

    y = onp.random.default_rng(0).standard_normal(10)
    weights = onp.exp(y**2 - onp.max(y**2))
    assert grad(example_func)(y) == pytest.approx(2 * y * weights / weights.sum())
    entries = check_grads(example_func, modes=["rev", "fwd"], order=2)(y)
    assert {entry.verdict for entry in entries} == {"passed"}


def test_linear_regression_with_parameters_in_a_dictionary():
    random = onp.random.default_rng(1)
    x = np.linspace(0, 10, 100)
    t = 4 * x + 10 + random.normal(0, 2, x.shape[0])

    def cost(params):
        y = params["w"] * x + params["b"]
        return (1 / 100) * np.sum(0.5 * np.square(y - t))

    params = {"w": 0.3, "b": -0.2}
    grad_cost = grad(cost)
    for _ in range(1000):
        step = grad_cost(params)
        params["w"] = params["w"] - 0.01 * step["w"]
        params["b"] = params["b"] - 0.01 * step["b"]
    slope, offset = onp.polyfit(x, t, 1)
    # Descent has not arrived yet, but it is the descent of the exact gradient.
    design = onp.stack([x, onp.ones(100)])
    matrix, right = design @ design.T / 100, design @ t / 100
    by_hand = onp.array([0.3, -0.2])
    for _ in range(1000):
        by_hand = by_hand - 0.01 * (matrix @ by_hand - right)
    assert [params["w"], params["b"]] == pytest.approx(by_hand.tolist(), rel=1e-10)
    assert params["w"] == pytest.approx(slope, abs=0.2)
    assert params["b"] == pytest.approx(offset, abs=1.5)


def test_polynomial_regression():
    random = onp.random.default_rng(2)
    x = np.linspace(-3, 3, 100)
    t = x**4 - 10 * x**2 + 10 * x + random.normal(0, 4, x.shape[0])
    feature_matrix = np.array([[item**i for i in range(5)] for item in x])

    def cost(weights):
        y = np.dot(feature_matrix, weights)
        return (1.0 / 100) * np.sum(0.5 * np.square(y - t))

    cost_grad = grad(cost)
    weights = by_hand = random.standard_normal(5)
    for _ in range(2000):
        weights = weights - 0.001 * cost_grad(weights)
        by_hand = by_hand - 0.001 * (feature_matrix.T @ (feature_matrix @ by_hand - t)) / 100
    assert weights == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize("nonlinearity", [np.tanh, lambda x: np.maximum(0, x)])
def test_neural_regression(nonlinearity):
    random = onp.random.default_rng(3)
    x = np.linspace(-5, 5, 200)
    t = x**3 - 20 * x + 10
    inputs = x.reshape(x.shape[-1], 1)
    params = {
        "W1": random.standard_normal((1, 4)),
        "b1": random.standard_normal(4),
        "W2": random.standard_normal((4, 4)),
        "b2": random.standard_normal(4),
        "W3": random.standard_normal((4, 1)),
        "b3": random.standard_normal(1),
    }

    def predict(params, inputs):
        h1 = nonlinearity(np.dot(inputs, params["W1"]) + params["b1"])
        h2 = nonlinearity(np.dot(h1, params["W2"]) + params["b2"])
        return np.dot(h2, params["W3"]) + params["b3"]

    def loss(params):
        output = predict(params, inputs)
        return (1.0 / inputs.shape[0]) * np.sum(
            0.5 * np.square(output.reshape(output.shape[0]) - t)
        )

    assert {entry.verdict for entry in check_grads(loss, order=1)(params)} <= {
        "passed",
        "inconclusive",
    }
    vector, unflatten = flatten(params)
    gradient = grad(lambda v: loss(unflatten(v)))
    before = loss(params)
    for _ in range(300):
        vector = vector - 0.003 * gradient(vector)
    assert loss(unflatten(vector)) < 0.7 * before


def test_logistic_regression_of_the_lecture():
    inputs = onp.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30]])
    targets = onp.array([1.0, 1.0, 0.0])

    def sigmoid(x):
        return 0.5 * (np.tanh(x) + 1)

    def training_loss(weights):
        preds = sigmoid(np.dot(inputs, weights))
        label_probabilities = preds * targets + (1 - preds) * (1 - targets)
        return -np.sum(np.log(label_probabilities))

    training_gradient_fun = grad(training_loss)
    weights = np.array([0.0, 0.0, 0.0])
    assert training_loss(weights) == pytest.approx(3 * onp.log(2))
    check_grads(training_loss)(weights)
    for _ in range(100):
        weights -= training_gradient_fun(weights) * 0.01
    assert training_loss(weights) < 3 * onp.log(2) * 0.65


def project(vx, vy):
    p = np.zeros(vx.shape)
    h = 1.0 / vx.shape[0]
    div = (
        -0.5
        * h
        * (
            np.roll(vx, -1, axis=0)
            - np.roll(vx, 1, axis=0)
            + np.roll(vy, -1, axis=1)
            - np.roll(vy, 1, axis=1)
        )
    )
    for _ in range(10):
        p = (
            div
            + np.roll(p, 1, axis=0)
            + np.roll(p, -1, axis=0)
            + np.roll(p, 1, axis=1)
            + np.roll(p, -1, axis=1)
        ) / 4.0
    vx -= 0.5 * (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / h
    vy -= 0.5 * (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / h
    return vx, vy


def advect(f, vx, vy):
    rows, cols = f.shape
    cell_ys, cell_xs = np.meshgrid(np.arange(rows), np.arange(cols))
    center_xs = (cell_xs - vx).ravel()
    center_ys = (cell_ys - vy).ravel()
    left_ix = np.floor(center_xs).astype(int)
    top_ix = np.floor(center_ys).astype(int)
    rw = center_xs - left_ix
    bw = center_ys - top_ix
    left_ix = np.mod(left_ix, rows)
    right_ix = np.mod(left_ix + 1, rows)
    top_ix = np.mod(top_ix, cols)
    bot_ix = np.mod(top_ix + 1, cols)
    flat_f = (1 - rw) * ((1 - bw) * f[left_ix, top_ix] + bw * f[left_ix, bot_ix]) + rw * (
        (1 - bw) * f[right_ix, top_ix] + bw * f[right_ix, bot_ix]
    )
    return np.reshape(flat_f, (rows, cols))


def simulate(vx, vy, smoke, num_time_steps):
    for _ in range(num_time_steps):
        vx_updated = advect(vx, vx, vy)
        vy_updated = advect(vy, vx, vy)
        vx, vy = project(vx_updated, vy_updated)
        smoke = advect(smoke, vx, vy)
    return smoke


def test_fluid_simulation_of_the_lecture():
    random = onp.random.default_rng(4)
    vx, vy = 0.3 * random.standard_normal((2, 8, 8))
    smoke, target = random.uniform(size=(2, 8, 8))

    def objective(vx, vy):
        return np.mean((simulate(vx, vy, smoke, 3) - target) ** 2)

    entries = check_grads(objective, order=1)(vx, vy)
    assert {entry.verdict for entry in entries} == {"passed"}


def test_gradient_through_training_for_a_hyperparameter():
    random = onp.random.default_rng(5)
    x, t = random.standard_normal((20, 3)), random.standard_normal(20)

    def loss(weights):
        return np.mean((np.tanh(np.dot(x, weights)) - t) ** 2)

    def after_training(rate):
        weights = np.zeros(3)
        for _ in range(20):
            weights = weights - rate * grad(loss)(weights)
        return loss(weights)

    entries = check_grads(after_training, order=2)(0.1)
    assert {entry.verdict for entry in entries} == {"passed"}
    assert isinstance(ad.grad(after_training)(0.1), float)
