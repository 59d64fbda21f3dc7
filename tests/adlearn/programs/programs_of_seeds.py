"""Ten programs of the seeds, as their readers write them, each with arguments to try it at."""

from __future__ import annotations

import numpy as np

import adlearn as ad

rng = np.random.default_rng(18)


# The lecture: logistic least squares


def logistic_loss(w, b, x, t):
    z = w * x + b
    y = 1 / (1 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    return L


# The lecture: logistic regression, with tanh for the sigmoid


def sigmoid(x):
    return 0.5 * (np.tanh(x) + 1)


INPUTS = np.array(
    [[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]]
)
TARGETS = np.array([True, True, False, True])


def logistic_predictions(weights, inputs):
    return sigmoid(np.dot(inputs, weights))


def training_loss(weights):
    preds = logistic_predictions(weights, INPUTS)
    label_probabilities = preds * TARGETS + (1 - preds) * (1 - TARGETS)
    return -np.sum(np.log(label_probabilities))


# A network of two layers


def network_loss(params, x, t):
    for W, b in params:
        outputs = np.dot(x, W) + b
        x = np.tanh(outputs)
    return np.mean((outputs - t) ** 2)


def softmax_loss(Z, y):
    return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(Z)), y])


# Polynomial and linear regression


def polynomial(w, x):
    return w[0] + w[1] * x + w[2] * x**2 + w[3] * x**3


def polynomial_loss(w, x, t):
    return np.sum((polynomial(w, x) - t) ** 2) / len(x)


def linear_step(params, X, t, rate):
    def cost(params):
        return np.mean((X @ params["w"] + params["b"] - t) ** 2)

    g = ad.grad(cost)(params)
    return {name: params[name] - rate * g[name] for name in params}


# Functions of single numbers, and derivatives of derivatives


def tanh(x):
    return (1.0 - np.exp(-2 * x)) / (1.0 + np.exp(-2 * x))


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def after_training(rate, start, x, t):
    w = start
    for _ in range(3):
        w = w - rate * ad.grad(polynomial_loss)(w, x, t)
    return polynomial_loss(w, x, t)


def project(vx, vy):
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
    p = np.zeros(vx.shape)
    for _ in range(3):
        p = (div + np.roll(p, 1, axis=0) + np.roll(p, -1, axis=0)) / 4.0
    return np.sum((vx - 0.5 * (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / h) ** 2)


x20, t20 = rng.uniform(-1, 1, (2, 20))


def layers():
    return [(rng.normal(size=(3, 4)), rng.normal(size=4)), (rng.normal(size=(4, 2)), np.zeros(2))]


#: Name -> the function, and two lists of arguments.
PROGRAMS = {
    "logistic": (
        ad.value_and_grad(logistic_loss, (0, 1)),
        [(1.0, 2.0, 3.0, 1.0), (-0.5, 0.25, 2.0, 0.0)],
    ),
    "logistic regression": (
        ad.grad(training_loss),
        [(np.zeros(3),), (np.array([0.3, -0.2, 1.0]),)],
    ),
    "network": (
        ad.grad(network_loss),
        [(layers(), rng.normal(size=(5, 3)), rng.normal(size=(5, 2))) for _ in range(2)],
    ),
    "softmax": (
        ad.grad(softmax_loss),
        [(rng.normal(size=(4, 3)), rng.integers(0, 3, 4)) for _ in range(2)],
    ),
    "polynomial": (
        ad.value_and_grad(polynomial_loss),
        [(rng.normal(size=4), x20, t20), (rng.normal(size=4), t20, x20)],
    ),
    "linear step": (
        linear_step,
        [
            ({"w": rng.normal(size=3), "b": 0.5}, rng.normal(size=(6, 3)), rng.normal(size=6), r)
            for r in (0.1, 0.2)
        ],
    ),
    "tanh, second derivative": (
        ad.elementwise_grad(ad.elementwise_grad(tanh)),
        [(np.linspace(-2, 2, 5),), (np.linspace(-1, 3, 5),)],
    ),
    "hessian": (ad.hessian(rosenbrock), [(np.linspace(-1, 1, 5),), (np.linspace(0, 2, 5),)]),
    "through training": (
        ad.grad(after_training),
        [(0.1, rng.normal(size=4), x20, t20), (0.2, rng.normal(size=4), t20, x20)],
    ),
    "fluid": (
        ad.grad(project, (0, 1)),
        [tuple(rng.normal(size=(2, 5, 5))), tuple(rng.normal(size=(2, 5, 5)))],
    ),
}
