"""A function as a program that can be read, run and taken apart: `program(f)(*args)`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from adlearn.derivatives.trace import checked
from adlearn.errors import NotTraceable
from adlearn.programs.captured import Captured, Outside, checks_of
from adlearn.programs.columns import runner_on_columns
from adlearn.programs.constants import unchanging
from adlearn.programs.expressions import Style
from adlearn.programs.graphs import graph_of
from adlearn.programs.lines import Equation
from adlearn.programs.naming import names_of, valid
from adlearn.programs.notation import latex, page_of, printed
from adlearn.programs.running import Miss, runner
from adlearn.programs.simplify import kinds_of, simplified
from adlearn.programs.source import Text, text_of
from adlearn.programs.tracing import Recording, parameter_names, unconverted
from adlearn.programs.witness import Witness
from adlearn.programs.writing_down import trace_any
from adlearn.show.snapshots import Snapshot
from adlearn.show.stepper import show


def program(f: Callable[..., Any], *, simplify: bool | Iterable[str] = True) -> Any:
    """Write down what a function computes, one operation a line.

    Parameters
    ----------
    f : callable
        A function of numbers and arrays, or a derivative: `grad(f)`, `value_and_grad(f)`,
        `hessian(f)`, a function that calls these, a step of training.
    simplify : bool or iterable of str, optional
        What to strike out: all that a reader would, nothing, or some of "constants", "units",
        "signs", "common", "broadcasts", "places" and "dead".

    Returns
    -------
    callable
        Takes what `f` takes, calls it once, and gives the `Program`.

    Raises
    ------
    NotTraceable
        When called: if `f` does what a program of lines cannot say, with the reason and what to do.

    See Also
    --------
    compile : run a function as such a program.

    Notes
    -----
    Loops and branches are gone through as they come with these arguments: what is left is a
    straight line. The notation is that of the lecture: a bar over a name is the derivative of the
    output by it.

    Examples
    --------
    >>> import numpy as np
    >>> from adlearn import grad
    >>> def loss(w, x):
    ...     return np.sum(np.tanh(w * x))
    >>> derivative = program(grad(loss))(np.array([0.5, 1.0]), np.array([1.0, 2.0]))
    >>> derivative(np.array([0.5, 1.0]), np.array([1.0, 2.0]))
    array([0.78644773, 0.14130165])
    >>> print(derivative.source.strip())
    import numpy as np
    <BLANKLINE>
    <BLANKLINE>
    def gradient_of_loss(w, x):
        # the computation
        t1 = np.tanh(w * x)  # (2,)
        # the derivatives
        w_bar = (1.0 - t1 ** 2) * x  # (2,)
        return w_bar
    """
    checked(f, 0)
    kinds = kinds_of(simplify)

    @functools.wraps(f, updated=())
    def program_at(*args: Any, **kwargs: Any) -> Program:
        with Witness() as seen:
            recording = trace_any(f, args, kwargs)
        return Program(f, recording, kinds, seen)

    return program_at


class Program:
    """What a function computes, line by line. Made by `program`.

    It runs for what the function uses besides its arguments as it was: where that has changed, a
    call says so. `source`, `lines` and `on_columns` do not look.

    Attributes
    ----------
    source : str
        The program as a file of Python with NumPy, and SciPy where it is used. It has one function,
        called `name`; run alone it gives the same numbers.
    data : dict of {str: ndarray}
        Arrays that the function in that file takes besides the arguments, by their names: those
        that it took from outside, and constants of more than a thousand numbers.
    latex : str
        In the notation of the lecture.
    lines : tuple of Equation or Guard
    graph : Snapshot
        The computation as a graph to look at and step through: a node a line, the cotangents as
        gradients. `show(program)` and a notebook show it beside the lines.
    answer : object
        What the function gave when it was written down.
    """

    def __init__(self, f: Any, recording: Recording, kinds: frozenset[str], seen: Witness) -> None:
        recording = in_order(f, recording)
        self._f, self._recording, self._kinds = f, recording, kinds
        lifted = [given.outside for given in recording.inputs if given.outside is not None]
        try:
            outside = Outside(f, seen, lifted, [leaf for _, leaf in recording.static])
            self._checks, self._outside = checks_of(outside), names_outside(outside.watched)
        except NotTraceable:  # it keeps what it computes: it can be read
            self._checks, self._outside = [], {}
        page = unconverted(recording)
        self._lean = simplified(page, kinds - {"signs"})
        # Of two values that are the same each has a cotangent of its own.
        self._told = simplified(page, kinds - {"signs", "common"}, told=True)
        self._names = names_of(self._told)
        self.answer = recording.answer

    @property
    def lines(self) -> tuple[Any, ...]:
        return self._lean.lines

    @property
    def name(self) -> str:
        """What the function is called."""
        return valid(self._recording.name)

    @property
    def source(self) -> str:
        return self._text.source

    @property
    def data(self) -> dict[str, np.ndarray]:
        return {name: array.copy() for name, array in self._text.data.items()}

    @functools.cached_property
    def _text(self) -> Text:
        return text_of(self._lean, names_of(self._lean), self._outside)

    @property
    def latex(self) -> str:
        return latex(self._told, self._names)

    @functools.cached_property
    def graph(self) -> Snapshot:
        """The computation as a graph, the cotangents as its gradients, with the lines beside it."""
        return graph_of(unconverted(self._recording), self._kinds)

    @functools.cached_property
    def _run(self) -> Any:
        return runner(simplified(self._recording, self._kinds), self._checks)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program.

        Raises
        ------
        NotTraceable
            If it is not for these arguments: of another shape, or on another side of a branch.
        """
        names = self._recording.parameters
        given = {**dict(zip(parameter_names(self._f, len(args)), args, strict=True)), **kwargs}
        if len(given) < len(args) + len(kwargs) or set(given) != set(names):
            raise NotTraceable(
                f"{self.name} was written down for {', '.join(names)}. Pass just these."
            )
        answer = self._run(*(given[name] for name in names))
        if answer.__class__ is Miss:
            raise NotTraceable(
                f"this program of {self.name} is not for these arguments: {answer.why}. Write it "
                "down again, program(f)(...), or use compile(f), which does so by itself."
            )
        return answer

    def on_columns(self, *args: Any) -> Any:
        """Run a program of numbers once for many rows: with arrays in the place of its numbers.

        Parameters
        ----------
        *args : array_like
            What the function takes, with columns (arrays of one length) for numbers.

        Returns
        -------
        object
            In the form of what the function gives, with a column for each number.

        Raises
        ------
        NotTraceable
            If the program branches by a number: rows may go different ways. If it is none of single
            numbers, and if the arguments are no columns.

        Examples
        --------
        >>> import numpy as np
        >>> import adlearn as ad
        >>> slope = ad.program(ad.grad(lambda x: ad.sin(x) ** 2))(ad.AutogradValue(1.0))
        >>> slope.on_columns(np.array([0.0, 1.0]))
        array([0.        , 0.90929743])
        """
        return self._run_on_columns(*args)

    @functools.cached_property
    def _run_on_columns(self) -> Any:
        return runner_on_columns(simplified(self._recording, self._kinds))

    def __len__(self) -> int:
        return sum(line.__class__ is Equation for line in self.lines)

    def __str__(self) -> str:
        return printed(page_of(self._told, self._names, Style()))

    def __repr__(self) -> str:
        return f"<program of {self.name}: {len(self)} lines>"

    def _repr_html_(self) -> str:
        return show(self, names={}).to_html()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Give the lines and the graph side by side, and both columns as LaTeX and as text."""
        return {
            "text/html": self._repr_html_(),
            "text/latex": self._repr_latex_(),
            "text/plain": str(self),
        }

    def _repr_latex_(self) -> str:
        return f"$$ {self.latex} $$"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def in_order(f: Any, recording: Recording) -> Recording:
    """Put the parameters in the order that they have in the function."""
    places = {name: i for i, name in enumerate(parameter_names(f, len(recording.parameters)))}
    ordered = sorted(recording.parameters, key=lambda name: places.get(name, len(places)))
    return recording.but(parameters=tuple(ordered))


def names_outside(watched: Iterable[Captured]) -> dict[int, str]:
    """Give arrays that a function takes from outside the names that they have there."""
    return {
        id(unchanging(one.value)): one.name
        for one in watched
        if isinstance(one.value, np.ndarray) and one.name.isidentifier()
    }
