"""Which cell of a submission answers what: the one place that decides it.

By `grade_id`; else by the id that the notebook format gives every cell, which some editors keep
when they drop all else; else by text; else by the names that a cell defines. So an answer is found
in a notebook whose metadata is gone, in a cell of the student's own, in a cell that was split or
merged with another, and in one that was turned into text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from autograder.installing import FIRST_LINE, first_cell
from autograder.notebook import Cell, Notebook
from autograder.pack import Assignment
from autograder.sandbox.worker.cells import dedented, without_magics
from autograder.source import TEXT_STUB, TemplateCell

#: Only a cell that carries an assignment's public checks has both.
_CARRIES_CHECKS = ("from autograder import check", "check.load(")
_FENCED = re.compile(r"\s*(```+|~~~+)[^\n]*\n(?P<code>.*?)\n\1\s*", re.DOTALL)
_HEADS = re.compile(r"^(?:class|(?:async[ \t]+)?def)[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of a submission, or a part of one, and what it is of the assignment.

    Parameters
    ----------
    cell : Cell
        Where it stands.
    source : str
        Its text; of a part, with empty lines in place of what stands before it in the cell.
    template : TemplateCell or None
        None for a cell of the student's own.
    how : str
        How it was found: ``"grade_id"``, ``"cell id"``, ``"text"`` or ``"names"``.
    """

    cell: Cell
    source: str
    template: TemplateCell | None
    how: str = ""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.template.id if self.template is not None else self.cell.id or self.place

    @property
    def place(self) -> str:
        """Where it stands in the notebook."""
        return f"number {self.cell.number}"


def recognize(notebook: Notebook, assignment: Assignment) -> tuple[Piece, ...]:
    """Say what each cell of a submission is.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment

    Returns
    -------
    tuple of Piece
        In the notebook's order. A cell that holds several things of the assignment is cut between
        its statements; text cells are among the pieces only if they hold an answer.
    """
    pieces = _by_text(_by_id(notebook.cells, assignment), assignment)
    pieces = _by_names(pieces, assignment)
    pieces += _in_texts(notebook.texts, _open_names(pieces, assignment), assignment)
    answered = {
        piece.template.id
        for piece in pieces
        if piece.template is not None and piece.how == "names" and piece.template.role == "answer"
    }
    kept = [piece for piece in pieces if not (_is_stub(piece) and _id_of(piece) in answered)]
    return tuple(sorted(kept, key=lambda piece: (piece.cell.number, _first_line(piece.source))))


def open_answers(notebook: Notebook, assignment: Assignment) -> dict[str, str]:
    """Give what a person has to read: open cell to what was written; empty where nothing was."""
    found = dict.fromkeys(assignment.open, "")
    for cell in notebook.in_order():
        name = cell.id if cell.id in found else cell.notebook_id
        if name in found and cell.source.strip() != assignment.by_id[name].released.strip():
            found[name] = cell.source.strip()
    return found


def without_prompt(released: str, answer: str) -> str:
    """Give what a student wrote in a text cell, without the words that stood there before.

    Examples
    --------
    >>> without_prompt("Why?\\n\\nYOUR ANSWER HERE", "Why?\\n\\nBecause.\\n\\nYOUR ANSWER HERE")
    'Because.'
    """
    before, _, after = (part.strip() for part in released.partition(TEXT_STUB))
    text = answer.strip().removeprefix(before).removesuffix(after)
    return text.replace(TEXT_STUB, "").strip()


def defined(source: str) -> frozenset[str]:
    """Give the names a cell defines at its top level, ``Class.method = ...`` among them.

    Examples
    --------
    >>> sorted(defined("def f(): pass\\nA.g = f\\nx = 3"))
    ['A.g', 'f', 'x']
    """
    return frozenset(name for one in statements(source) for name in one.names)


def additions(template: TemplateCell, source: str) -> str:
    """Give what a changed copy of a given cell, or of the first one, has beside what that is about.

    Statements that the given cell has too, and those that define names of it, are left out; of an
    import only the names that are new stay.
    """
    given = first_cell("") if template.role == "setup" else template.source
    known = {one.text for one in statements(given)}
    names = defined(given)
    return written_at_their_lines(
        one if names.isdisjoint(one.names) else one._replace(text=without_names(one.text, names))
        for one in statements(source)
        if one.text not in known and (one.names - names or not one.names)
    )


def without_names(text: str, names: frozenset[str]) -> str:
    """Leave names out of an import; of any other statement nothing is left.

    Examples
    --------
    >>> without_names("import math, numpy as xp", frozenset({"math"}))
    'import numpy as xp'
    """
    tree = _parsed(text)
    node = tree.body[0] if tree is not None else None
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return ""
    node.names = [one for one in node.names if _bound(one) not in names]
    return ast.unparse(node) if node.names else ""


def _bound(one: ast.alias) -> str:
    return (one.asname or one.name).partition(".")[0]


@lru_cache(maxsize=512)
def same_code(one: str, other: str) -> bool:
    """Say whether two texts are the same but for comments, empty lines and spaces."""
    if one.strip() == other.strip():
        return True
    try:
        return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


class Statement(NamedTuple):
    """A statement at the top level of a cell."""

    line: int
    text: str
    names: frozenset[str]
    makes: bool  # whether it is a class or a function
    imports: bool = False


@lru_cache(maxsize=512)
def statements(source: str) -> tuple[Statement, ...]:
    """Read a cell's statements; of one that does not parse, all in one, with what it defines."""
    text = dedented(source)
    tree = _parsed(text) or _parsed(without_magics(text))
    if tree is None:
        names = frozenset(_HEADS.findall(text))
        return (Statement(1, source, names, True),) if names else ()
    lines, found = text.split("\n"), []
    for node in tree.body:
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        part = "\n".join(lines[first - 1 : node.end_lineno])
        makes = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        imports = isinstance(node, (ast.Import, ast.ImportFrom))
        found.append(Statement(first, part, frozenset(_names(node)), makes, imports))
    return tuple(found)


def written_at_their_lines(statements: Iterable[Statement]) -> str:
    """Write statements so that each keeps the number of its line."""
    text = ""
    for one in statements:
        gap = one.line - 1 - text.count("\n")
        if not text or gap > 0:  # else it stands on the line that was just written
            text += "\n" * gap + one.text
    return text


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names(node: ast.stmt) -> Iterable[str]:
    """Give the names that a statement binds, and attributes of names that it sets."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from map(_bound, node.names)
    else:
        for inner in ast.walk(node):
            stored = isinstance(getattr(inner, "ctx", None), ast.Store)
            if isinstance(inner, ast.Name) and stored:
                yield inner.id
            elif isinstance(inner, ast.Attribute) and stored and isinstance(inner.value, ast.Name):
                yield f"{inner.value.id}.{inner.attr}"


def names_of(template: TemplateCell) -> frozenset[str]:
    """Give the names that an answer has to define: those of its stub, if that has any."""
    return defined(template.released) or defined(template.source)


def _by_id(cells: Sequence[Cell], assignment: Assignment) -> list[Piece]:
    """Find what has its `grade_id`, and of the rest what has the notebook's own id of a cell."""
    known = {name: one for name, one in assignment.by_id.items() if one.kind == "code"}
    found, taken = [], {cell.id for cell in cells if cell.id in known}
    for cell in cells:
        template, how = known.get(cell.id), "grade_id"
        if template is None and cell.notebook_id in known and cell.notebook_id not in taken:
            template, how = known[cell.notebook_id], "cell id"
            taken.add(cell.notebook_id)
        found.append(Piece(cell, cell.source, template, how if template else ""))
    return found


def _by_text(pieces: Sequence[Piece], assignment: Assignment) -> list[Piece]:
    """Find what says word for word what a cell of the assignment says."""
    texts = {
        text.strip(): one
        for one in assignment.cells
        if one.id and one.kind == "code"
        for text in (one.source, one.released)
    }
    carrier = next((one for one in assignment.cells if one.role == "public-checks"), None)
    setup = next((one for one in assignment.cells if one.role == "setup"), None)
    found = []
    for piece in pieces:
        if piece.template is None:
            template = texts.get(piece.source.strip())
            carries = all(word in piece.source for word in _CARRIES_CHECKS)
            if carries and not defined(piece.source):  # else it holds more than the checks
                template = carrier
            if piece.source.lstrip().startswith(FIRST_LINE) and _is_first_cell(piece.source):
                template = setup
            if template is not None:
                piece = replace(piece, template=template, how="text")
        found.append(piece)
    return found


def _is_first_cell(source: str) -> bool:
    """Say whether a cell that begins as the first cell does has nothing else in it."""
    known = {one.text for one in statements(first_cell(""))}
    return defined(source) <= defined(first_cell("")) and all(
        one.names or one.text in known for one in statements(source)
    )


def _open_names(pieces: Sequence[Piece], assignment: Assignment) -> dict[str, TemplateCell]:
    """Give the names of the assignment's answers that no cell found so far defines."""
    left: dict[str, TemplateCell] = {}
    for template in assignment.cells:
        if template.role != "answer":
            continue
        mine = [piece for piece in pieces if piece.template is template and not _is_stub(piece)]
        there = {name for piece in mine for name in defined(piece.source)}
        if not mine or names_of(template) - there:
            left.update((name, template) for name in names_of(template) - there)
    return left


def _by_names(pieces: Sequence[Piece], assignment: Assignment) -> list[Piece]:
    """Find answers, and given cells, by the names they define; cut cells that hold several."""
    answers = _open_names(pieces, assignment)
    there = {_id_of(piece) for piece in pieces}
    given = [one for one in assignment.cells if one.role == "given" and one.id not in there]
    owners = Owners(
        answers,
        {name: one for one in given for s in statements(one.source) if s.makes for name in s.names},
        {s.text: one for one in given for s in statements(one.source)},
    )
    found: list[Piece] = []
    for piece in pieces:
        imported = _imports_of(piece, given)
        if imported is not None:
            found.append(replace(piece, template=imported, how="names"))
        else:
            found += _cut(piece, owners)
    return found


def _imports_of(piece: Piece, given: Sequence[TemplateCell]) -> TemplateCell | None:
    """Give the given cell of imports that a cell of imports is a changed copy of."""
    if piece.template is not None or not _only_imports(piece.source):
        return None
    names = defined(piece.source)
    return next(
        (
            one
            for one in given
            if _only_imports(one.source)
            and 2 * len(names & defined(one.source)) > len(defined(one.source))
        ),
        None,
    )


def _only_imports(source: str) -> bool:
    found = statements(source)
    return bool(found) and all(one.imports for one in found)


class Owners(NamedTuple):
    """What statements may belong to: answers by name, given cells by name and by text."""

    answers: Mapping[str, TemplateCell]
    given: Mapping[str, TemplateCell]
    given_texts: Mapping[str, TemplateCell]

    def of(self, one: Statement, own: bool) -> TemplateCell | None:
        """Give the one that a statement belongs to."""
        wanted = {**self.given, **self.answers} if own and one.makes else self.answers
        found = next((wanted[name] for name in sorted(one.names) if name in wanted), None)
        return found or (self.given_texts.get(one.text) if own else None)


def _cut(piece: Piece, owners: Owners) -> list[Piece]:
    """Give a cell's parts, each with what it is; a cell that is one thing stays whole."""
    own = piece.template is None
    if _is_stub(piece) or (not own and piece.source.strip() == _text_of(piece)):
        return [piece]
    parts: list[tuple[TemplateCell | None, list[Statement]]] = []
    for one in statements(piece.source):
        owner = owners.of(one, own) or piece.template
        if not parts or parts[-1][0] is not owner:
            parts.append((owner, []))
        parts[-1][1].append(one)
    found = {owner.id: owner for owner, _ in parts if owner is not None}
    if not any(owner is not piece.template for owner in found.values()):
        return [piece]
    if own and len(found) == 1:
        return [replace(piece, template=next(iter(found.values())), how="names")]
    return [
        Piece(
            piece.cell,
            written_at_their_lines(statements),
            owner,
            piece.how if owner is piece.template else "names",
        )
        for owner, statements in parts
    ]


def _in_texts(
    texts: Sequence[Cell], left: Mapping[str, TemplateCell], assignment: Assignment
) -> list[Piece]:
    """Find answers in Markdown and raw cells that no code cell has."""
    wanted = {template.id for template in left.values()}
    said = {one.source.strip() for one in assignment.cells if one.kind != "code"}
    found = []
    for cell in texts:
        fenced = _FENCED.fullmatch(cell.source)
        source = fenced["code"] if fenced else cell.source
        name = next((n for n in (cell.id, cell.notebook_id) if n in wanted), "")
        if name:
            how = "grade_id" if cell.id == name else "cell id"
            found.append(Piece(cell, source, assignment.by_id[name], how))
        elif source.strip() not in said and _parsed(source) is not None:
            parts = _cut(Piece(cell, source, None), Owners(left, {}, {}))
            found += [part for part in parts if part.template is not None]
    return found


def _is_stub(piece: Piece) -> bool:
    template = piece.template
    return (
        template is not None
        and template.role == "answer"
        and (not piece.source.strip() or same_code(piece.source, template.released))
    )


def _text_of(piece: Piece) -> str:
    return piece.template.source.strip() if piece.template is not None else ""


def _id_of(piece: Piece) -> str:
    return piece.template.id if piece.template is not None else ""


def _first_line(source: str) -> int:
    return len(source) - len(source.lstrip("\n"))
