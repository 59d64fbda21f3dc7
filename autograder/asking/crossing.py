"""The text of a function that crosses to a submission: its own, after that of functions it names.

Over there nothing else of our files exists. So a probe may share what it does with others in a
function at the top of a file, and still stands alone where it arrives.
"""

from __future__ import annotations

import ast
import dis
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any


@cache
def text_of(function: Callable[..., Any]) -> str:
    """Give the text that crosses for a function: whoever runs it calls the last one in it.

    Parameters
    ----------
    function : callable
        A ``def`` or a lambda. What it names that is a function at the top of a file crosses with
        it, and what that names in turn; so it must name none that knows an answer.

    Raises
    ------
    TypeError
        If it is a lambda that cannot be told apart from what stands around it.

    Examples
    --------
    >>> from autograder.asking.tensors import probes
    >>> lines = text_of(probes.history).splitlines()
    >>> [line.partition("(")[0] for line in lines if line.startswith("def")]
    ['def opened', 'def history']
    """
    found, waiting = [function], [function]
    while waiting:
        new = [one for one in _named_by(waiting.pop()) if one not in found]
        found += new
        waiting += new
    return "\n\n".join(_own_text(one) for one in reversed(found))


def _named_by(function: Callable[..., Any]) -> list[FunctionType]:
    """Give the functions at the top of its file, made there or imported, that it calls by name."""
    if not isinstance(function, FunctionType):
        return []
    names = dict.fromkeys(_global_names(function.__code__))
    known = [function.__globals__.get(name) for name in names]
    return [
        one
        for name, one in zip(names, known, strict=True)
        if isinstance(one, FunctionType) and one.__name__ == name
    ]


def _global_names(code: CodeType) -> Iterator[str]:
    """Give the names that code looks up outside of itself, and what is defined inside of it."""
    waiting = [code]
    while waiting:
        each = waiting.pop()
        waiting += [one for one in each.co_consts if isinstance(one, CodeType)]
        for line in dis.get_instructions(each):
            if line.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                yield line.argval


def _own_text(function: Callable[..., Any]) -> str:
    """Give a function's text; of a lambda, not the statement that it stands in."""
    text = textwrap.dedent(inspect.getsource(function))
    if function.__name__ != "<lambda>":
        return text
    try:
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Lambda)]
    except SyntaxError:  # a line of a longer statement
        found = []
    if len(found) != 1:
        raise TypeError(
            "of this lambda the text cannot be told apart from what stands around it: write a def, "
            "or put the lambda alone in a line of its own"
        )
    return f"function = {ast.unparse(found[0])}"
