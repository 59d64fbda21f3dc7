"""`inspect`: a function whose inputs can be moved, with the graph and every step of its derivative
following.

Each move calls the function again, in the kernel, on new nodes: of the class that the function is
written for, such as one that a notebook is just defining, and of ours where there is no other.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

from .adapters import is_node
from .callers_class import OURS, class_meant, home_of
from .experiment import Answer, Experiment, Input
from .layers import layered, titled
from .naming import variables_of
from .own_nodes import our_variable
from .snapshots import Snapshot
from .stepper import Shown
from .written import plain

#: How many steps a slider has at least.
SLIDER_STEPS = 100

MISSING_WIDGETS = (
    "Moving the inputs needs anywidget, which is not installed here: this is the picture for the "
    "values given. Run  {}  and restart the kernel."
)


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
        Makes the nodes that `f` is called with, such as `variable=Value` for a class of your own.
        By default the class of your program that `f` works with; else the `AutogradValue`, or the
        only class of numbers with `backward`, among your variables; else `adlearn.AutogradValue`,
        and `adlearn.tensor` if an input is an array.
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
    functions = functions_of(f)
    meant = variable or class_meant(
        functions.values(), variables_of(sys._getframe(1)), arrays=bool(fixed)
    )
    experiment = Experiment(
        functions=functions,
        inputs=tuple(input_of(n, spec) for n, spec in inputs.items() if n not in fixed),
        fixed=fixed,
        variable=meant or our_variable(bool(fixed)),
        order=order,
    )
    try:
        answer = experiment.call(next(iter(functions)), experiment.start())
    except Exception as error:
        if variable is None:
            error.add_note(called_with(experiment.variable))
        raise
    return live(experiment, answer.graphs, answer)


def called_with(variable: Callable[[Any], Any]) -> str:
    """Say what a function was called with, for who meant something else."""
    whose = "adlearn's" if home_of(variable) == OURS else "your"
    return (
        f"inspect() called the function with {whose} {variable.__name__}. If it is written for "
        "another class, name that one: inspect(f, variable=Value, a=1.0)."
    )


def live(
    experiment: Experiment | None, graphs: dict[str, Snapshot], answer: Answer | None = None
) -> Any:
    """Make the widget, or the plain picture where widgets are missing."""
    try:
        from .live import Inspector
    except ImportError:
        from adlearn.installed import remedy

        return Shown(graphs, MISSING_WIDGETS.format(remedy("notebook")))
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
