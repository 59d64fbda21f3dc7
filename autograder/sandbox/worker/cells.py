"""One notebook cell is run as plain Python in a dict, without a Jupyter kernel.

What is Jupyter's and not Python's (``%magic``, ``!shell``, ``name?``) is taken out, but only from a
cell that does not parse as it stands: a ``%`` line inside a triple-quoted string is text.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import re
from collections.abc import Iterator
from typing import Any

from .missing import guard

#: Cell magics whose body is ordinary Python; the cells of all others (%%bash, %%html) are skipped.
TRANSPARENT = frozenset({"time", "timeit", "capture", "prun"})
CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_TIMED = re.compile(r"(\s*)%time\s+(\S.*)")
_ASSIGNED = re.compile(r"(\s*[A-Za-z_][\w.,\s\[\]]*=)\s*(?:!|%(?!time\b)\w)")
_ASSIGNED_TIMED = re.compile(r"(\s*[A-Za-z_][\w.,\s\[\]]*=\s*)%time\s+(\S.*)")
_HELP = re.compile(r"\s*(?:\?{1,2}\s*[\w.*%]+|[\w.*%]+\s*\?{1,2})\s*(?:#.*)?")
# Shell words that IPython understands without a % in front.
_BARE_COMMAND = re.compile(r"\s*(?:pip3?|conda|mamba|uv|cd|ls|cat|mkdir|rm|cp|mv)\s+[\w~./-]")


def run(namespace: dict[str, Any], name: str, source: str) -> list[tuple[int, ImportError]]:
    """Run a cell's source in a namespace.

    An import that fails does not end it: see `missing`.

    The value of a last expression is kept as ``_`` and not shown; a top-level ``await`` is awaited.
    The source is registered under ``<cell name>``, so tracebacks and `inspect.getsource` show it.

    Parameters
    ----------
    namespace : dict
        The globals, changed by the cell.
    name : str
        The cell's name, for messages.
    source : str
        The cell's text.

    Returns
    -------
    list of (line, error)
        The imports that failed.

    Raises
    ------
    BaseException
        Whatever else the cell raises, SyntaxError included.

    Examples
    --------
    >>> names = {}
    >>> run(names, "intro", "%matplotlib inline\\nx = 3\\nx + 1")
    []
    >>> names["x"], names["_"]
    (3, 4)
    """
    filename = f"<cell {name}>"
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    tree = _parse(source, filename)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    failed = guard(tree, namespace, source.splitlines())
    _execute(tree, filename, "exec", namespace)
    if isinstance(last, ast.Expr):
        value = _execute(ast.Expression(last.value), filename, "eval", namespace)
        if value is not None:
            namespace["_"] = value
    return failed


def dedented(source: str) -> str:
    """Take the first line's indentation off every line that has it, as IPython does.

    So the second half of a class that was cut in two runs here if it runs in the notebook.
    """
    first = next((line for line in source.split("\n") if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return "\n".join(line.removeprefix(indent) for line in source.split("\n")) if indent else source


def _parse(source: str, filename: str) -> ast.Module:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST
    source = dedented(source)
    magic = CELL_MAGIC.match(source)
    if magic:
        source = without_first_line(source) if magic.group(1) in TRANSPARENT else ""
    try:
        tree = compile(source, filename, "exec", flags, dont_inherit=True)
    except SyntaxError:
        cleaned = without_magics(source)
        if cleaned == source:
            raise
        tree = compile(cleaned, filename, "exec", flags, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def before_line(source: str, line: int) -> str:
    """Give what stands above the top-level statement of a cell that a line belongs to.

    Examples
    --------
    >>> before_line("x = 3\\nwhile x:\\n    x += 1\\ny = 4", 3)
    'x = 3'
    """
    try:
        tree = _parse(source, "<cell>")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    starts = [
        min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        for node in tree.body
        if node.lineno <= line
    ]
    return "\n".join(source.split("\n")[: starts[-1] - 1]) if starts else ""


def _execute(
    tree: ast.Module | ast.Expression, filename: str, mode: str, namespace: dict[str, Any]
) -> Any:
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(tree, filename, mode, flags, dont_inherit=True)
    result = eval(code, namespace)
    if code.co_flags & inspect.CO_COROUTINE:
        import asyncio  # costs as much as the rest of this module; few cells await

        return asyncio.run(result)
    return result


def without_first_line(source: str) -> str:
    """Blank lines up to and with the cell magic, so that line numbers stay."""
    before, _, after = source.partition("%%")
    return "\n" * before.count("\n") + "\n" + after.partition("\n")[2]


def without_magics(source: str) -> str:
    """Take out what only IPython understands, keeping every line's number.

    Parameters
    ----------
    source : str
        A cell's text.

    Returns
    -------
    str
        The same text with magics, shell lines and help requests replaced by ``pass``, an assigned
        one by an empty string, and ``%time statement`` by the statement.

    Examples
    --------
    >>> print(without_magics("!pip install x\\nfiles = !ls\\n%time y = 1"))
    pass
    files = ""
    y = 1
    """
    result = []
    continued = False
    for line, fresh in _logical_lines(source):
        if continued:
            # The rest of a magic that ended in a backslash.
            continued = line.rstrip().endswith("\\")
            result.append("")
            continue
        replacement = _replacement(line) if fresh else None
        continued = replacement is not None and line.rstrip().endswith("\\")
        result.append(line if replacement is None else replacement)
    return "\n".join(result)


def _replacement(line: str) -> str | None:
    """The Python line instead of an IPython line; None for a line that is Python already."""
    if match := _TIMED.fullmatch(line):
        return match.group(1) + match.group(2)
    if match := _ASSIGNED_TIMED.fullmatch(line):
        return match.group(1) + match.group(2)
    if match := _ASSIGNED.match(line):
        return match.group(1) + ' ""'
    if line.lstrip().startswith(("%", "!")) or _HELP.fullmatch(line) or _BARE_COMMAND.match(line):
        return line[: len(line) - len(line.lstrip())] + "pass"
    return None


def _logical_lines(source: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether a statement may begin on it.

    None begins inside a triple-quoted string, inside brackets or after a backslash. A line that is
    IPython's is not scanned: its quotes and brackets mean nothing to Python.
    """
    quote = ""
    depth = 0
    escaped = False
    for line in source.split("\n"):
        fresh = not quote and depth == 0 and not escaped
        yield line, fresh
        if fresh and _replacement(line) is not None:
            continue
        quote, depth = _scan(line, quote, depth)
        escaped = not quote and line.endswith("\\")


_TOKEN = re.compile(r"\\.|'''|\"\"\"|['\"#()\[\]{}]")


def _scan(line: str, quote: str, depth: int) -> tuple[str, int]:
    """Follow strings and brackets through one line."""
    for match in _TOKEN.finditer(line):
        token = match.group()
        if quote:
            if token == quote or (len(token) == 3 and token[0] == quote):
                quote = ""
        elif token == "#":
            break
        elif token[0] in "'\"":
            quote = token
        elif token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(0, depth - 1)
    # A string in single quotes ends with its line.
    return (quote if len(quote) == 3 else ""), depth
