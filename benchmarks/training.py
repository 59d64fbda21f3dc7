"""Programs that learn: an epoch of a network on images, steps of a tanh regression, and the
derivative of fifty such steps by their learning rate.

Run alone with `python -m benchmarks.training`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

import adlearn as ad
from benchmarks import table
from benchmarks.interleaved import FULL, Effort
from benchmarks.peers import (
    PEERS,
    Case,
    advect,
    advect_gradient,
    as_numpy,
    autograd,
    autograd_numpy,
    jax,
    jax_staged,
    jit,
    mygrad,
    torch,
    torch_gradients,
)
from benchmarks.staged import Staged
from benchmarks.table import COMPILED, HAND, Row

Gradients = Callable[..., list[np.ndarray]]
Parameters = dict[str, np.ndarray]

BATCH, PIXELS, HIDDEN, CLASSES = 100, 784, 100, 10
RATE = 0.2

POINTS = 1_000
REGRESSION_STEPS, REGRESSION_RATE = 20, 0.001

SAMPLES, FEATURES, INNER_STEPS = 100, 10, 50


# An epoch of a two-layer network on images of the size of MNIST's.


def images(number: int) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Make batches of pixels, of classes one-hot, and the starting weights."""
    random = np.random.default_rng(0)
    x = random.standard_normal((number, PIXELS))
    y = np.eye(CLASSES)[random.integers(0, CLASSES, number)]
    weights = [
        random.standard_normal((PIXELS, HIDDEN)) / np.sqrt(HIDDEN),
        random.standard_normal((HIDDEN, CLASSES)) / np.sqrt(CLASSES),
    ]
    batches = number // BATCH
    return np.split(x, batches), np.split(y, batches), weights


def epoch(
    gradients: Gradients, xs: list[np.ndarray], ys: list[np.ndarray], start: list[np.ndarray]
) -> list[np.ndarray]:
    """Go once through the batches and give the weights reached."""
    w1, w2 = start
    for x, y in zip(xs, ys, strict=True):
        g1, g2 = gradients(w1, w2, x, y)
        w1, w2 = w1 - RATE * g1, w2 - RATE * g2
    return [w1, w2]


def softmax_loss(namespace: Any) -> Callable[..., Any]:
    """Write the loss for a NumPy-like namespace."""

    def loss(w1: Any, w2: Any, x: Any, y: Any) -> Any:
        logits = namespace.matmul(namespace.maximum(namespace.matmul(x, w1), 0.0), w2)
        scale = namespace.log(namespace.sum(namespace.exp(logits), axis=1))
        return namespace.mean(scale - namespace.sum(logits * y, axis=1))

    return loss


def softmax_loss_torch(w1: Any, w2: Any, x: Any, y: Any) -> Any:
    """Write the loss as torch's users do."""
    return torch.nn.functional.cross_entropy(torch.relu(x @ w1) @ w2, y)


def softmax_gradients_by_hand(
    w1: np.ndarray, w2: np.ndarray, x: np.ndarray, y: np.ndarray
) -> list[np.ndarray]:
    """Compute the loss's gradients as a course on networks teaches them."""
    hidden = np.maximum(x @ w1, 0.0)
    exponentials = np.exp(hidden @ w2)
    g = (exponentials / exponentials.sum(axis=1, keepdims=True) - y) / len(x)
    return [x.T @ ((g @ w2.T) * (hidden > 0.0)), hidden.T @ g]


def epoch_cases(number: int) -> dict[str, Case | Staged]:
    """Give the cases of one epoch over a number of images."""
    xs, ys, start = images(number)
    ours = ad.grad(softmax_loss(np), (0, 1))
    cases: dict[str, Case | Staged] = {
        HAND: lambda: epoch(softmax_gradients_by_hand, xs, ys, start),
        "adlearn": lambda: epoch(ours, xs, ys, start),
        COMPILED: Staged(ours, lambda program: epoch(program, xs, ys, start)),
    }
    if autograd is not None:
        theirs = autograd.grad(softmax_loss(autograd_numpy), (0, 1))
        cases["autograd"] = lambda: epoch(theirs, xs, ys, start)
    if torch is not None:
        cases["torch"] = epoch_torch(xs, ys, start)
    if mygrad is not None:
        cases["MyGrad"] = lambda: epoch(gradients_mygrad, xs, ys, start)
    if jax is not None:
        cases["jax.jit"] = epoch_jax(xs, ys, start)
    if advect is not None:
        staged = advect_gradient((0, 1), *start, xs[0], ys[0])
        cases["advect"] = Staged(
            softmax_loss(np), lambda program: epoch(program, xs, ys, start), staged
        )
    return cases


def epoch_jax(xs: list[np.ndarray], ys: list[np.ndarray], start: list[np.ndarray]) -> Staged:
    """Give jax's epoch: the whole step is compiled, as its users do."""
    gradients = jax.grad(softmax_loss(jax.numpy), (0, 1))
    weights = [jax.numpy.asarray(w) for w in start]
    batches = [(jax.numpy.asarray(x), jax.numpy.asarray(y)) for x, y in zip(xs, ys, strict=True)]

    def step(w1: Any, w2: Any, x: Any, y: Any) -> Any:
        g1, g2 = gradients(w1, w2, x, y)
        return w1 - RATE * g1, w2 - RATE * g2

    def call(program: Any) -> list[np.ndarray]:
        w1, w2 = weights
        for x, y in batches:
            w1, w2 = program(w1, w2, x, y)
        return as_numpy([w1, w2])

    return Staged(step, call, jit)


def epoch_torch(
    xs: list[np.ndarray], ys: list[np.ndarray], start: list[np.ndarray]
) -> Callable[[], Any]:
    """Give torch's epoch: its own loss function, and weights updated in place."""
    pixels = [torch.from_numpy(x) for x in xs]
    labels = [torch.from_numpy(y) for y in ys]

    def case() -> list[np.ndarray]:
        weights = [torch.from_numpy(w.copy()).requires_grad_() for w in start]
        for x, y in zip(pixels, labels, strict=True):
            gradients = torch.autograd.grad(
                softmax_loss_torch(weights[0], weights[1], x, y), weights
            )
            with torch.no_grad():
                for weight, gradient in zip(weights, gradients, strict=True):
                    weight.sub_(gradient, alpha=RATE)
        return [weight.detach().numpy() for weight in weights]

    return case


def gradients_mygrad(
    w1: np.ndarray, w2: np.ndarray, x: np.ndarray, y: np.ndarray
) -> list[np.ndarray]:
    """Compute the loss's gradients with MyGrad."""
    a, b = mygrad.tensor(w1, copy=False), mygrad.tensor(w2, copy=False)
    softmax_loss(mygrad)(a, b, x, y).backward()
    return [a.grad, b.grad]


# Steps of a regression by a small network of tanh.


def curve() -> tuple[np.ndarray, np.ndarray, Parameters]:
    """Make the inputs, the targets and the starting parameters of a 1-4-4-1 network."""
    random = np.random.default_rng(0)
    x = np.linspace(-5.0, 5.0, POINTS)[:, None]
    shapes = {"W1": (1, 4), "b1": (4,), "W2": (4, 4), "b2": (4,), "W3": (4, 1), "b3": (1,)}
    start = {name: random.standard_normal(shape) for name, shape in shapes.items()}
    return x, x**3 - 20.0 * x + 10.0, start


def squared_loss(namespace: Any, x: Any, t: Any) -> Callable[[Any], Any]:
    """Write the loss for a NumPy-like namespace, of parameters in a dictionary."""

    def loss(p: Any) -> Any:
        h1 = namespace.tanh(namespace.matmul(x, p["W1"]) + p["b1"])
        h2 = namespace.tanh(namespace.matmul(h1, p["W2"]) + p["b2"])
        output = namespace.matmul(h2, p["W3"]) + p["b3"]
        return namespace.mean(0.5 * namespace.square(output - t))

    return loss


def squared_gradients_by_hand(p: Parameters, x: np.ndarray, t: np.ndarray) -> Parameters:
    """Compute the loss's gradients as one would write them by hand."""
    h1 = np.tanh(x @ p["W1"] + p["b1"])
    h2 = np.tanh(h1 @ p["W2"] + p["b2"])
    g = (h2 @ p["W3"] + p["b3"] - t) / len(x)
    g2 = (g @ p["W3"].T) * (1.0 - h2 * h2)
    g1 = (g2 @ p["W2"].T) * (1.0 - h1 * h1)
    return {
        "W1": x.T @ g1,
        "b1": g1.sum(axis=0),
        "W2": h1.T @ g2,
        "b2": g2.sum(axis=0),
        "W3": h2.T @ g,
        "b3": g.sum(axis=0),
    }


def descent(gradient: Callable[[Parameters], Parameters], start: Parameters) -> Parameters:
    """Take steps of gradient descent and give the parameters reached."""
    p = start
    for _ in range(REGRESSION_STEPS):
        g = gradient(p)
        p = {name: p[name] - REGRESSION_RATE * g[name] for name in p}
    return p


def regression_cases() -> dict[str, Case | Staged]:
    """Give the cases of the regression."""
    x, t, start = curve()
    ours = ad.grad(squared_loss(np, x, t))
    cases: dict[str, Case | Staged] = {
        HAND: lambda: descent(lambda p: squared_gradients_by_hand(p, x, t), start),
        "adlearn": lambda: descent(ours, start),
        COMPILED: Staged(ours, lambda program: descent(program, start)),
    }
    if autograd is not None:
        theirs = autograd.grad(squared_loss(autograd_numpy, x, t))
        cases["autograd"] = lambda: descent(theirs, start)
    if torch is not None:
        cases["torch"] = regression_torch(x, t, start)
    if mygrad is not None:
        loss = squared_loss(mygrad, x, t)

        def gradient(p: Parameters) -> Parameters:
            leaves = {name: mygrad.tensor(value, copy=False) for name, value in p.items()}
            loss(leaves).backward()
            return {name: leaf.grad for name, leaf in leaves.items()}

        cases["MyGrad"] = lambda: descent(gradient, start)
    if jax is not None:
        cases["jax.jit"] = regression_jax(x, t, start)
    if advect is not None:
        cases["advect"] = Staged(
            squared_loss(np, x, t),
            lambda program: descent(program, start),
            advect_gradient(0, start),
        )
    return cases


def regression_jax(x: np.ndarray, t: np.ndarray, start: Parameters) -> Staged:
    """Give jax's descent: the whole step is compiled."""
    gradient = jax.grad(squared_loss(jax.numpy, jax.numpy.asarray(x), jax.numpy.asarray(t)))
    first = {name: jax.numpy.asarray(p) for name, p in start.items()}

    def step(p: Any) -> Any:
        return jax.tree.map(lambda p, g: p - REGRESSION_RATE * g, p, gradient(p))

    def call(program: Any) -> Parameters:
        p = first
        for _ in range(REGRESSION_STEPS):
            p = program(p)
        return as_numpy(p)

    return Staged(step, call, jit)


def regression_torch(x: np.ndarray, t: np.ndarray, start: Parameters) -> Case:
    """Give torch's descent: parameters updated in place."""
    loss = squared_loss(torch, torch.from_numpy(x), torch.from_numpy(t))

    def case() -> Parameters:
        leaves = {name: torch.from_numpy(p.copy()).requires_grad_() for name, p in start.items()}
        for _ in range(REGRESSION_STEPS):
            gradients = torch.autograd.grad(loss(leaves), list(leaves.values()))
            with torch.no_grad():
                for leaf, gradient in zip(leaves.values(), gradients, strict=True):
                    leaf.sub_(gradient, alpha=REGRESSION_RATE)
        return {name: leaf.detach().numpy() for name, leaf in leaves.items()}

    return case


# The derivative of a whole training by its learning rate.


def classes() -> tuple[np.ndarray, np.ndarray]:
    """Make the samples and labels of a logistic regression."""
    random = np.random.default_rng(0)
    x = random.standard_normal((SAMPLES, FEATURES))
    return x, (x @ random.standard_normal(FEATURES) > 0.0).astype(float)


def logistic_loss(namespace: Any, x: Any, y: Any) -> Callable[[Any], Any]:
    """Write the loss for a NumPy-like namespace."""

    def loss(w: Any) -> Any:
        z = namespace.matmul(x, w)
        return namespace.mean(namespace.log(1.0 + namespace.exp(z)) - y * z)

    return loss


def trained_loss(gradient: Callable[[Any], Any], loss: Callable[[Any], Any], start: Any) -> Any:
    """Give the loss after training, as a function of the learning rate."""

    def after(rate: Any) -> Any:
        w = start
        for _ in range(INNER_STEPS):
            w = w - rate * gradient(w)
        return loss(w)

    return after


def rate_derivative_by_hand(x: np.ndarray, y: np.ndarray, rate: float) -> float:
    """Go back through the training: the Hessian times a vector at every step."""

    def gradient(w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        s = 1.0 / (1.0 + np.exp(-(x @ w)))
        return x.T @ (s - y) / len(y), s

    w = np.zeros(FEATURES)
    tape = []
    for _ in range(INNER_STEPS):
        g, s = gradient(w)
        tape.append((g, s))
        w = w - rate * g
    u, _ = gradient(w)
    derivative = 0.0
    for g, s in reversed(tape):
        derivative -= u @ g
        u = u - x.T @ (s * (1.0 - s) * (x @ u)) * (rate / len(y))
    return float(derivative)


def rate_cases() -> dict[str, Case | Staged]:
    """Give the cases of the derivative by the learning rate."""
    x, y = classes()
    start = np.zeros(FEATURES)
    loss = logistic_loss(np, x, y)
    ours = ad.grad(trained_loss(ad.grad(loss), loss, start))
    cases: dict[str, Case | Staged] = {
        HAND: lambda: rate_derivative_by_hand(x, y, 0.5),
        "adlearn": lambda: ours(0.5),
        COMPILED: Staged(ours, lambda program: program(0.5)),
    }
    if autograd is not None:
        loss_autograd = logistic_loss(autograd_numpy, x, y)
        theirs = autograd.grad(trained_loss(autograd.grad(loss_autograd), loss_autograd, start))
        cases["autograd"] = lambda: theirs(0.5)
    if torch is not None:
        loss_torch = logistic_loss(torch, torch.from_numpy(x), torch.from_numpy(y))

        def gradient(w: Any) -> Any:
            return torch.autograd.grad(loss_torch(w), w, create_graph=True)[0]

        first = torch.zeros(FEATURES, dtype=torch.float64, requires_grad=True)
        cases["torch"] = torch_gradients(trained_loss(gradient, loss_torch, first), [np.array(0.5)])
    if jax is not None:
        cases["jax.jit"] = rate_jax(x, y, start)
    if advect is not None:
        after = trained_loss(advect.grad(loss), loss, start)
        cases["advect"] = Staged(after, lambda program: program(0.5), advect_gradient(0, 0.5))
    return cases


def rate_jax(x: np.ndarray, y: np.ndarray, start: np.ndarray) -> Staged:
    """Give jax's derivative, with its own kind of loop: it takes seconds to compile the steps one
    after the other."""
    loss = logistic_loss(jax.numpy, x, y)
    gradient = jax.grad(loss)

    def after(rate: Any) -> Any:
        return loss(jax.lax.fori_loop(0, INNER_STEPS, lambda _, w: w - rate * gradient(w), start))

    return jax_staged(jax.grad(after), [np.array(0.5)])


def rows(effort: Effort) -> list[Row]:
    """Measure the three."""
    number = 1_000 if effort.quick else 6_000
    return [
        table.compare(
            f"epoch of a 784-100-10 network, {number:,} images",
            epoch_cases(number),
            {HAND: 1.15, "autograd": 1.0, "torch": 1.0, "MyGrad": 1.0},
            effort,
            also={(COMPILED, HAND): 1.05},
        )[0],
        table.compare(
            f"{REGRESSION_STEPS} steps of tanh regression, {POINTS:,} points",
            regression_cases(),
            {HAND: 1.4},
            effort,
            also={(COMPILED, HAND): 1.05},
        )[0],
        table.compare(
            f"derivative through {INNER_STEPS} steps of descent",
            rate_cases(),
            {"autograd": 0.2},
            effort,
            also={(COMPILED, HAND): 1.4},
        )[0],
    ]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
