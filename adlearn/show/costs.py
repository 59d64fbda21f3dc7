"""What a derivative costs, counted on the graph of a function and not estimated.

The unit is one operation: a value computed, or a message sent along an arrow (one multiplication,
one addition). Forward mode sends a message along every arrow behind each input, reverse mode along
every arrow before each output, and finite differences compute everything once more per input.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .figures import BLUE, GREEN, VERMILION, pyplot
from .graph import Graph
from .own_nodes import our_variable
from .walk import graph_of


@dataclass(frozen=True, slots=True)
class Costs:
    """Operations for all derivatives of a function, the values included.

    Attributes
    ----------
    inputs, outputs : int
    values : int
        Operations for the values alone.
    forward, reverse, differences : int
    """

    inputs: int
    outputs: int
    values: int
    forward: int
    reverse: int
    differences: int


class Together:
    """Several outputs as the parents of one node, so that one snapshot has them all."""

    def __init__(self, outputs: Sequence[Any]) -> None:
        self.value, self.parents = None, list(outputs)


def count_costs(
    f: Callable[[list[Any]], Any], inputs: int, variable: Callable[[float], Any] | None = None
) -> Costs:
    """Count what the derivatives of a function cost.

    Parameters
    ----------
    f : callable
        From a list of numbers to a number, or a list of them.
    inputs : int
        How many numbers to call it with.
    variable : callable, optional
        Makes the nodes it is called with, such as a class of your own; `AutogradValue` by default.

    Returns
    -------
    Costs

    Raises
    ------
    ValueError
        If there is no input, or nothing that depends on one comes out.

    Examples
    --------
    >>> count_costs(lambda x: sum(x), 4)
    Costs(inputs=4, outputs=1, values=4, forward=14, reverse=11, differences=20)
    """
    if inputs < 1:
        raise ValueError("count_costs needs at least one input.")
    make = variable or our_variable()
    given = [make(0.5 + i / 8) for i in range(inputs)]
    answer = f(given)
    outputs = list(answer) if hasattr(answer, "__iter__") else [answer]
    graph = graph_of(Together(outputs), {f"x{i}": x for i, x in enumerate(given)})
    names = {f"x{i}" for i in range(inputs)}
    if not any(node.label in names for node in graph.nodes):
        raise ValueError(
            "the outputs do not depend on the inputs, so there is nothing to differentiate. Call "
            "the function with the list of nodes it is given, and return what it computed."
        )
    values = sum(1 for node in graph.nodes[:-1] if node.parents)
    forward, reverse = messages(graph, names)
    return Costs(
        inputs, len(outputs), values, values + forward, values + reverse, values * (inputs + 1)
    )


def messages(graph: Graph, inputs: set[str]) -> tuple[int, int]:
    """Count the messages of one forward walk per input, and of one reverse walk per output."""
    # One bit for each input a node depends on, and one for each output that depends on it.
    from_inputs = [0] * len(graph.nodes)
    to_outputs = [0] * len(graph.nodes)
    for node in graph.nodes:
        if node.label in inputs:
            from_inputs[node.id] = 1 << node.id
        for parent in node.parents:
            from_inputs[node.id] |= from_inputs[parent]
    for i, output in enumerate(graph.nodes[-1].parents):
        to_outputs[output] |= 1 << i
    forward = reverse = 0
    for node in reversed(graph.nodes[:-1]):
        for parent in node.parents:
            if from_inputs[parent]:
                to_outputs[parent] |= to_outputs[node.id]
                forward += from_inputs[parent].bit_count()
                reverse += to_outputs[node.id].bit_count()
    return forward, reverse


def plot_costs(
    f: Callable[[list[Any]], Any],
    sizes: Sequence[int] = (1, 2, 4, 8, 16, 32),
    variable: Callable[[float], Any] | None = None,
    ax: Any = None,
) -> Any:
    """Draw what all derivatives of a function cost as its inputs and outputs become more.

    Parameters
    ----------
    f : callable
        From a list of any number of numbers to a number, or a list of them.
    sizes : sequence of int, optional
        How many inputs to try.
    variable : callable, optional
        As for `count_costs`.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If nothing that depends on the inputs comes out.

    Examples
    --------
    >>> plot_costs(lambda x: sum(v * v for v in x))  # doctest: +SKIP
    """
    counted = [count_costs(f, size, variable) for size in sizes]
    ax = pyplot().figure().gca() if ax is None else ax
    lines = (
        ("finite differences", "differences", ":s", GREEN),
        ("forward mode", "forward", "--^", BLUE),
        ("reverse mode", "reverse", "-o", VERMILION),
        ("the values alone", "values", "-", "#777777"),
    )
    for label, name, style, colour in lines:
        ax.loglog(sizes, [getattr(c, name) for c in counted], style, color=colour, label=label)
    first, last = counted[0].outputs, counted[-1].outputs
    outputs = f"{first}" if first == last else f"{first} to {last}"
    ax.set(
        xlabel="inputs",
        ylabel="operations, counted",
        title=f"All derivatives, {outputs} output{'s' if last > 1 else ''}",
    )
    ax.legend()
    return ax
