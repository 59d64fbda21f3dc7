"""The live inspector as a widget: anywidget carries the stepper's script to the page, and the state
of both sides lies in a few traits.

Imported only by `inspect`, since it needs anywidget. It asks nothing of ipywidgets that version 7.7
does not have.
"""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from .experiment import Answer, Experiment, told
from .html import module_source
from .player import MODES, first_step, picture_of
from .snapshots import Snapshot
from .stepper import Shown
from .written import short


class Inspector(anywidget.AnyWidget):
    """A graph to step through, with inputs that can be moved. Made by `adlearn.inspect`.

    Attributes
    ----------
    inputs : dict of {str: float}
        The values now. Setting it recomputes.
    expression : str
        Which of the functions is shown.
    mode : str
        `reverse`, `forward`, or `wrong` for the order that goes wrong.
    variable : str
        What tangents are by.
    step : int
        How many steps are done; -1 means all.
    layer : int
        Which graph: 0 is the function, the others are derivatives.
    selected : str
        The label of the chosen node; empty at first.
    error : str
        What the function raised at these inputs; the picture is then the last good one.
    value : float
        Of the function, at the last inputs that worked.
    gradients : dict of {str: float}
        By the names of the inputs.
    """

    _esm = module_source()

    picture = traitlets.Dict().tag(sync=True)
    controls = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    asked = traitlets.Unicode("").tag(sync=True)
    inputs = traitlets.Dict().tag(sync=True)
    expression = traitlets.Unicode("").tag(sync=True)
    mode = traitlets.Enum(MODES, "reverse").tag(sync=True)
    variable = traitlets.Unicode("").tag(sync=True)
    step = traitlets.Int(-1).tag(sync=True)
    layer = traitlets.Int(0).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("")
    value = traitlets.Any(None, allow_none=True)
    gradients = traitlets.Dict()

    def __init__(
        self, experiment: Experiment | None, graphs: dict[str, Snapshot], answer: Answer | None
    ) -> None:
        self.experiment = experiment
        self.graphs = graphs
        self._shown: tuple[str, dict[str, float]] | None = None
        expressions = [] if experiment is None else list(experiment.functions)
        start = {} if experiment is None else experiment.start()
        moved = [] if experiment is None else [written(one) for one in experiment.inputs]
        super().__init__(
            picture=picture_of(graphs),
            controls={"live": experiment is not None, "inputs": moved, "expressions": expressions},
            inputs=start,
            expression=next(iter(expressions), ""),
            step=-1 if experiment is not None else first_step(next(iter(graphs.values()))),
        )
        if answer is not None:
            self._shown = (self.expression, dict(start))
            self._take(answer)
        self.observe(self._moved, ["inputs", "expression", "asked"])

    @property
    def graph(self) -> Snapshot:
        """The snapshot of the layer that is shown."""
        return list(self.graphs.values())[min(self.layer, len(self.graphs) - 1)]

    def still(self) -> Shown:
        """Give what is shown now as a display that needs no kernel, and stays in a saved notebook.

        Returns
        -------
        Shown
        """
        inputs = ", ".join(f"{name} = {short(number)}" for name, number in self.inputs.items())
        said = f"{self.expression} at {inputs}. To move the inputs, run this cell in a notebook."
        note = "\n".join(filter(None, [inputs and said, self.error]))
        return Shown(self.graphs, note, self.mode)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the widget, and beside it what is left of it where there is no kernel."""
        widget = super()._repr_mimebundle_(**kwargs)
        if widget is None:
            return None
        data, about = widget
        return {**data, **self.still()._repr_mimebundle_()}, about

    def __repr__(self) -> str:
        return repr(self.still())

    @traitlets.validate("inputs")
    def _complete(self, proposal: Any) -> dict[str, float]:
        """Keep to the inputs there are; those not named stay as they are."""
        if self.experiment is None:
            return {}
        known = self.experiment.start()
        unknown = [name for name in proposal["value"] if name not in known]
        if unknown:
            raise traitlets.TraitError(
                f"there is no input {unknown[0]!r}; the inputs are {', '.join(known)}."
            )
        return {**self.inputs, **{name: float(n) for name, n in proposal["value"].items()}}

    @traitlets.validate("expression")
    def _known(self, proposal: Any) -> str:
        """Keep to the functions there are."""
        functions = {} if self.experiment is None else self.experiment.functions
        if proposal["value"] not in functions and proposal["value"]:
            raise traitlets.TraitError(
                f"there is no {proposal['value']!r}; choose one of {', '.join(functions)}."
            )
        return str(proposal["value"])

    def _moved(self, change: Any) -> None:
        """Compute with the new inputs; the page waits for the answer to what it asked."""
        now = (self.expression, dict(self.inputs))
        if self.experiment is None:
            return
        if now == self._shown:
            self.answer = {"asked": self.asked, "error": self.error}
            return
        self._shown = now
        try:
            answer = self.experiment.call(*now)
        except Exception as error:
            self.error = f"{told(error)}  The picture is the last one that worked."
            self.answer = {"asked": self.asked, "error": self.error}
            return
        self._take(answer)

    def _take(self, answer: Answer) -> None:
        """Show what was computed, in one message to the page."""
        self.graphs = answer.graphs
        self.error, self.value, self.gradients = answer.problem, answer.value, answer.gradients
        with self.hold_sync():
            self.picture = picture_of(answer.graphs)
            self.answer = {"asked": self.asked, "error": answer.problem}


def written(one: Any) -> dict[str, Any]:
    """Write down an input for the page."""
    return {"name": one.name, "min": one.low, "max": one.high, "step": one.step}
