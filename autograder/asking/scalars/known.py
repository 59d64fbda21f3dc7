"""Expressions that are asked whatever the seed: what a check is about does not depend on luck."""

from __future__ import annotations

import re
from dataclasses import replace

from autograder.asking.scalars.expressions import Expression, Step, expression
from autograder.language import say


def always(*texts: str) -> list[tuple[Expression]]:
    """Read expressions of ``a``, ``b`` and ``c`` that are asked whatever the seed; for `for_all`.

    Examples
    --------
    >>> [(case,)] = always("b - b")
    >>> case.at()
    'b = 3'
    """
    plain = {"a": 2.0, "b": 3.0, "c": 0.5}
    used = [{n for n in plain if re.search(rf"\b{n}\b(?! =)", text)} for text in texts]
    return [
        (expression(text, **{n: v for n, v in plain.items() if n in names}),)
        for text, names in zip(texts, used, strict=True)
    ]


def whole(*texts: str) -> list[tuple[Expression]]:
    """Read expressions whose inputs are whole numbers, as in the examples of the task.

    Examples
    --------
    >>> [(case,)] = whole("a * b")
    >>> case.at()
    'a = 2 (an int), b = 3 (an int)'
    """
    return [
        (replace(case, kinds=dict.fromkeys(case.inputs, "whole")),) for (case,) in always(*texts)
    ]


#: What an answer must stand, by what may go wrong: a plain number on the left, a factor 0, a value
#: that is used twice, one that cancels, three inputs, several layers.
TREES = ("2 - a", "a / 4", "0 * a + b", "5 - exp(-a) * 2", "(a - b) * c / 2", "-log(5 * b + a)")
SHARED = (
    "a * a",
    "a - a",
    "v = a * b; v * v",
    "v = a + 1; v - v + b",
    "v = a * b; 0 * v + v",
    "a * b + b * c + c * a",
    "v = a / b; w = exp(v) * a; w - v / w",
    "exp(log(a * a + 1) - b / 2) * a",
    "v = -a; v / v + b * v",
    "a * np.int64(3) - np.float64(0.5)",
)


def chain(count: int) -> Expression:
    """Give a long chain: ``v = 0.98 * v + a``, again and again, from ``v = a * b``."""
    steps = [Step("v0", "mul", ("a", "b"))]
    for position in range(count // 2):
        steps += [
            Step(f"w{position}", "mul", (0.98, steps[-1].name)),
            Step(f"v{position + 1}", "add", (f"w{position}", "a")),
        ]
    return Expression(
        {"a": 0.5, "b": 1.5},
        tuple(steps),
        title=say("a chain of {steps} operations", steps=len(steps)),
    )


def broad(count: int) -> Expression:
    """Give a sum of many products of ``a`` and ``b`` with numbers, added up in pairs."""
    row = [Step(f"v{n}", "mul", ("ab"[n % 2], (n % 7 - 3) / 4)) for n in range(count)]
    steps = list(row)
    while len(row) > 1:
        pairs = zip(row[::2], row[1::2], strict=False)
        sums = [
            Step(f"v{len(steps) + n}", "add", (one.name, two.name))
            for n, (one, two) in enumerate(pairs)
        ]
        steps += sums
        row = [*sums, *row[2 * len(sums) :]]
    return Expression(
        {"a": 0.5, "b": 1.5}, tuple(steps), title=say("a sum of {count} products", count=count)
    )
