"""A chain of 20 operations on arrays of three sizes: what recording and walking a graph adds to the
arithmetic.

Run alone with `python -m benchmarks.tensors`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

import adlearn as ad
import adlearn.numpy
from benchmarks import table
from benchmarks.interleaved import FULL, Effort, Timings
from benchmarks.peers import (
    PEERS,
    Case,
    advect,
    advect_gradient,
    autograd,
    autograd_numpy,
    jax,
    jax_staged,
    mygrad,
    mygrad_gradients,
    torch,
    torch_gradients,
)
from benchmarks.staged import Staged
from benchmarks.table import COMPILED, HAND, Figure, Row, duration

OPERATIONS = 20
#: The most our CPU time may be, as a multiple of hand-written NumPy's, by number of elements: of
#: the program with plain `numpy`, and of the one with `adlearn.numpy`.
MOST_OF_HAND = {10: (2.9, 2.6), 1_000: (1.4, 1.4), 100_000: (1.15, 1.15)}
#: The same of the program run compiled.
MOST_COMPILED = {10: 1.1, 1_000: 1.1, 100_000: 1.05}
MOST_OVERHEAD = {"autograd": 1 / 8, "torch": 1 / 4}


def chain(namespace: Any) -> Callable[[Any], Any]:
    """Write the program for a NumPy-like namespace: two rounds of ten operations, each of another
    kind, and a sum."""

    def f(x: Any) -> Any:
        t = x
        for _ in range(2):
            t = namespace.sin(t * x) + x
            t = namespace.sqrt(namespace.exp(t) - 0.5)
            t = namespace.tanh(namespace.log(t / x)) ** 2
        return namespace.sum(t)

    return f


def chain_by_hand(x: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute `chain` and its gradient as one would write them by hand."""
    t = x
    tape = []
    for _ in range(2):
        before = t
        product = t * x
        power = np.exp(np.sin(product) + x)
        root = np.sqrt(power - 0.5)
        b = np.tanh(np.log(root / x))
        t = b * b
        tape.append((before, product, power, root, b, t))
    value = t.sum()
    gx = np.zeros_like(x)
    g = np.ones_like(x)
    for before, product, power, root, b, t in reversed(tape):
        g = g * 2.0 * b * (1.0 - t)
        gx -= g / x
        g = g / root / (2.0 * root) * power
        gx += g
        g = g * np.cos(product)
        gx += g * before
        g = g * x
    return float(value), gx + g


def cases(size: int) -> dict[str, Case | Staged]:
    """Give the cases for one size of array."""
    x = np.linspace(0.1, 1.0, size)
    gradient, in_our_namespace = ad.grad(chain(np)), ad.grad(chain(ad.numpy))
    made: dict[str, Case | Staged] = {
        HAND: lambda: [chain_by_hand(x)[1]],
        "adlearn": lambda: [gradient(x)],
        "adlearn.numpy": lambda: [in_our_namespace(x)],
        COMPILED: Staged(gradient, lambda program: [program(x)]),
    }
    if autograd is not None:
        theirs = autograd.grad(chain(autograd_numpy))
        made["autograd"] = lambda: [theirs(x)]
    if torch is not None:
        made["torch"] = torch_gradients(chain(torch), [x])
    if mygrad is not None:
        made["MyGrad"] = mygrad_gradients(chain(mygrad), [x])
    if jax is not None:
        made["jax.jit"] = jax_staged(jax.grad(chain(jax.numpy)), [x])
    if advect is not None:
        staged = advect_gradient(0, x)
        made["advect"] = Staged(chain(np), lambda program: [program(x)], staged)
    return made


def rows(effort: Effort) -> list[Row]:
    """Measure all three sizes, and the overhead for each operation on the smallest."""
    made = []
    for size, (most, most_in_our_namespace) in MOST_OF_HAND.items():
        row, timings = table.compare(
            f"{OPERATIONS} operations on {size:,} elements",
            cases(size),
            {HAND: most},
            effort,
            also={(COMPILED, HAND): MOST_COMPILED[size]},
        )
        ratio = timings.ratio("adlearn.numpy", HAND)
        figure = Figure(f"adlearn.numpy / {HAND}", ratio, most_in_our_namespace)
        made.append(Row(row.workload, row.cells, (*row.figures, figure)))
        if size == min(MOST_OF_HAND):
            overhead = row_of_overhead(timings)
    return [*made, overhead]


def row_of_overhead(timings: Timings) -> Row:
    """Give what each library adds to the hand-written program for each operation."""
    added = {
        name: duration((timings.median(name) - timings.median(HAND)) / OPERATIONS)
        for name in timings.seconds
        if name != HAND
    }
    figures = [
        Figure(
            f"adlearn / {name}",
            timings.overhead_ratio("adlearn", name, HAND) if name in added else None,
            most,
        )
        for name, most in MOST_OVERHEAD.items()
    ]
    return Row("overhead for each operation, 10 elements", {HAND: "0", **added}, figures)


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
