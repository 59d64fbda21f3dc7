"""Where did it go wrong first? One expression, followed value by value beside the right answers.

Backward, the values are looked at from the output to the inputs: all who send to a value come
before it. So the first message that is wrong is a mistake and not the consequence of one. Forward
it is the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import adlearn
from autograder.asking.assertions import as_number
from autograder.asking.numbers import number
from autograder.asking.scalars.engine import ScalarEngine
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.messages import Message, said_of
from autograder.asking.scalars.place import Place, near
from autograder.asking.scalars.reference import nodes_of


def find_value(engine: ScalarEngine, expression: Expression) -> dict[str, Any] | None:
    """Find the first value that is wrong.

    Parameters
    ----------
    engine : ScalarEngine
    expression : Expression

    Returns
    -------
    dict or None
        The place, as `Place.found` gives it.
    """
    if len(expression.steps) == 1:
        return None  # nothing to look for
    place = Place(expression)
    gave = engine.watch_values(expression)
    for step in expression.steps:
        mine, right = gave.get(step.name), place.values[step.name]
        if step.name in gave and not near(mine, right):
            return place.found(
                f"The first value that is wrong is {place.label(step.name)}: it is "
                f"{number(mine)} and should be {number(right)}.",
                "value",
                gave,
                place.values,
                step.name,
            )
    return None


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
        The place, as `Place.found` gives it.
    """
    place = Place(expression)
    _, gave = engine.derivatives(expression, "forward")
    mine = {name: entries.get(wanted) for name, entries in gave.items()}
    nodes = nodes_of(expression, adlearn.ForwardValue)
    right = {
        name: float(node.forward_grads.get(nodes[wanted], 0.0)) for name, node in nodes.items()
    }
    for step in expression.steps:
        if step.name not in gave or near(mine[step.name] or 0.0, right[step.name]):
            continue
        terms = [
            f"{number(partial)} times {number(right[parent])} from {place.label(parent)}"
            for parent, partial in place.edges[step.name].items()
            if right[parent]
        ]
        has = "no entry" if mine[step.name] is None else number(as_number(mine[step.name], "it"))
        sum_ = f" (local derivative times the parent's own: {' + '.join(terms)})" if terms else ""
        return place.found(
            f"It goes wrong first at {place.label(step.name)}: for `{wanted}` it has {has} and "
            f"should have {number(right[step.name])}{sum_}.",
            f"derivative with respect to {wanted}",
            mine,
            right,
            step.name,
        )
    return None


def find_backward(engine: ScalarEngine, expression: Expression) -> dict[str, Any] | None:
    """Find the first message between two values that is wrong, from the output on.

    Parameters
    ----------
    engine : ScalarEngine
    expression : Expression

    Returns
    -------
    dict or None
        The place, as `Place.found` gives it.
    """
    place = Place(expression)
    calls, gradients = engine.watch_backward(expression)
    messages = (
        Message(place, calls, step.name, parent)
        for step in reversed(expression.steps)
        for parent in place.edges[step.name]
        if calls
    )
    wrong = next((message for message in messages if not message.right), None)
    if wrong is None:
        return _by_gradients(place, gradients, watched=bool(calls))
    return place.found(
        said_of(wrong),
        "gradient",
        gradients,
        place.adjoints,
        wrong.sender,
        (wrong.sender, wrong.parent),
        wrong.sent,
        wrong.expected,
    )


def _by_gradients(
    place: Place, gradients: Mapping[str, Any], watched: bool
) -> dict[str, Any] | None:
    """Find the first value that ended with a wrong gradient, though all messages are right.

    That is so where `backward_pass` was not used at all, or gradients were changed afterwards.
    """
    names = [step.name for step in reversed(place.expression.steps)] + list(place.expression.inputs)
    for name in names:
        expected = place.adjoints[name]
        if name not in gradients or near(gradients[name], expected):
            continue
        shares = [
            f"{number(place.adjoints[user] * place.edges[user][name])} from {place.label(user)}"
            for user in place.users[name]
        ]
        return place.found(
            f"The first gradient that is wrong, from the result on, is that of "
            f"{place.label(name)}: it is {number(gradients[name])} and should be {number(expected)}"
            + (f", which is {' and '.join(shares)}." if shares else ".")
            + (" What was sent to it was right; something else has set it." if watched else ""),
            "gradient",
            gradients,
            place.adjoints,
            name,
        )
    return None
