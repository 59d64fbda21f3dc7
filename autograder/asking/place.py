"""A program with all its right answers, and how its parts are called: what a place is told by.

Where the answers come from is known to the reference of a subject; nothing is differentiated here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from autograder.asking.comparing import difference, is_numeric, written
from autograder.asking.numbers import number, too_large
from autograder.language import say

#: A label longer than this is cut in the middle.
LONGEST = 32


class Step(Protocol):
    """One line of a program: ``name = operation(operands)``; names are operands, and constants."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def operation(self) -> str:
        """What it does."""
        ...

    @property
    def operands(self) -> Sequence[Any]:
        """What it does it to."""
        ...


@dataclass(frozen=True)
class Truth:
    """The right values and derivatives of a program, all of them numbers or all arrays.

    Parameters
    ----------
    inputs : mapping
        Input name to value.
    steps : sequence of Step
        The last is the output.
    labels : mapping
        How each input and step appears in the written program.
    values, adjoints : mapping
        Every name's value, and the derivative of the output with respect to it.
    messages : mapping
        Step to parent to what it should send there on the way back.
    shares : mapping
        The same for each place where the parent stands, as a list.
    partials : mapping
        Step to parent to the local derivative over all places, where that is a number.
    """

    inputs: Mapping[str, Any]
    steps: Sequence[Step]
    labels: Mapping[str, str]
    values: Mapping[str, Any]
    adjoints: Mapping[str, Any]
    messages: Mapping[str, Mapping[str, Any]]
    shares: Mapping[str, Mapping[str, Sequence[Any]]]
    partials: Mapping[str, Mapping[str, float]]

    @property
    def output(self) -> str:
        """The name of the output."""
        return self.steps[-1].name

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """Name to the steps that use it, last first."""
        found: dict[str, list[str]] = {name: [] for name in self.values}
        for step in self.steps:
            for parent in self.messages[step.name]:
                found[parent].insert(0, step.name)
        return found

    def label(self, name: str) -> str:
        """Give a part's name for a sentence."""
        text = self.labels[name]
        if name == self.output and len(text) > LONGEST:
            return say("the result")
        half = LONGEST // 2
        return f"`{text if len(text) <= LONGEST else text[:half] + '…' + text[-half:]}`"

    def found(
        self,
        sentence: str,
        what: str,
        yours: Mapping[str, Any],
        right: Mapping[str, Any],
        node: str,
        edge: tuple[str, str] | None = None,
        sent: Any = None,
        expected: Any = None,
    ) -> dict[str, Any]:
        """Give a place as data for reports: the sentence, the edge, and the graph to draw.

        `what` says what `yours` and `right` are: ``"value"``, ``"gradient"``, or for forward mode
        ``"derivative with respect to a"``.
        """
        ours = self._ours(what, right, node, edge, expected)
        sent, expected = _shown(sent, expected)
        nodes = []
        for entry in self._drawn(node):
            mine, wanted = _shown(yours.get(entry["name"]), right.get(entry["name"]))
            nodes.append({**entry, "yours": mine, "expected": wanted})
        return {
            "sentence": sentence,
            "ours": ours,
            "what": what,
            "node": node,
            "edge": list(edge) if edge else None,
            "sent": sent,
            "expected": expected,
            "nodes": nodes,
        }

    def _ours(
        self,
        what: str,
        right: Mapping[str, Any],
        node: str,
        edge: tuple[str, str] | None,
        expected: Any,
    ) -> str:
        """Say the place by what is right there, and nothing of what is wrong."""
        if edge is not None:
            return say(
                "It goes wrong first where {sender} should send {right} to {parent}.",
                sender=self.label(edge[0]),
                right=written(expected),
                parent=self.label(edge[1]),
            )
        return say(
            "It goes wrong first at {node}, whose {what} should be {right}.",
            node=self.label(node),
            what=say(what),
            right=written(right[node]),
        )

    def _drawn(self, node: str) -> list[dict[str, Any]]:
        """Give what the output and one node depend on, each after its parents."""
        entries: list[dict[str, Any]] = [
            {"name": name, "operation": "variable", "value": _value(value), "parents": []}
            for name, value in self.inputs.items()
        ]
        entries += [
            {
                "name": step.name,
                "operation": step.operation,
                "value": _value(self.values[step.name]),
                "parents": [_value(item) for item in step.operands],
            }
            for step in self.steps
        ]
        needed = {self.output, node}
        for entry in reversed(entries):
            if entry["name"] in needed:
                needed.update(item for item in entry["parents"] if isinstance(item, str))
        return [entry for entry in entries if entry["name"] in needed]


def _value(value: Any) -> Any:
    """Write an array by its shape, which is what a box of a picture has room for."""
    return "×".join(map(str, value.shape)) or "()" if isinstance(value, np.ndarray) else value


def _shown(mine: Any, right: Any) -> tuple[Any, Any]:
    """Give two values as JSON has them: of arrays, the entry in which they differ, or the shape."""
    if not isinstance(right, np.ndarray):
        return _json(mine), _json(right)
    if mine is None:
        return None, _value(right)
    found = difference(mine, right)
    if found is None:
        return _value(right), _value(right)
    if not is_numeric(mine):
        return found.yours, _value(right)
    if found.of_shape:
        return _value(np.asarray(mine)), _value(right)
    return found.yours, found.right


def _json(value: Any) -> float | str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None if value is None else str(value)[:40]
    if too_large(value):
        return number(value)
    return float(value) if abs(value) < float("inf") else str(value)
