"""What a generated function gives back: its outputs, in the form of the answer of the traced
function, as arrays of the caller's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.programs.lines import Var
from adlearn.programs.placing import put_together
from adlearn.programs.quickest import Code
from adlearn.programs.tracing import Recording
from adlearn.rules.indexing import scatter

#: Functions whose arrays are new ones.
FRESH = {
    put_together,
    scatter.fun,
    np.where,
    np.concatenate,
    np.stack,
    np.sum,
    np.matmul,
    np.dot,
    np.outer,
    np.tensordot,
}


def output_text(code: Code, recording: Recording, output: Any, place: int) -> str:
    """Write an output, which must be an array of the caller's own."""
    if output.__class__ is not Var:
        if isinstance(output, np.ndarray):
            return f"{code.bound(output)}.copy()"
        return code.bound(output)
    text = code.texts[output]
    if not output.is_array:
        return text
    made = next((x for x in recording.lines if getattr(x, "result", None) is output), None)
    again = any(x is output for x in recording.outputs[:place])
    function = getattr(made, "function", None)
    fresh = isinstance(function, np.ufunc) or function in FRESH
    return text if fresh and not again else f"{text}.copy()"


class Slot:
    """The place of an output in the form of the answer."""

    def __init__(self, text: str) -> None:
        self.text = text


def form_text(code: Code, form: Callable[[list[Any]], Any], slots: list[str]) -> str:
    """Write the answer in its form."""
    return tree_text(code, form([Slot(text) for text in slots]))


def tree_text(code: Code, tree: Any) -> str:
    """Write lists, tuples and dicts of outputs."""
    if isinstance(tree, Slot):
        return tree.text
    if tree.__class__ is dict:
        pairs = [f"{code.bound(key, 'key')}: {tree_text(code, x)}" for key, x in tree.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(tree, (list, tuple)):
        parts = ", ".join(tree_text(code, part) for part in tree)
        if tree.__class__ is list:
            return f"[{parts}]"
        if tree.__class__ is tuple:
            return f"({parts}{',' if len(tree) == 1 else ''})"
        kind = code.bound(tree.__class__, tree.__class__.__name__)
        return f"{kind}({parts})" if hasattr(tree, "_fields") else f"{kind}([{parts}])"
    if isinstance(tree, dict):
        empty = code.bound(tree.__class__, tree.__class__.__name__)
        copied = ", ".join(f"({k!r}, {tree_text(code, x)})" for k, x in tree.items())
        default = getattr(tree, "default_factory", None)
        first = f"{code.bound(default, 'default')}, " if default is not None else ""
        return f"{empty}({first}[{copied}])"
    return code.bound(tree)
