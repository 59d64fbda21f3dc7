"""Graphs a million nodes deep: time for each node beside the peers, memory above the arrays, and no
recursion.

Run alone with `python -m benchmarks.long_chain`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

import adlearn as ad
from benchmarks import table
from benchmarks.interleaved import FULL, DifferentWork, Effort
from benchmarks.peers import (
    PEERS,
    Case,
    autograd,
    autograd_numpy,
    mygrad,
    mygrad_gradients,
    torch,
    torch_gradients,
)
from benchmarks.table import HAND, Figure, Row, duration

ELEMENTS = 10
TIMED = 2_000
LONG = 1_000_000
MOST_BYTES = 400
#: What deepening any recursion would soon pass.
FRAMES = 200


def chain(nodes: int, total: Callable[[Any], Any] = np.sum) -> Callable[[Any], Any]:
    """Write a chain of additions."""

    def f(x: Any) -> Any:
        for _ in range(nodes):
            x = x + 1.0
        return total(x)

    return f


def chain_by_hand(x: np.ndarray) -> np.ndarray:
    """Compute the chain; its gradient is known."""
    for _ in range(TIMED):
        x = x + 1.0
    x.sum()
    return np.ones_like(x)


def cases() -> dict[str, Case]:
    """Give the cases of a chain short enough to be timed again and again."""
    x = np.linspace(0.0, 1.0, ELEMENTS)
    ours = ad.grad(chain(TIMED))
    made: dict[str, Case] = {HAND: lambda: [chain_by_hand(x)], "adlearn": lambda: [ours(x)]}
    if autograd is not None:
        theirs = autograd.grad(chain(TIMED, autograd_numpy.sum))
        made["autograd"] = lambda: [theirs(x)]
    if torch is not None:
        made["torch"] = torch_gradients(chain(TIMED, torch.sum), [x])
    if mygrad is not None:
        made["MyGrad"] = mygrad_gradients(chain(TIMED, mygrad.sum), [x])
    return made


def kept_bytes(build: Callable[[int], Any], number: int) -> float:
    """Give the memory that something built keeps, by the number of its parts."""
    gc.collect()
    tracemalloc.start()
    built = build(number)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del built
    return size / number


def bare_arrays(number: int) -> list[np.ndarray]:
    """Make the chain's arrays without a graph."""
    x = np.zeros(ELEMENTS)
    return [x + 1.0 for _ in range(number)]


def graph(number: int) -> Any:
    """Make the chain's graph."""
    return chain(number)(ad.tensor(np.zeros(ELEMENTS)))


def bytes_above_arrays(nodes: int) -> float:
    """Give the memory of a node without its array."""
    slot_in_list = 8
    return kept_bytes(graph, nodes) - kept_bytes(bare_arrays, min(nodes, 100_000)) + slot_in_list


def walk_without_recursion(nodes: int) -> None:
    """Walk back along a long chain with hardly any stack.

    Raises
    ------
    DifferentWork
        If the gradient is wrong.
    RecursionError
        If the walk is recursive.
    """
    x = np.zeros(ELEMENTS)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth() + FRAMES)
    try:
        gradient = ad.grad(chain(nodes))(x)
    finally:
        sys.setrecursionlimit(limit)
    if gradient.tolist() != [1.0] * ELEMENTS:
        raise DifferentWork(f"the gradient along {nodes:,} additions is {gradient}, not all ones")


def depth() -> int:
    """Count the frames in use."""
    frame, frames = sys._getframe(), 0
    while frame is not None:
        frame, frames = frame.f_back, frames + 1  # type: ignore[assignment]
    return frames


def rows(effort: Effort) -> list[Row]:
    """Measure time on a short chain, memory and depth on a long one."""
    nodes = 100_000 if effort.quick else LONG
    walk_without_recursion(nodes)
    timed, timings = table.compare(
        f"chain of {TIMED:,} additions, {ELEMENTS} elements", cases(), {}, effort
    )
    each = duration(timings.median("adlearn") / TIMED)
    above = Figure("bytes a node above the arrays", bytes_above_arrays(nodes), MOST_BYTES)
    return [
        timed,
        Row(f"{nodes:,} nodes, walked without recursion", {"adlearn": f"{each} a node"}, [above]),
    ]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
