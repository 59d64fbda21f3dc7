"""Scalar graphs: time per operation against micrograd and hand-written Python, and bytes per node.

Run with `python -m benchmarks.scalar`. Prints a table; exits 1 if a bound is missed.
"""

from __future__ import annotations

import gc
import math
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import adlearn as ad
from adlearn import reverse
from benchmarks import interleaved, micrograd_cases

RATIO_BOUNDS = {"chain": 0.45, "epoch": 0.6}  # of micrograd's CPU time
BYTES_BOUND = 180
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
    x, w = micrograd_cases.Value(0.7), micrograd_cases.Value(1.3)
    output = chain(x, w, micrograd_cases.sin, micrograd_cases.exp, micrograd_cases.log)
    output.backward()
    return output.data, x.grad, w.grad


def second_derivative_ours() -> tuple[float]:
    return (reverse.grad(reverse.grad(lambda x: chain(x, 1.3, ad.sin, ad.exp, ad.log, 100)))(0.7),)


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
    x = ad.AutogradValue(0.5)
    for _ in range(nodes):
        x = x + 1.0
    return x


def mixed_chain(nodes: int) -> Any:
    return chain(ad.AutogradValue(0.7), ad.AutogradValue(1.3), ad.sin, ad.exp, ad.log, nodes)


def main() -> int:
    micrograd_cases.allow_depth(OPERATIONS)
    groups: dict[str, tuple[int, dict[str, Callable[[], Any]]]] = {
        "chain of 1000 operations, value and gradient": (
            OPERATIONS,
            {
                "adlearn": chain_ours,
                "micrograd": chain_micrograd,
                "by hand": lambda: chain_by_hand(0.7, 1.3),
            },
        ),
        "epoch of a small network on moons": (
            1,
            {
                "adlearn": moons_epoch(ad.AutogradValue, ad.tanh, ad.log, ad.exp),
                "micrograd": moons_epoch(
                    micrograd_cases.Value,
                    micrograd_cases.tanh,
                    micrograd_cases.log,
                    micrograd_cases.exp,
                ),
            },
        ),
        "second derivative of a chain of 100 operations": (
            100,
            {"adlearn": second_derivative_ours, "by hand": second_derivative_by_hand},
        ),
    }
    bounds = []
    for title, (operations, cases) in groups.items():
        interleaved.require_equal({name: case() for name, case in cases.items()}, 1e-8)
        timings = interleaved.measure(cases)
        print(title)
        for name in cases:
            nanoseconds = timings.median(name) / operations * 1e9
            unit = "ns per operation" if operations > 1 else "ns"
            print(
                f"    {name:10} {nanoseconds:12,.0f} {unit:17} adlearn / this "
                f"{timings.ratio('adlearn', name):7.3f}"
            )
        if "micrograd" in cases:
            bounds.append(
                (
                    f"adlearn / micrograd, {title},",
                    timings.ratio("adlearn", "micrograd"),
                    RATIO_BOUNDS[title.split()[0]],
                )
            )
    for title, build in (("additions", add_chain), ("mixed operations", mixed_chain)):
        size = bytes_per_node(build, LONG)
        print(f"{LONG:,} {title}: {size:.0f} bytes per node")
        bounds.append((f"bytes per node of {LONG:,} {title}", size, BYTES_BOUND))
    return interleaved.require_bounds(bounds)


if __name__ == "__main__":
    sys.exit(main())
