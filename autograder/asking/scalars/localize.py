"""Where did it go wrong first? One expression, followed value by value beside the right answers.

What holds for arrays as well is in `autograder.asking.localize`; forward mode is of numbers alone.
"""

from __future__ import annotations

from typing import Any

import adlearn
from autograder.asking import localize
from autograder.asking.assertions import as_number
from autograder.asking.comparing import near
from autograder.asking.numbers import number
from autograder.asking.scalars.engine import ScalarEngine
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.reference import nodes_of, truth_of
from autograder.language import say, template


def find_value(engine: ScalarEngine, expression: Expression) -> dict[str, Any] | None:
    """Find the first value that is wrong; see `autograder.asking.localize.find_value`."""
    if len(expression.steps) == 1:
        return None  # nothing to look for, so nothing is asked
    return localize.find_value(truth_of(expression), engine.watch_values(expression))


def find_backward(engine: ScalarEngine, expression: Expression) -> dict[str, Any] | None:
    """Find the first wrong message; see `autograder.asking.localize.find_backward`."""
    sent, gradients, watched = engine.watch_backward(expression)
    return localize.find_backward(truth_of(expression), sent, gradients, watched)


def find_forward(
    engine: ScalarEngine, expression: Expression, wanted: str
) -> dict[str, Any] | None:
    """Find the first value whose derivative with respect to one input is wrong.

    Parameters
    ----------
    engine : ScalarEngine
    expression : Expression
    wanted : str
        The input.

    Returns
    -------
    dict or None
        The place, as `autograder.asking.place.Truth.found` gives it.
    """
    truth = truth_of(expression)
    _, gave = engine.derivatives(expression, "forward")
    mine = {name: entries.get(wanted) for name, entries in gave.items()}
    nodes = nodes_of(expression, adlearn.ForwardValue)
    right = {
        name: float(node.forward_grads.get(nodes[wanted], 0.0)) for name, node in nodes.items()
    }
    for step in expression.steps:
        if step.name not in gave or near(
            0.0 if mine[step.name] is None else mine[step.name], right[step.name]
        ):
            continue
        terms = [
            say(
                "{partial} times {derivative} from {parent}",
                partial=number(partial),
                derivative=number(right[parent]),
                parent=truth.label(parent),
            )
            for parent, partial in truth.partials[step.name].items()
            if right[parent]
        ]
        gave_none = mine[step.name] is None
        has = say("no entry") if gave_none else number(as_number(mine[step.name], "it"))
        words = {"name": truth.label(step.name), "wanted": wanted, "yours": has}
        if terms:
            text = template(
                "It goes wrong first at {name}: for `{wanted}` it has {yours} and should have "
                "{right} (local derivative times the parent's own: {terms})."
            )
        else:
            text = template(
                "It goes wrong first at {name}: for `{wanted}` it has {yours} and should have "
                "{right}."
            )
        return truth.found(
            say(text, right=number(right[step.name]), terms=" + ".join(terms), **words),
            say("derivative with respect to {wanted}", wanted=wanted),
            mine,
            right,
            step.name,
        )
    return None
