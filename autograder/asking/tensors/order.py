"""The order of a graph, as the tensor assignment asks for it: every node after its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.asking.order import (
    Graph,
    Listed,
    Sorter,
    chain,
    compare_order,
    fan,
    graphs,
    ladder,
)
from autograder.asking.tensors import probes

__all__ = ["assert_order", "chain", "fan", "graphs", "ladder"]

SORTER = Sorter("find_topo_sort", several=True, inputs="inputs", users_first=False, value="Tensor")


def assert_order(
    submission: Any, graph: Graph, wanted: Sequence[int] = (), constants: Sequence[int] = ()
) -> None:
    """Check the order of a graph: any is right in which each node stands once, after its inputs.

    Parameters
    ----------
    submission : Submission
    graph : sequence of sequence of int
    wanted : sequence of int
        Which nodes are given to `find_topo_sort`; by default the last one.
    constants : sequence of int
        Leaves that need no gradient; they belong into the list as all others do.

    Raises
    ------
    CheckFailure
        See `autograder.asking.order.compare_order`.
    """
    wanted = list(wanted) or [len(graph) - 1]
    found = submission.run(
        probes.sorted_nodes, [list(inputs) for inputs in graph], wanted, list(constants)
    )
    compare_order(SORTER, graph, wanted, Listed(*found))
