"""What a derivative costs, counted on the graph of a function and not estimated.

The unit is one operation: a value computed, or a message sent along an arrow (one multiplication,
one addition). Forward mode sends a message along every arrow behind each input, reverse mode along
every arrow before each output, and finite differences compute everything once more per input.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .figures import BLUE, GREEN, VERMILION, pyplot
from .graph import Graph
from .own_nodes import our_variable
from .walk import graph_of

#: How many inputs are tried where nobody names a number.
MOST_INPUTS = 32
#: How many numbers of inputs are written below a chart.
MOST_TICKS = 8


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
    TypeError
        If `f` is no function.
    ValueError
        If there is no input, or nothing that depends on one comes out.

    Examples
    --------
    >>> count_costs(lambda x: sum(x), 4)
    Costs(inputs=4, outputs=1, values=4, forward=14, reverse=11, differences=20)
    """
    check_is_function(f)
    if inputs < 1:
        raise ValueError("count_costs needs at least one input.")
    make = variable or our_variable()
    given = [make(0.5 + i / 8) for i in range(inputs)]
    answer = f(given)
    try:
        outputs = list(answer)
    except TypeError:  # a number, or an array of no axes
        outputs = [answer]
    graph = graph_of(Together(outputs), {f"x{i}": x for i, x in enumerate(given)})
    names = {f"x{i}" for i in range(inputs)}
    if not any(node.label in names for node in graph.nodes):
        raise IndependentError(
            "the outputs do not depend on the inputs, so there is nothing to differentiate. Call "
            "the function with the list of nodes it is given, and return what it computed."
        )
    values = sum(1 for node in graph.nodes[:-1] if node.parents)
    forward, reverse = messages(graph, names)
    return Costs(
        inputs, len(outputs), values, values + forward, values + reverse, values * (inputs + 1)
    )


class IndependentError(ValueError):
    """What a function gives has nothing to do with its inputs."""


def check_is_function(f: Any) -> None:
    """Refuse what cannot be called."""
    if not callable(f):
        raise TypeError(
            "costs are counted on a function of a list of numbers, as in lambda x: x[0] * x[1]; "
            f"given was {f!r:.80}."
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


def search_costs(f: Callable[[list[Any]], Any], variable: Any = None) -> list[Costs]:
    """Count for the numbers of inputs that a function works with: the least, and powers of two.

    Examples
    --------
    >>> [cost.inputs for cost in search_costs(lambda x: x[0] * x[2] + sum(x))]
    [3, 4, 8, 16, 32]
    """
    check_is_function(f)
    counted: list[Costs] = []
    for size in range(1, MOST_INPUTS + 1):
        if counted and size.bit_count() > 1:
            continue
        try:
            counted.append(count_costs(f, size, variable))
        except Exception as error:
            failed = error
    if not counted and isinstance(failed, IndependentError):
        raise failed
    if not counted:
        raise ValueError(
            f"the function works with none of 1 to {MOST_INPUTS} inputs; with the last it raised "
            f"{told(failed)} It is called with one list of numbers. If it needs another number of "
            f"them, name some: plot_costs(f, sizes=[{2 * MOST_INPUTS}, {4 * MOST_INPUTS}])."
        ) from failed
    if len(counted) == 1:
        only = counted[0].inputs
        raise ValueError(
            f"the function works with {inputs_in_words(only)}, and then with no power of two up to "
            f"{MOST_INPUTS}, so there is no line to draw. Let it take lists of any length, or name "
            f"the numbers of inputs: plot_costs(f, sizes=[{only}])."
        )
    return counted


def ask_costs(
    f: Callable[[list[Any]], Any], sizes: Sequence[int], variable: Any = None
) -> list[Costs]:
    """Count for the numbers of inputs that somebody has named."""
    check_is_function(f)
    try:
        asked = [operator.index(size) for size in sizes]
    except TypeError:
        asked = []
    if not asked or min(asked) < 1:
        raise ValueError(
            "sizes are the numbers of inputs to ask, as in plot_costs(f, sizes=[2, 4, 8]); given "
            f"was {sizes!r:.80}."
        )
    counted = []
    for size in asked:
        try:
            counted.append(count_costs(f, size, variable))
        except IndependentError:
            raise
        except Exception as error:
            raise ValueError(
                f"the function does not work with {inputs_in_words(size)}: {told(error)} It is "
                "called with one list of numbers. Name numbers of inputs that it works with, as in "
                "plot_costs(f, sizes=[2, 4, 8])."
            ) from error
    return counted


def inputs_in_words(count: int) -> str:
    """Write a number of inputs."""
    return "1 input" if count == 1 else f"{count} inputs"


def told(error: Exception) -> str:
    """Write an error as a sentence: of our own the text, of others the kind as well."""
    said = str(error).strip().rstrip(".")
    return f"{type(error).__name__}: {said}." if said else f"{type(error).__name__}."


def plot_costs(
    f: Callable[[list[Any]], Any],
    sizes: Sequence[int] | None = None,
    variable: Callable[[float], Any] | None = None,
    ax: Any = None,
) -> Any:
    """Draw what all derivatives of a function cost as its inputs and outputs become more.

    Parameters
    ----------
    f : callable
        From a list of any number of numbers to a number, or a list of them.
    sizes : sequence of int, optional
        How many inputs to ask. By default from the least number that the function works with, such
        as 2 if it uses ``x[0]`` and ``x[1]``, in powers of two up to 32; a number that it does not
        work with is left out.
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
    TypeError
        If `f` is no function.
    ValueError
        If nothing that depends on the inputs comes out, the function does not work with one of
        `sizes`, or, where none are given, it does not work with at least two numbers of inputs.

    Examples
    --------
    >>> plot_costs(lambda x: sum(v * v for v in x))  # doctest: +SKIP
    """
    counted = search_costs(f, variable) if sizes is None else ask_costs(f, sizes, variable)
    sizes = [cost.inputs for cost in counted]
    ax = pyplot().figure().gca() if ax is None else ax
    lines = (
        ("finite differences", "differences", ":s", GREEN),
        ("forward mode", "forward", "--^", BLUE),
        ("reverse mode", "reverse", "-o", VERMILION),
        ("the values alone", "values", ".-", "#777777"),
    )
    for label, name, style, colour in lines:
        ax.loglog(sizes, [getattr(c, name) for c in counted], style, color=colour, label=label)
    if len(sizes) <= MOST_TICKS:  # else the axis has room for powers of ten alone
        ax.set_xticks(sizes, [str(size) for size in sizes])
        ax.xaxis.set_minor_locator(pyplot().NullLocator())
    first, last = counted[0].outputs, counted[-1].outputs
    outputs = f"{first}" if first == last else f"{first} to {last}"
    ax.set(
        xlabel="inputs",
        ylabel="operations, counted",
        title=f"All derivatives, {outputs} output{'s' if last > 1 else ''}",
    )
    ax.legend()
    return ax
