"""An experiment: functions to choose from, inputs to move, and what one call of them gives.

Each call makes new nodes, runs the function and its derivative, and takes snapshots. What shows the
answers is `adlearn.show.live`; how an experiment is asked for is `adlearn.show.inspecting`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..user_line import shown_file
from .adapters import is_node, reading_of
from .layers import article, derivative_title, layered
from .snapshots import Snapshot
from .sources import record_sources
from .written import plain


@dataclass(frozen=True, slots=True)
class Input:
    """A number that can be moved: by a slider between two bounds, or typed where there are none."""

    name: str
    start: float
    low: float | None = None
    high: float | None = None
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call of the function gave: the layers to show, and plain numbers to read."""

    graphs: dict[str, Snapshot]
    value: Any
    gradients: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Experiment:
    """What can be tried: functions to choose from, inputs to move, and what to call them with.

    Attributes
    ----------
    functions : dict of {str: callable}
    inputs : tuple of Input
    fixed : dict of {str: object}
        Arrays, which stay as they are.
    variable : callable
        Makes a node.
    order : int
        How often to differentiate with `backward(create_graph=True)`: each time gives layers.
    """

    functions: dict[str, Callable[..., Any]]
    inputs: tuple[Input, ...]
    fixed: dict[str, Any]
    variable: Callable[[Any], Any]
    order: int = 0

    def start(self) -> dict[str, float]:
        """Give the values to begin with."""
        return {one.name: one.start for one in self.inputs}

    def call(self, expression: str, values: Mapping[str, float]) -> Answer:
        """Call a function on new nodes, and look at what came out.

        Parameters
        ----------
        expression : str
            Which function.
        values : dict of {str: float}
            By the names of the inputs.

        Returns
        -------
        Answer

        Raises
        ------
        Exception
            Whatever the function raises.
        """
        given = {one.name: self.variable(float(values[one.name])) for one in self.inputs}
        given |= {name: self.variable(value) for name, value in self.fixed.items()}
        with record_sources():
            output = self.functions[expression](**given)
        if not is_node(output) and not isinstance(plain(output), int | float):
            raise TypeError(
                f"{expression} returned {article(type(output).__name__)}, which is no number and "
                "no node. Return what was computed from the inputs."
            )
        problem = differentiate(output, self.order > 0)
        gradients = {name: plain(gradient_of(node)) for name, node in given.items()}
        named = {**given, **({expression: output} if expression.isidentifier() else {})}
        graphs = layered({expression: output}, named)
        for order in range(2, self.order + 1):
            name, first = next(iter(given.items()))
            slope = gradient_of(first)
            if not is_node(slope):
                break
            first.zero_grad()
            problem = problem or differentiate(slope, True)
            if is_node(gradient_of(first)):
                title = derivative_title(expression, name, order)
                graphs |= layered({title: gradient_of(first)}, named, with_gradients=False)
        return Answer(graphs, plain(output), gradients, problem)


def differentiate(output: Any, create_graph: bool) -> str:
    """Run reverse mode if the output has it; an error is told and not raised.

    A class without a finished `backward` still has a graph that can be shown.
    """
    backward = getattr(output, "backward", None)
    if backward is None:
        return ""
    try:
        backward(create_graph=True) if create_graph else backward()
    except Exception as error:
        return f"backward() raised {told(error)}"
    return ""


def gradient_of(node: Any) -> Any:
    """Read a node's gradient; None if there is none."""
    reading = reading_of(node)
    return None if reading is None else reading.gradient


def told(error: BaseException) -> str:
    """Tell an error in one line, with the last line of the reader's own code."""
    here = str(Path(__file__).parents[1])
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith((here, "<adlearn"))]
    message = f"{type(error).__name__}: {error}".rstrip(": ")
    if not own:
        return message
    last = own[-1]
    return f"{message}  ({shown_file(last.filename, last.lineno or 0)}: {last.line or last.name})"
