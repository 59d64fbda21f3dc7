"""What strangers' files consist of: the statements at their top level, read and never run."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from autograder.errors import SubmissionError
from autograder.notebook import Cell, Notebook, parse_notebook, read_bytes
from autograder.sandbox.worker.cells import (
    CELL_MAGIC,
    TRANSPARENT,
    dedented,
    without_first_line,
    without_magics,
)

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
#: Where a part of a file may begin that can be read though another part cannot.
_BEGINS = re.compile(r"^(?=(?:@|class\b|(?:async\s+)?def\b|import\b|from\b|if __name__))", re.M)
_HEAD = re.compile(r"^(?:class|(?:async\s+)?def)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A statement at the top level of a file or of a cell.

    Parameters
    ----------
    file : str
        The name of its file.
    place : str
        Where it stands, for people.
    order : int
        Its number among all statements of all files.
    text : str
        Its text, with decorators, from the left margin.
    node : ast.stmt
        The same, parsed by itself.
    names : frozenset of str
        What it binds.
    touches : frozenset of str
        Names that are not bound by it, and whose values it changes.
    only_hints : bool
        Whether it stands under ``if TYPE_CHECKING``.
    written : str
        How it was written, where it is no Python: a magic, a shell line, another language's cell.
    unchanged : bool
        Whether its cell is the assignment's, as it was released.
    """

    file: str
    place: str
    order: int
    text: str
    node: ast.stmt
    names: frozenset[str]
    touches: frozenset[str] = frozenset()
    only_hints: bool = False
    written: str = ""
    unchanged: bool = False

    @property
    def is_import(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, (ast.Import, ast.ImportFrom))


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that is not Python: where, why, and which names were to be defined in it."""

    place: str
    problem: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A text that is read by itself: a file of Python, or a cell of a notebook.

    Parameters
    ----------
    path : str
        The name of the file it was found in.
    where : str
        The cell; empty for a whole file.
    text : str
    file : str
        The file it belongs to: another one if its cell writes that.
    foreign : str
        The cell magic, if it is not Python.
    unchanged : bool
        Whether it is a cell of the assignment, as it was released.
    """

    path: str
    where: str
    text: str
    file: str
    foreign: str = ""
    unchanged: bool = False

    def place(self, line: int) -> str:
        """Say where a line of it stands."""
        where = f"{self.path}, {self.where}" if self.where else self.path
        return where if self.foreign else f"{where}, line {line}"


def read_files(
    paths: Sequence[Path], released: Callable[[Notebook], Collection[int]] = lambda notebook: ()
) -> tuple[list[Item], list[Unread]]:
    """Read files of Python and notebooks.

    Parameters
    ----------
    paths : sequence of Path
    released : callable, optional
        Gives the numbers of a notebook's cells that are the assignment's, as it was released.

    Returns
    -------
    list of Item
        In order.
    list of Unread
        What could not be read.

    Raises
    ------
    SubmissionError
        If a file cannot be opened, or is neither.
    """
    items: list[Item] = []
    unread: list[Unread] = []
    for path in paths:
        for chunk in _chunks(path, released):
            tree, problem = _parsed(chunk.text)
            if tree is not None:
                items += _items(chunk, tree, len(items))
                continue
            parts = list(_parts(chunk.text))
            for line, part in parts if len(parts) > 1 else ():
                inner, worse = _parsed("\n" * line + part)
                if inner is not None:
                    items += _items(replace(chunk, text="\n" * line + part), inner, len(items))
                else:
                    unread.append(Unread(chunk.place(worse[0]), worse[1], _named(part)))
            if len(parts) == 1:
                unread.append(Unread(chunk.place(problem[0]), problem[1], _named(chunk.text)))
    return items, unread


def _chunks(path: Path, released: Callable[[Notebook], Collection[int]]) -> Iterator[Chunk]:
    data = read_bytes(path)
    if path.suffix.lower() == ".ipynb":
        notebook = parse_notebook(data, path)
        known = released(notebook)
        for cell in notebook.cells:
            yield _chunk_of(path.name, cell, cell.number in known)
        return
    if path.suffix.lower() != ".py":
        raise SubmissionError(
            path, "this is neither a .py file nor a notebook", "Name one that is."
        )
    try:
        coding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = io.IncrementalNewlineDecoder(None, True).decode(data.decode(coding), True)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise SubmissionError(
            path, f"its text cannot be read ({error})", "Save it as UTF-8 and try again."
        ) from error
    yield Chunk(path.name, "", text, path.name)


def _chunk_of(path: str, cell: Cell, unchanged: bool) -> Chunk:
    """Read a cell; one that writes a file of Python is that file."""
    chunk = Chunk(path, f"cell {cell.number}", cell.source, path, unchanged=unchanged)
    magic = CELL_MAGIC.match(cell.source)
    if magic is None:
        return chunk
    first = cell.source.strip().partition("\n")[0].strip()
    target = PurePosixPath(first.split()[-1].strip("\"'").replace("\\", "/"))
    body = without_first_line(cell.source)
    if magic[1] in ("writefile", "file") and target.suffix == ".py":
        return replace(chunk, text=body, file=target.name)
    if magic[1] in TRANSPARENT:
        return replace(chunk, text=body)
    return replace(chunk, text="pass", foreign=first)


def _parsed(text: str) -> tuple[ast.Module | None, tuple[int, str]]:
    problem = (1, "")
    for one in (dedented(text), without_magics(dedented(text))):
        try:
            return ast.parse(one), problem
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None) or 1
            problem = (line, getattr(error, "msg", None) or str(error))
    return None, problem


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Give the parts of a text that does not parse, each with the number of lines above it."""
    line, decorated = 0, ""
    for part in _BEGINS.split(text):
        if part.startswith("@") and "\ndef " not in part and "\nclass " not in part:
            decorated += part  # it belongs to what comes next
            continue
        yield line, decorated + part
        line += (decorated + part).count("\n")
        decorated = ""
    if decorated:
        yield line, decorated


def _named(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_HEAD.findall(text)))


def _items(chunk: Chunk, tree: ast.Module, order: int) -> Iterator[Item]:
    written = dedented(chunk.text)
    text = without_magics(written)
    lines = written.split("\n")
    for node, only_hints in _flat(tree.body):
        own = _text_of(text, node)
        try:
            alone = ast.parse(own).body[0]
        except (SyntaxError, IndexError):
            own = ast.unparse(node)
            alone = ast.parse(own).body[0]
        line = lines[node.lineno - 1].strip()
        magic = chunk.foreign or (line if own == "pass" and not line.startswith("pass") else "")
        names, touched = frozenset(bound(alone)), frozenset(_touched(alone))
        yield Item(
            *(chunk.file, chunk.place(node.lineno), order, own, alone, names, touched - names),
            *(only_hints, magic, chunk.unchanged),
        )
        order += 1


def _flat(body: Sequence[ast.stmt], hints: bool = False) -> Iterator[tuple[ast.stmt, bool]]:
    """Give the statements of a block; of one that only imports, in a `try` say, those in it."""
    for node in body:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from _flat(node.body, True)
        elif _only_imports(node):
            inner = [one for one in _inside(node) if not isinstance(one, (ast.Pass, ast.Raise))]
            yield from _flat(inner, hints)
        else:
            yield node, hints


def _inside(node: ast.AST) -> list[ast.stmt]:
    """Give the statements of all branches of a `try`, an `if` or a `with`."""
    found = [*getattr(node, "body", [])]
    for handler in getattr(node, "handlers", []):
        found += handler.body
    return [*found, *getattr(node, "orelse", []), *getattr(node, "finalbody", [])]


def _only_imports(node: ast.stmt) -> bool:
    """Say whether a `try`, an `if` or a `with` imports something, and binds nothing else."""
    if not isinstance(node, (ast.Try, ast.If, ast.With)) or is_program(node):
        return False
    inner = _inside(node)
    imports = [isinstance(one, (ast.Import, ast.ImportFrom)) or _only_imports(one) for one in inner]
    plain = (ast.Pass, ast.Raise, ast.Expr)
    return any(imports) and all(
        ours or isinstance(one, plain) for ours, one in zip(imports, inner, strict=True)
    )


def _text_of(text: str, node: ast.stmt) -> str:
    """Give a statement's text with its decorators and the comment right above it."""
    lines = text.split("\n")
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
    if node.col_offset or any(";" in lines[n] for n in (first, (node.end_lineno or 1) - 1)):
        segment = ast.get_source_segment(text, node)
        decorated = bool(getattr(node, "decorator_list", []))
        return ast.unparse(node) if node.col_offset or decorated or not segment else segment
    while first and lines[first - 1].startswith("#") and not lines[first - 1].startswith("# %%"):
        first -= 1
    return "\n".join(lines[first : node.end_lineno])


def bound(node: ast.stmt) -> Iterator[str]:
    """Give the names that a statement binds where it stands, inside of `if` and `try` too."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        yield node.name
        return
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (one.asname or one.name.partition(".")[0] for one in node.names)
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield from bound(child)
        elif isinstance(child, (ast.ExceptHandler, ast.match_case, ast.withitem)):
            for inner in ast.iter_child_nodes(child):
                yield from bound(inner) if isinstance(inner, ast.stmt) else _stored(inner)
        else:
            yield from _stored(child)


def _stored(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id


def root(node: ast.AST) -> str:
    """Give the name that a chain of attributes, items and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _touched(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return
    called = (
        node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else 0
    )
    if isinstance(called, ast.Attribute):
        yield root(called)
    for part in ast.walk(node):
        if isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
            yield root(part)


def is_program(node: ast.stmt) -> bool:
    """Say whether it is ``if __name__ == "__main__"``."""
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def unwritten(node: ast.AST) -> bool:
    """Say whether a function, or every method of a class, is a stub."""
    if isinstance(node, ast.ClassDef):
        methods = [
            one for one in node.body if isinstance(one, FUNCTIONS) and one.name != "__init__"
        ]
        return bool(methods) and all(map(unwritten, methods))
    if not isinstance(node, FUNCTIONS):
        return False
    last = node.body[-1]
    begun = isinstance(last, ast.Raise) and "NotImplemented" in ast.unparse(last)
    return all(
        isinstance(part, (ast.Pass, ast.Raise))
        or (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
        or (begun and _only_names(part))
        for part in node.body
    )


def _only_names(node: ast.stmt) -> bool:
    """Say whether a statement only gives a value a name, as a stub may that begins for people."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign)):
        return False
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return not any(isinstance(part, ast.Attribute) for one in targets for part in ast.walk(one))
