"""How a program is read from text, whatever its operations: its lines, and that the last counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any


def lines_of(text: str) -> Iterator[tuple[str, ast.expr]]:
    """Give each line of a program: the name that is set, empty for an expression; what it is.

    Raises
    ------
    ValueError
        If a line is neither.

    Examples
    --------
    >>> [(name, ast.unparse(value)) for name, value in lines_of("c = a * 2; c + c")]
    [('c', 'a * 2'), ('', 'c + c')]
    """
    for statement in ast.parse("\n".join(map(str.strip, text.splitlines()))).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.Expr(value=value):
                yield "", value
            case _:
                raise ValueError(
                    f"{ast.unparse(statement)!r} is no line of a program: write `name = ...`, and "
                    "an expression at the end."
                )


def check_last(text: str, last: Any, steps: Sequence[Any]) -> None:
    """Check that a program ends with an operation: what is asked is the result of the last.

    Raises
    ------
    ValueError
        If it has none, or ends with something else.
    """
    if not steps:
        raise ValueError(f"{text!r} has no operation in it.")
    if last != steps[-1].name:
        raise ValueError(
            f"{text!r} does not end with its last operation, whose result is what is asked: put "
            "the line last that computes it, and leave out what it does not need."
        )
