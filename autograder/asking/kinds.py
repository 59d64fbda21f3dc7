"""Which kind of case a check failed on, in words that do not tell the case."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.errors import CheckFailure
from autograder.language import say

#: Numbers beyond these are called large and small.
_LARGE, _SMALL = 10.0, 0.25
#: Graphs with more steps than this are called large.
_STEPS = 5


def kinds_of_case(failure: CheckFailure) -> str:
    """Say in a sentence what kind of case a failure is about; empty if nothing is to be said.

    The smallest case that fails has hardly anything that the failure does not need.

    Parameters
    ----------
    failure : CheckFailure

    Examples
    --------
    >>> case = {"program": "5 - a", "at": {"a": 0.0}}
    >>> kinds_of_case(CheckFailure("...", "gradient", case))
    'It fails in a case with a zero, a plain number on the left, and `-`.'
    """
    case = failure.counterexample or {}
    found = [*_of_numbers(case.get("at") or {}), *_of_program(str(case.get("program") or ""))]
    found += map(say, failure.cases)
    *others, last = dict.fromkeys(found) or [""]
    kinds = say("{others}, and {last}", others=", ".join(others), last=last) if others else last
    return say("It fails in a case with {kinds}.", kinds=kinds) if kinds else ""


def _of_numbers(at: Mapping[str, Any]) -> Iterator[str]:
    numbers = [float(n) for n in at.values() if isinstance(n, (int, float))]
    if len(numbers) > 1 and len(set(numbers)) < len(numbers):
        yield say("equal numbers")
    if 0.0 in numbers:
        yield say("a zero")
    if any(n < 0 for n in numbers):
        yield say("a negative number")
    if any(abs(n) > _LARGE for n in numbers):
        yield say("a large number")
    if any(0 < abs(n) < _SMALL for n in numbers):
        yield say("a number close to zero")


def _of_program(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    nodes = list(ast.walk(tree))
    pairs = [n for n in nodes if isinstance(n, ast.BinOp)]
    operands = [(n.left, n.right) for n in pairs]
    operands += [
        (n.args[0], n.args[1]) for n in nodes if isinstance(n, ast.Call) and len(n.args) == 2
    ]
    if any(_plain(left) for left, _ in operands):
        yield say("a plain number on the left")
    elif any(_plain(right) for _, right in operands):
        yield say("a plain number on the right")
    if any(ast.dump(left) == ast.dump(right) for left, right in operands):
        yield say("one value as both operands")
    read = Counter(n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))
    called = [n.func for n in nodes if isinstance(n, ast.Call)]
    calls = Counter(function.id for function in called if isinstance(function, ast.Name))
    set_ = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    uses = read - calls
    if any(uses[name] > 1 for name in set_):
        yield say("the result of an operation that is used more than once")
    elif any(count > 1 for count in uses.values()):
        yield say("an input that is used more than once")
    steps = len(pairs) + sum(isinstance(n, (ast.UnaryOp, ast.Call)) for n in nodes)
    if steps > _STEPS:
        yield say("a large graph")
    elif steps > 1:
        yield say("several operations in a row")
    for name in sorted(name for name in calls if not name.startswith("_")):
        yield f"`{name}`"
    for sign, kind in _SIGNS.items():
        if any(isinstance(n.op, kind) for n in pairs):
            yield f"`{sign}`"


_SIGNS = {"-": ast.Sub, "/": ast.Div}


def _plain(node: ast.expr) -> bool:
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)
