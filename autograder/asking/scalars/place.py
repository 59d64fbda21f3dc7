"""One expression with all its right numbers, and how its parts are called: what a place is told by.

The numbers are read off our own engine's nodes; nothing is differentiated here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.asking.numbers import close
from autograder.asking.run import Tolerances
from autograder.asking.scalars.expressions import Expression
from autograder.asking.scalars.reference import nodes_of, partials_of

#: A label longer than this is cut in the middle.
LONGEST = 32


class Place:
    """The expression with the right values and derivatives, and how its parts are called.

    Parameters
    ----------
    expression : Expression

    Attributes
    ----------
    values, adjoints : dict
        Every name's value, and the derivative of the output with respect to it.
    shares : dict
        Step to parent to local derivatives, one for each place where the parent stands.
    edges : dict
        Step to parent to the sum of these.
    users : dict
        Name to the steps that use it, last first.

    Examples
    --------
    >>> from autograder.asking.scalars.expressions import expression
    >>> place = Place(expression("a * a", a=3.0))
    >>> place.shares, place.edges, place.adjoints
    ({'v1': {'a': [3.0, 3.0]}}, {'v1': {'a': 6.0}}, {'a': 6.0, 'v1': 1.0})
    """

    def __init__(self, expression: Expression) -> None:
        nodes = nodes_of(expression)
        nodes[expression.output].backward()
        partials = partials_of(expression, nodes)
        self.expression = expression
        self.output = expression.output
        self.values = {name: float(node.value) for name, node in nodes.items()}
        self.adjoints = {name: float(node.grad) for name, node in nodes.items()}
        self.shares: dict[str, dict[str, list[float]]] = {}
        self.users: dict[str, list[str]] = {name: [] for name in nodes}
        for step in expression.steps:
            received = self.shares[step.name] = {}
            for item, partial in zip(step.operands, partials[step.name], strict=True):
                if isinstance(item, str):
                    received.setdefault(item, []).append(partial)
            for parent in received:
                self.users[parent].insert(0, step.name)
        self.edges = {
            step: {parent: sum(shares) for parent, shares in received.items()}
            for step, received in self.shares.items()
        }
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
        return {
            "sentence": sentence,
            "what": what,
            "node": node,
            "edge": list(edge) if edge else None,
            "sent": _json(sent),
            "expected": _json(expected),
            "nodes": [
                {
                    **entry,
                    "yours": _json(yours.get(entry["name"])),
                    "expected": _json(right.get(entry["name"])),
                }
                for entry in self._drawn(node)
            ],
        }

    def _drawn(self, node: str) -> list[dict[str, Any]]:
        """Give what the output and one node depend on, each after its parents."""
        entries: list[dict[str, Any]] = [
            {"name": name, "operation": "variable", "value": value, "parents": []}
            for name, value in self.expression.inputs.items()
        ]
        entries += [
            {
                "name": step.name,
                "operation": step.operation,
                "value": self.values[step.name],
                "parents": list(step.operands),
            }
            for step in self.expression.steps
        ]
        needed = {self.output, node}
        for entry in reversed(entries):
            if entry["name"] in needed:
                needed.update(item for item in entry["parents"] if isinstance(item, str))
        return [entry for entry in entries if entry["name"] in needed]


def near(mine: Any, expected: float, scale: float = 0.0) -> bool:
    """Say whether a number is right, so coarsely that no rounding is taken for a mistake."""
    if isinstance(mine, bool) or not hasattr(mine, "__float__"):
        return False
    return close(float(mine), expected, max(scale, abs(expected), 1.0), Tolerances().float32)


def _json(value: Any) -> float | str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None if value is None else str(value)[:40]
    return float(value) if abs(value) < float("inf") else str(value)
