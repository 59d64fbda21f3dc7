"""`inspect`: a function whose inputs can be moved, with the graph and every step of its derivative
following.

Each move calls the function again, in the kernel, on new nodes. The function is called with our
own nodes unless another class is named, such as one that somebody is just writing.
"""

from __future__ import annotations

import math
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..user_line import shown_file
from .adapters import is_node, reading_of
from .graph import Graph
from .sources import record_sources
from .stepper import Shown, article, derivative_title, layered, titled, variables_of
from .written import plain

#: How many steps a slider has at least.
SLIDER_STEPS = 100

MISSING_WIDGETS = (
    "Moving the inputs needs anywidget, which is not installed here: this is the picture for the "
    'values given. Run  python -m pip install "adlearn[notebook]"  and restart the kernel.'
)


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

    graphs: dict[str, Graph]
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


def inspect(
    f: Any, /, *, order: int = 0, variable: Callable[[Any], Any] | None = None, **inputs: Any
) -> Any:
    """Show a function's graph live: move its inputs, and step through its derivative.

    Parameters
    ----------
    f : callable, dict or list of callables, or node
        A function of numbers that returns one; several to choose from, called by their keys or
        names; or a finished graph, which can be stepped through but not moved.
    order : int, optional
        Also show derivatives as graphs of their own: 1 for the first derivatives, 2 for the second
        by the first input as well, and so on.
    variable : callable, optional
        Makes the nodes that `f` is called with, such as a class of your own; `AutogradValue` by
        default, and `adlearn.tensor` if an input is an array.
    **inputs : (float, float, float), float or array_like
        By the names of the arguments of `f`: `(lowest, highest, start)` makes a slider, with
        `(lowest, highest, start, step)` the steps are yours; a number makes a field to type in; an
        array stays as it is.

    Returns
    -------
    Inspector or Shown
        A widget whose `inputs`, `expression`, `mode`, `step`, `layer`, `selected`, `value`,
        `gradients` and `error` can be read from the next cell, and set. Where anywidget is
        missing: the picture for the start values.

    Raises
    ------
    TypeError
        If `f` is neither a function nor a node, or if an input is no number.
    ValueError
        If the bounds of a slider do not enclose its start.

    Examples
    --------
    >>> from adlearn.show import inspect
    >>> shown = inspect(lambda a, b: a * b, a=(-3, 3, 1.5), b=2.0)
    >>> shown.value, shown.gradients
    (3.0, {'a': 2.0, 'b': 1.5})
    >>> shown.inputs = {"a": 3.0, "b": 2.0}
    >>> shown.value
    6.0
    """
    if is_node(f):
        if inputs:
            raise TypeError(
                "inspect() was given a finished graph, whose inputs cannot be moved any more. "
                "Pass the function that computed it: inspect(f, a=(-3, 3, 1.0))."
            )
        known = variables_of(sys._getframe(1))
        return live(None, layered(titled((f,), known), known))
    fixed = {name: spec for name, spec in inputs.items() if is_array_like(spec)}
    experiment = Experiment(
        functions=functions_of(f),
        inputs=tuple(input_of(n, spec) for n, spec in inputs.items() if n not in fixed),
        fixed=fixed,
        variable=variable or our_variable(bool(fixed)),
        order=order,
    )
    answer = experiment.call(next(iter(experiment.functions)), experiment.start())
    return live(experiment, answer.graphs, answer)


def live(
    experiment: Experiment | None, graphs: dict[str, Graph], answer: Answer | None = None
) -> Any:
    """Make the widget, or the plain picture where widgets are missing."""
    try:
        from .live import Inspector
    except ImportError:
        return Shown(graphs, MISSING_WIDGETS)
    return Inspector(experiment, graphs, answer)


def functions_of(f: Any) -> dict[str, Callable[..., Any]]:
    """Give the functions to choose from, by what they are called."""
    if callable(f):
        f = [f]
    if not isinstance(f, Mapping):
        try:
            f = {name_of(one, place): one for place, one in enumerate(f)}
        except TypeError:
            f = {}
    if not f or not all(map(callable, f.values())):
        raise TypeError(
            "inspect() needs a function of numbers, a list or dict of such functions, or a node of "
            "a graph: inspect(lambda a, b: a * b, a=(-3, 3, 1.0), b=2.0)."
        )
    return {str(name): one for name, one in f.items()}


def name_of(f: Any, place: int) -> str:
    """Call a function by its name; one without a name f, g, h."""
    name = getattr(f, "__name__", "<lambda>")
    return ("fghpqrstuvwxyz"[place % 14]) if name == "<lambda>" else name


def input_of(name: str, spec: Any) -> Input:
    """Read what an input may be."""
    numbers = spec if isinstance(spec, tuple) else (spec,)
    if len(numbers) not in (1, 3, 4) or not all(is_finite(number) for number in numbers):
        raise TypeError(
            f"{name} should be a number, or (lowest, highest, start) for a slider, or (lowest, "
            f"highest, start, step); it is {spec!r}."
        )
    if len(numbers) == 1:
        return Input(name, float(numbers[0]))
    low, high, start, *rest = map(float, numbers)
    if not low <= start <= high or low == high:
        raise ValueError(
            f"the slider of {name} goes from {low:g} to {high:g}, which does not hold its start "
            f"{start:g}. Write (lowest, highest, start)."
        )
    step = rest[0] if rest else round_step((high - low) / SLIDER_STEPS)
    if step <= 0:
        raise ValueError(f"the step of {name} is {step:g}; it has to be more than 0.")
    return Input(name, start, low, high, step)


def round_step(step: float) -> float:
    """Round down to 1, 2 or 5 times a power of ten, so that sliders stop at round numbers.

    Examples
    --------
    >>> round_step(0.06), round_step(0.1), round_step(30)
    (0.05, 0.1, 20.0)
    """
    power_of_ten = 10.0 ** math.floor(math.log10(step) + 1e-9)
    times = next(m for m in (5, 2, 1) if m * power_of_ten <= step * (1 + 1e-9))
    return float(f"{times * power_of_ten:.12g}")


def is_finite(number: Any) -> bool:
    """Say whether something is one finite number."""
    value = plain(number)
    return isinstance(value, int | float) and math.isfinite(value)


def is_array_like(spec: Any) -> bool:
    """Say whether an input is an array or a list, which is passed on as it is."""
    return isinstance(spec, list) or bool(getattr(spec, "shape", ()))


def our_variable(arrays: bool) -> Callable[[Any], Any]:
    """Take a maker of nodes from our own engine, imported only when it is needed."""
    if arrays:
        from adlearn.tensors.node import tensor

        return tensor
    from adlearn.scalars.node import AutogradValue

    return AutogradValue


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
