"""How much there is to read: code lines by room, the lines that a first gradient goes through, and
what a line of the rule table costs.

Run with `python -m benchmarks.reading`. Prints a table; exits 1 if a target is missed.

What is counted:

- A *code line* is a line of a file that holds something other than blanks, a comment or a
  docstring. A line of a string that is no docstring counts.
- The *lines to read* of a call are the code lines of the functions of adlearn that it enters, each
  line once, with the functions written inside them. The call is made once before, so that what is
  loaded at first use is not counted.
- A *function of the rule table* is a function of NumPy or SciPy that takes traced values and is not
  declared constant. Each has a derivative in both modes.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import numpy as np

import adlearn as ad

ROOT = Path(ad.__file__).parent
ENGINE = ("tensors", "derivatives", "checking")
MODES = 2
#: Code lines of autograd (commit bff107b) without its rules and its tests.
AUTOGRAD = 1_345
MOST_OF_AUTOGRAD = 1.3
MOST_A_RULE = 5.0
MOST_TO_READ = 260
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
SILENT |= {tokenize.ENCODING, tokenize.ENDMARKER}
DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_bytes())


@cache
def code_lines(path: Path) -> frozenset[int]:
    """Give the numbers of a file's code lines.

    Examples
    --------
    >>> lines = code_lines(Path(ad.__file__).parent / "tensors" / "__init__.py")
    >>> len(lines)
    0
    """
    lines: set[int] = set()
    for token in tokenize.tokenize(io.BytesIO(path.read_bytes()).readline):
        if token.type not in SILENT:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(parsed(path)):
        if isinstance(node, WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            lines.difference_update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return frozenset(lines)


def size(room: str) -> int:
    """Count the code lines of a package of adlearn."""
    return sum(len(code_lines(path)) for path in (ROOT / room).rglob("*.py"))


def entered(call: Callable[[], Any]) -> set[CodeType]:
    """Collect the functions of adlearn that a call enters."""
    call()
    found: set[CodeType] = set()

    def look(frame: Any, event: str, _: Any) -> None:
        if event == "call" and frame.f_globals.get("__name__", "").startswith("adlearn"):
            found.add(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        call()
    finally:
        sys.setprofile(before)
    return found


def lines_of(function: CodeType) -> Iterator[tuple[str, int]]:
    """Give the code lines of a function, as pairs of file and number."""
    path = Path(function.co_filename)
    for node in ast.walk(parsed(path)):
        if isinstance(node, DEFINITION):
            headers = [d.lineno for d in getattr(node, "decorator_list", [])]
            if function.co_firstlineno == min([node.lineno, *headers]):
                last = node.end_lineno or node.lineno
                for line in range(function.co_firstlineno, last + 1):
                    if line in code_lines(path):
                        yield function.co_filename, line


def to_read(call: Callable[[], Any]) -> tuple[int, int, int]:
    """Count the lines, the functions and the files that a call goes through."""
    functions = entered(call)
    lines = {line for function in functions for line in lines_of(function)}
    return len(lines), len(functions), len({f.co_filename for f in functions})


def differentiable_functions() -> int:
    """Count the functions of NumPy and SciPy that have a derivative."""
    importlib.import_module("adlearn.numpy")
    if importlib.util.find_spec("scipy") is not None:
        for name in importlib.import_module("adlearn.scipy").__all__:
            importlib.import_module(f"adlearn.scipy.{name}")
    table = importlib.import_module("adlearn.tensors.dispatch")
    return sum(rule not in table.CONSTANT for rule in table.DISPATCH.values())


X, LEAF = np.ones(3), ad.tensor([1.0, 2.0])
CALLS: dict[str, Callable[[], Any]] = {
    "grad(lambda x: x*x + x)(2.0)": lambda: ad.grad(lambda x: x * x + x)(2.0),
    "grad(grad(lambda x: x*x + x))(2.0)": lambda: ad.grad(ad.grad(lambda x: x * x + x))(2.0),
    "grad(lambda x: np.sum(np.sin(x)*x))(x)": lambda: ad.grad(lambda x: np.sum(np.sin(x) * x))(X),
    "np.sum(np.sin(x)*x).backward()": lambda: np.sum(np.sin(LEAF) * LEAF).backward(),
}


def main() -> int:
    """Print the figures; give 1 if one of them is above its target."""
    engine, functions = sum(map(size, ENGINE)), differentiable_functions()
    rules = size("rules")
    kept = []

    def line(what: str, value: float, most: float | None = None) -> None:
        verdict = ""
        if most is not None:
            kept.append(value <= most)
            verdict = f"at most {most:,.4g}: {'kept' if kept[-1] else 'missed'}"
        print(f"{what:<48} {value:>8,.4g}  {verdict}".rstrip())

    for room in sorted(path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()):
        line(f"code lines in {room}", size(room))
    line(f"code lines in {', '.join(ENGINE)}", engine, MOST_OF_AUTOGRAD * AUTOGRAD)
    line("differentiable functions in the table", functions)
    line("code lines in rules by function and mode", rules / functions / MODES, MOST_A_RULE)
    for what, call in CALLS.items():
        lines, entered_functions, files = to_read(call)
        most = MOST_TO_READ if call is next(iter(CALLS.values())) else None
        line(f"lines to read: {what}", lines, most)
        print(f"    {entered_functions} functions in {files} files")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
