"""Where did it go wrong first? One expression, followed value by value beside the right answers.

Backward, the values are looked at from the output to the inputs: all who send to a value come
before it. So the first message that is wrong is a mistake and not the consequence of one. Forward
it is the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograder.asking.cases import as_number
from autograder.asking.scalars import probes_walk
from autograder.asking.scalars.expressions import Expression, number
from autograder.asking.scalars.reference import PARTIALS, SINGLE, close

#: A label longer than this is cut in the middle.
LONGEST = 32


Operands = dict[str, dict[str, list[float]]]


def operands(expression: Expression, values: Mapping[str, float]) -> Operands:
    """Give each step's local derivatives with respect to each value it uses.

    Parameters
    ----------
    expression : Expression
    values : mapping
        Every name's value.

    Returns
    -------
    dict
        Step to a dictionary of parent to derivatives, one for each place where the parent stands.

    Examples
    --------
    >>> from autograder.asking.scalars.expressions import expression
    >>> operands(expression("a * a", a=3.0), {"a": 3.0, "v1": 9.0})
    {'v1': {'a': [3.0, 3.0]}}
    """
    found: Operands = {}
    for step in expression.steps:
        numbers = [values[item] if isinstance(item, str) else item for item in step.operands]
        edges: dict[str, list[float]] = {}
        for item, partial in zip(step.operands, PARTIALS[step.operation](*numbers), strict=True):
            if isinstance(item, str):
                edges.setdefault(item, []).append(partial)
        found[step.name] = edges
    return found


class Place:
    """The expression with the right values and derivatives, and how its parts are called.

    Parameters
    ----------
    expression : Expression
    values : mapping
        Every name's right value.
    """

    def __init__(self, expression: Expression, values: Mapping[str, float]) -> None:
        self.expression = expression
        self.values = values
        self.output = expression.steps[-1].name
        self.places = operands(expression, values)
        self.edges = {
            step: {parent: sum(partials) for parent, partials in parents.items()}
            for step, parents in self.places.items()
        }
        self.users: dict[str, list[str]] = {name: [] for name in values}
        self.adjoints = dict.fromkeys(values, 0.0)
        self.adjoints[self.output] = 1.0
        for step in reversed(expression.steps):
            for parent, partial in self.edges[step.name].items():
                self.adjoints[parent] += self.adjoints[step.name] * partial
                self.users[parent].append(step.name)
        self._labels = expression.labels()

    def label(self, name: str) -> str:
        """Give a part's name for a sentence."""
        text = self._labels[name]
        if name == self.output and len(text) > LONGEST:
            return "the result"
        half = LONGEST // 2
        return f"`{text if len(text) <= LONGEST else text[:half] + '…' + text[-half:]}`"

    def found(
        self,
        sentence: str,
        what: str,
        yours: Mapping[str, Any],
        right: Mapping[str, float],
        node: str,
        edge: tuple[str, str] | None = None,
        sent: float | None = None,
        expected: float | None = None,
    ) -> dict[str, Any]:
        """Give the place as data for reports: the sentence, the edge, and the graph to draw.

        `what` says what `yours` and `right` are: ``"value"``, ``"gradient"``, or for forward mode
        ``"derivative with respect to a"``.
        """
        nodes: list[dict[str, Any]] = [
            {"name": name, "operation": "variable", "value": value, "parents": []}
            for name, value in self.expression.inputs.items()
        ]
        for step in self.expression.steps:
            nodes.append(
                {
                    "name": step.name,
                    "operation": step.operation,
                    "value": self.values[step.name],
                    "parents": list(step.operands),
                }
            )
        needed = {self.output, node}
        for entry in reversed(nodes):
            if entry["name"] in needed:
                needed.update(item for item in entry["parents"] if isinstance(item, str))
        nodes = [entry for entry in nodes if entry["name"] in needed]
        for entry in nodes:
            entry["yours"] = _json(yours.get(entry["name"]))
            entry["expected"] = _json(right.get(entry["name"]))
        return {
            "sentence": sentence,
            "what": what,
            "node": node,
            "edge": list(edge) if edge else None,
            "sent": _json(sent),
            "expected": _json(expected),
            "nodes": nodes,
        }


def _json(value: Any) -> float | str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None if value is None else str(value)[:40]
    return float(value) if abs(value) < float("inf") else str(value)


def _right(mine: Any, expected: float, scale: float = 0.0) -> bool:
    if isinstance(mine, bool) or not hasattr(mine, "__float__"):
        return False
    return close(float(mine), expected, max(scale, abs(expected), 1.0), SINGLE)


def find_value(
    submission: Any, expression: Expression, values: Mapping[str, float]
) -> dict[str, Any] | None:
    """Find the first value that is wrong.

    Parameters
    ----------
    submission : Submission
    expression : Expression
    values : mapping
        Every name's right value.

    Returns
    -------
    dict or None
        The place, as `Place.found` gives it.
    """
    place = Place(expression, values)
    inputs = [[name, value] for name, value in expression.inputs.items()]
    gave = submission.run(probes_walk.watch_values, expression.code(), inputs)
    for step in expression.steps:
        mine = gave.get(step.name)
        if step.name in gave and not _right(mine, values[step.name]):
            if len(expression.steps) == 1:
                return None  # nothing to look for
            return place.found(
                f"The first value that is wrong is {place.label(step.name)}: it is "
                f"{number(mine)} and should be {number(values[step.name])}.",
                "value",
                gave,
                values,
                step.name,
            )
    return None


def find_forward(
    submission: Any, expression: Expression, values: Mapping[str, float], wanted: str
) -> dict[str, Any] | None:
    """Find the first value whose derivative with respect to one input is wrong.

    Parameters
    ----------
    submission : Submission
    expression : Expression
    values : mapping
        Every name's right value.
    wanted : str
        The input.

    Returns
    -------
    dict or None
        The place, as `Place.found` gives it.
    """
    place = Place(expression, values)
    inputs = [[name, value] for name, value in expression.inputs.items()]
    gave = submission.run(probes_walk.watch_forward, expression.code(), inputs)
    mine = {name: entries.get(wanted) for name, entries in gave.items()}
    right: dict[str, float] = {name: float(name == wanted) for name in expression.inputs}
    for step in expression.steps:
        parts = place.edges[step.name]
        right[step.name] = sum(partial * right[parent] for parent, partial in parts.items())
    for step in expression.steps:
        if step.name not in gave or _right(mine[step.name] or 0.0, right[step.name]):
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


def find_backward(
    submission: Any, expression: Expression, values: Mapping[str, float]
) -> dict[str, Any] | None:
    """Find the first message between two values that is wrong, from the output on.

    Parameters
    ----------
    submission : Submission
    expression : Expression
    values : mapping
        Every name's right value.

    Returns
    -------
    dict or None
        The place, as `Place.found` gives it.
    """
    place = Place(expression, values)
    inputs = [[name, value] for name, value in expression.inputs.items()]
    calls, gradients = submission.run(
        probes_walk.watch_backward, expression.code(), inputs, place.output
    )
    for step in reversed(expression.steps):
        for parent, partial in place.edges[step.name].items():
            expected = place.adjoints[step.name] * partial
            told = _message(place, calls, step.name, parent, expected) if calls else None
            if told is not None:
                sentence, sent = told
                return place.found(
                    sentence,
                    "gradient",
                    gradients,
                    place.adjoints,
                    step.name,
                    (step.name, parent),
                    sent,
                    expected,
                )
    return _by_gradients(place, gradients, watched=bool(calls))


def _message(
    place: Place, calls: Sequence[Any], sender: str, parent: str, expected: float
) -> tuple[str, float] | None:
    """Say what is wrong with what a step sent to a parent, and how much that was; None if right."""
    own = [
        (position, float(had), float(before), float(after))
        for position, (name, had, received) in enumerate(calls)
        for to, before, after in received
        if name == sender and to == parent
    ]
    sent = sum(after - before for _, _, before, after in own)
    scale = sum(abs(after) + abs(before) for _, _, before, after in own)
    if _right(sent, expected, scale):
        return None
    who, whom = place.label(sender), place.label(parent)
    gradient, partial = place.adjoints[sender], place.edges[sender][parent]
    if not own:
        text = f"{who} never took its step: {whom} should have received {number(expected)} from it."
        return text, 0.0
    position, had, before, after = own[0]
    result = f"So it sent {number(sent)} to {whom} and should have sent {number(expected)}."
    if not _right(had, gradient):
        if sender == place.output:
            text = f"The gradient of the result was {number(had)} at the start; it should be 1."
            return f"{text} {result}", sent
        late = [
            place.label(user)
            for user in place.users[sender]
            if all(name != user for name, _, _ in calls[:position])
        ]
        text = (
            f"{who} passed its gradient on when it was {number(had)}; it should have been "
            f"{number(gradient)} by then."
        )
        if late:
            use = "uses" if len(late) == 1 else "use"
            text = f"{text[:-1]}, but {' and '.join(late)} {use} it and had not sent anything yet."
        return f"{text} {result}", sent
    if len(own) > 1:
        return (
            f"{who} took its step {len(own)} times and sent {number(sent)} to {whom} in all; it "
            f"should send {number(expected)}, once."
        ), sent
    shares = [gradient * share for share in place.places[sender][parent]]
    if len(shares) > 1 and _right(after, shares[-1]):
        return (
            f"{who} uses {whom} in {len(shares)} places, and only the share of the last one, "
            f"{number(shares[-1])}, is left in {whom}; together it should be "
            f"{number(before + expected)}."
        ), sent
    if before and _right(after, expected):
        return (
            f"{who} sent {number(expected)} to {whom}, and that replaced the {number(before)} "
            f"which {whom} had already received; together it should be "
            f"{number(before + expected)}."
        ), sent
    return (
        f"{who} should send {number(expected)} to {whom} (its gradient {number(gradient)} times "
        f"the local derivative {number(partial)}); it sent {number(sent)}."
    ), sent


def _by_gradients(
    place: Place, gradients: Mapping[str, Any], watched: bool
) -> dict[str, Any] | None:
    """Find the first value that ended with a wrong gradient, though all messages are right.

    That is so where `backward_pass` was not used at all, or gradients were changed afterwards.
    """
    names = [step.name for step in reversed(place.expression.steps)] + list(place.expression.inputs)
    for name in names:
        expected = place.adjoints[name]
        if name not in gradients or _right(gradients[name], expected):
            continue
        shares = [
            f"{number(place.adjoints[user] * place.edges[user][name])} from {place.label(user)}"
            for user in place.users[name]
        ]
        return place.found(
            f"The first gradient that is wrong, from the result on, is that of "
            f"{place.label(name)}: it is {number(gradients[name])} and should be {number(expected)}"
            + (f", which is {' and '.join(shares)}." if shares else ".")
            + (" What was sent to it was right; it was changed later." if watched else ""),
            "gradient",
            gradients,
            place.adjoints,
            name,
        )
    return None
