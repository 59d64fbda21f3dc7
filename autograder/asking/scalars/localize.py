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
            f"{number(partial)} times {number(right[parent])} from {truth.label(parent)}"
            for parent, partial in truth.partials[step.name].items()
            if right[parent]
        ]
        has = "no entry" if mine[step.name] is None else number(as_number(mine[step.name], "it"))
        sum_ = f" (local derivative times the parent's own: {' + '.join(terms)})" if terms else ""
        return truth.found(
            f"It goes wrong first at {truth.label(step.name)}: for `{wanted}` it has {has} and "
            f"should have {number(right[step.name])}{sum_}.",
            f"derivative with respect to {wanted}",
            mine,
            right,
            step.name,
        )
    return None
