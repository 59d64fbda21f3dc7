"""Scalar graphs: time per operation against micrograd and hand-written Python, and bytes per node.

Run alone with `python -m benchmarks.scalar`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import gc
import importlib
import math
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import adlearn as ad
from adlearn.scalars.derivatives import grad
from benchmarks import table
from benchmarks.interleaved import FULL, Effort
from benchmarks.peers import PEERS, installed
from benchmarks.table import HAND, Figure, Row

#: The most our CPU time may be, as a multiple of micrograd's.
MOST_OF_MICROGRAD = {"chain": 0.45, "epoch": 0.6}
MOST_BYTES = 180
OPERATIONS = 1000
LONG = 1_000_000


def chain(x: Any, w: Any, sin: Any, exp: Any, log: Any, operations: int = OPERATIONS) -> Any:
    """Compute a chain of mul, sin, exp, add and log."""
    for _ in range(operations // 5):
        x = log(exp(sin(x * w)) + w)
    return x


def chain_by_hand(x: float, w: float, operations: int = OPERATIONS) -> tuple[float, float, float]:
    """Compute the same chain and its two derivatives with lists and a loop: what the arithmetic
    itself costs."""
    sin, cos, exp, log = math.sin, math.cos, math.exp, math.log
    trace = []
    for _ in range(operations // 5):
        product = x * w
        power = exp(sin(product))
        total = power + w
        trace.append((x, product, power, total))
        x = log(total)
    d_x, d_w = 1.0, 0.0
    for before, product, power, total in reversed(trace):
        d_total = d_x / total
        d_product = d_total * power * cos(product)
        d_w += d_total + d_product * before
        d_x = d_product * w
    return x, d_x, d_w


def chain_ours() -> tuple[float, float, float]:
    x, w = ad.AutogradValue(0.7), ad.AutogradValue(1.3)
    output = chain(x, w, ad.sin, ad.exp, ad.log)
    output.backward()
    return output.value, x.grad, w.grad


def chain_micrograd() -> tuple[float, float, float]:
    from benchmarks import micrograd_cases

    x, w = micrograd_cases.Value(0.7), micrograd_cases.Value(1.3)
    output = chain(x, w, micrograd_cases.sin, micrograd_cases.exp, micrograd_cases.log)
    output.backward()
    return output.data, x.grad, w.grad


def second_derivative_ours() -> tuple[float]:
    return (grad(grad(lambda x: chain(x, 1.3, ad.sin, ad.exp, ad.log, 100)))(0.7),)


def second_derivative_by_hand() -> tuple[float]:
    """Carry value, first and second derivative along the 100-operation chain."""
    v, d, h, w = 0.7, 1.0, 0.0, 1.3
    for _ in range(20):
        v, d, h = v * w, d * w, h * w
        s, c = math.sin(v), math.cos(v)
        v, d, h = s, c * d, c * h - s * d * d
        e = math.exp(v)
        v, d, h = e + w, e * d, e * (h + d * d)
        v, d, h = math.log(v), d / v, h / v - (d / v) ** 2
    return (h,)


def moons_epoch(
    value: Callable[[float], Any], tanh: Any, log: Any, exp: Any
) -> Callable[[], tuple[float, ...]]:
    """Make one epoch of a 2-8-1 network on 20 moons points: the loss and the gradient by every
    weight."""
    from adlearn.data import make_moons

    X, y = make_moons(20, noise=0.1, seed=0)
    points = [([float(a), float(b)], int(label)) for (a, b), label in zip(X, y, strict=True)]
    start = [0.1 * math.sin(3.0 * k + 1.0) for k in range(33)]

    def epoch() -> tuple[float, ...]:
        weights = [value(w) for w in start]
        hidden, out = [weights[3 * k : 3 * k + 3] for k in range(8)], weights[24:]
        loss: Any = 0.0
        for point, label in points:
            layer = [tanh(w[0] * point[0] + w[1] * point[1] + w[2]) for w in hidden]
            score = out[8]
            for w, h in zip(out, layer, strict=False):
                score = score + w * h
            loss = loss + log(exp(score * (1.0 - 2.0 * label)) + 1.0)
        loss.backward()
        return tuple(w.grad for w in weights)

    return epoch


def bytes_per_node(build: Callable[[int], Any], nodes: int) -> float:
    """Give the memory a graph keeps, per node."""
    gc.collect()
    tracemalloc.start()
    graph = build(nodes)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del graph
    return size / nodes


def add_chain(nodes: int) -> Any:
    x: Any = ad.AutogradValue(0.5)
    for _ in range(nodes):
        x = x + 1.0
    return x


def mixed_chain(nodes: int) -> Any:
    return chain(ad.AutogradValue(0.7), ad.AutogradValue(1.3), ad.sin, ad.exp, ad.log, nodes)


def groups() -> dict[str, dict[str, Callable[[], Any]]]:
    """Give the cases of every workload."""
    made: dict[str, dict[str, Callable[[], Any]]] = {
        f"chain of {OPERATIONS:,} operations on numbers": {
            HAND: lambda: chain_by_hand(0.7, 1.3),
            "adlearn": chain_ours,
        },
        "epoch of a small network on moons, number by number": {
            "adlearn": moons_epoch(ad.AutogradValue, ad.tanh, ad.log, ad.exp)
        },
        "second derivative of a chain of 100 operations": {
            HAND: second_derivative_by_hand,
            "adlearn": second_derivative_ours,
        },
    }
    if installed("micrograd") is not None:
        peer = importlib.import_module("benchmarks.micrograd_cases")
        peer.allow_depth(OPERATIONS)
        chain_of, epoch_of, _ = made.values()
        chain_of["micrograd"] = chain_micrograd
        epoch_of["micrograd"] = moons_epoch(peer.Value, peer.tanh, peer.log, peer.exp)
    return made


def rows(effort: Effort) -> list[Row]:
    """Measure the workloads, and the memory of long graphs."""
    made = []
    for title, cases in groups().items():
        most = MOST_OF_MICROGRAD.get(title.split()[0])
        targets = {} if most is None else {"micrograd": most}
        made.append(table.compare(title, cases, targets, effort)[0])
    nodes = 100_000 if effort.quick else LONG
    for title, build in (("additions", add_chain), ("mixed operations", mixed_chain)):
        size = Figure("bytes a node", bytes_per_node(build, nodes), MOST_BYTES)
        made.append(Row(f"{nodes:,} {title} on numbers", {}, [size]))
    return made


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
