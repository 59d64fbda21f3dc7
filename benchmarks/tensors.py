"""Gradients of NumPy programs beside the same gradients written by hand, and beside the peers that
are installed (`pip install autograd`). Run with `python -m benchmarks.tensors`.

The first figure of each line is the ratio to hand-written NumPy: what differentiating costs.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

import adlearn as ad
from benchmarks.interleaved import measure, require_equal


def chain(namespace: Any) -> Callable[[Any], Any]:
    """Four times tanh, exp, products and sums: 20 operations and a dot product."""

    def f(x: Any) -> Any:
        t = x
        for _ in range(4):
            t = namespace.tanh(t * 0.5 + x)
            t = t * namespace.exp(-t)
        return namespace.dot(t, x)

    return f


def chain_by_hand(x: np.ndarray) -> np.ndarray:
    """The gradient of `chain`, as one would write it by hand."""
    t, tape = x, []
    for _ in range(4):
        b = np.tanh(t * 0.5 + x)
        e = np.exp(-b)
        tape.append((b, e))
        t = b * e
    np.dot(t, x)
    gx, gt = t.copy(), x
    for b, e in reversed(tape):
        ga = (gt * e - gt * b * e) * (1 - b * b)
        gx = gx + ga
        gt = ga * 0.5
    return gx + gt


def network(namespace: Any, x: np.ndarray, y: np.ndarray) -> Callable[[Any], Any]:
    """The softmax loss of two layers on a batch."""

    def loss(parameters: Any) -> Any:
        w1, w2 = parameters
        logits = namespace.dot(namespace.maximum(namespace.dot(x, w1), 0.0), w2)
        logs = namespace.log(namespace.sum(namespace.exp(logits), axis=1))
        return namespace.mean(logs - namespace.sum(logits * y, axis=1))

    return loss


def network_by_hand(x: np.ndarray, y: np.ndarray, parameters: list[np.ndarray]) -> list[np.ndarray]:
    """The gradient of `network`, as one would write it by hand."""
    w1, w2 = parameters
    hidden = np.maximum(x @ w1, 0.0)
    exponentials = np.exp(hidden @ w2)
    g = (exponentials / exponentials.sum(axis=1, keepdims=True) - y) / len(x)
    return [x.T @ ((g @ w2.T) * (hidden > 0)), hidden.T @ g]


def main() -> None:
    """Print the table."""
    try:
        peer = importlib.import_module("autograd")
        peer_numpy = importlib.import_module("autograd.numpy")
    except ImportError:
        peer = None
        print("autograd is not installed: its column is missing.")
    print(f"{'workload':34}{'adlearn / by hand':>18}{'autograd / by hand':>20}{'adlearn':>12}")

    def line(
        name: str, program: Callable[..., Any], by_hand: Callable[[], Any], point: Any
    ) -> None:
        cases: dict[str, Callable[[], Any]] = {"by hand": by_hand}
        gradient = ad.grad(program(np))
        cases["adlearn"] = lambda: gradient(point)
        if peer is not None:
            theirs = peer.grad(program(peer_numpy))
            cases["autograd"] = lambda: theirs(point)
        require_equal({key: ad.flatten(case())[0].tolist() for key, case in cases.items()}, 1e-8)
        timings = measure(cases, rounds=9)
        other = f"{timings.ratio('autograd', 'by hand'):.2f}" if peer is not None else "-"
        print(
            f"{name:34}{timings.ratio('adlearn', 'by hand'):18.2f}{other:>20}"
            f"{timings.median('adlearn') * 1e6:9.0f} us"
        )

    for size in (10, 1000, 100_000):
        x = np.linspace(0.1, 1.0, size)
        line(f"20 operations, {size} elements", chain, lambda x=x: chain_by_hand(x), x)  # type: ignore[misc]
    random = np.random.default_rng(0)
    x, y = random.standard_normal((100, 784)), np.eye(10)[random.integers(0, 10, 100)]
    weights = [0.05 * random.standard_normal(shape) for shape in ((784, 100), (100, 10))]
    line(
        "784-100-10 network, batch of 100",
        lambda namespace: network(namespace, x, y),
        lambda: network_by_hand(x, y, weights),
        weights,
    )


if __name__ == "__main__":
    main()
