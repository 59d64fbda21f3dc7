"""What an assignment asks for, by name: how cells and tests of a stranger's notebook are known."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property

from autograder.errors import UsageError
from autograder.migrating.reading import Source
from autograder.pack import Assignment, installed_assignments, load_assignment
from autograder.recognize import Statement, names_of, statements
from autograder.source import TemplateCell

#: The methods that operators call.
_OPERATORS = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.Div: "__truediv__",
    ast.Pow: "__pow__",
    ast.MatMult: "__matmul__",
    ast.USub: "__neg__",
}
#: Names of packages: what is taken from them is none of the notebook's.
_PACKAGES = frozenset({"np", "numpy", "math", "plt"})
#: What a class needs for people only.
FOR_PEOPLE = frozenset({"__repr__", "__str__", "__doc__"})


def fitting(source: Source) -> Assignment:
    """Give the installed assignment that asks for most of what a notebook's solutions define.

    Raises
    ------
    UsageError
        If there is none.
    """
    defined = {name for cell in source.cells if cell.is_solution for name in names_in(cell.text)}
    found: dict[str, int] = {}
    for name in installed_assignments():
        found[name] = len(defined & Asked(load_assignment(name)).owner.keys())
    best = max(found, key=lambda name: found[name], default="")
    if not best or not found[best]:
        raise UsageError(
            f"{source.path}: no solution cell of it defines what an installed assignment asks for "
            f"(installed: {', '.join(sorted(found)) or 'none'}). Name one with -a."
        )
    return load_assignment(best)


class Asked:
    """What an assignment asks for.

    Parameters
    ----------
    assignment : Assignment

    Attributes
    ----------
    answers : dict
        Answer cell to the cell.
    owner : dict
        Name (``_mul``, ``AutogradValue.backward``) to the answer cell that defines it.
    given : tuple of TemplateCell
        The cells of code that students are given.
    """

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self.order = {cell.id: number for number, cell in enumerate(assignment.cells) if cell.id}
        cells = [cell for cell in assignment.cells if cell.kind == "code"]
        self.answers = {cell.id: cell for cell in cells if cell.role == "answer"}
        self.owner = {
            name: cell.id for cell in self.answers.values() for name in sorted(names_of(cell))
        }
        self.given = tuple(cell for cell in cells if cell.role == "given")

    @cached_property
    def given_names(self) -> dict[str, TemplateCell]:
        """Name that a given cell defines to the cell."""
        return {
            name: cell
            for cell in self.given
            for one in statements(cell.source)
            for name in one.names
        }

    @cached_property
    def members(self) -> dict[str, frozenset[str]]:
        """Given class to what it has, so far as code can tell the difference."""
        found = {}
        for cell in self.given:
            for node in ast.parse(cell.source).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name] = members(node) - FOR_PEOPLE
        return found

    def in_use(self, answer: str) -> bool:
        """Say whether anything else of the assignment uses an answer."""
        if any(answer in hit for hit in self.aliases.values()):
            return True
        names = {name for name, owner in self.owner.items() if owner == answer}
        others = [cell.source for cell in self.answers.values() if cell.id != answer]
        return any(names & {*mentions(ast.parse(text))} for text in others)

    def given_text(self, name: str) -> str:
        """Give the text of a statement of the given cells, by a name that it defines."""
        cell = self.given_names[name]
        return next(one.text for one in statements(cell.source) if name in one.names)

    def questions_of(self, answer: str) -> list[str]:
        """Give the questions of an answer cell, its own first."""
        cell = self.answers[answer]
        return list(dict.fromkeys([cell.question, *cell.parts.values()]))

    def graded(self, answer: str, question: str = "") -> list[str]:
        """Give the graded cells of an answer, of all its questions or of one."""
        by_id = self.assignment.by_id
        found = self.assignment.explained[answer]
        return [name for name in found if question in ("", by_id[name].question)]

    @cached_property
    def aliases(self) -> dict[str, frozenset[str]]:
        """What given code calls answers by: ``divide`` and ``__truediv__`` for ``EWiseDiv``."""
        found: dict[str, set[str]] = {}
        for cell in self.given:
            for name, node in _functions(ast.parse(cell.source)):
                hit = {self.owner[one] for one in mentions(node) if one in self.owner}
                found.setdefault(name, set()).update(hit)
        return {name: frozenset(hit) for name, hit in found.items() if hit}

    @cached_property
    def words(self) -> dict[str, frozenset[str]]:
        """What the answers to one question alone set, such as ``forward_grads``."""
        found: dict[str, set[str]] = {}
        for answer, cell in self.answers.items():
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    found.setdefault(node.attr, set()).add(answer)
        return {
            name: frozenset(hit)
            for name, hit in found.items()
            if len({self.answers[answer].question for answer in hit}) == 1
        }

    def asked_by(self, text: str) -> Iterator[frozenset[str]]:
        """Give the answers that a test speaks of, the surest way first.

        By their names; by what only they set; by what calls them; by operators.
        """
        tree = parsed(text)
        if tree is None:
            return
        names = frozenset(mentions(tree))
        short = {name.rpartition(".")[2]: answer for name, answer in self.owner.items()}
        yield frozenset(short[name] for name in names if name in short)
        yield frozenset().union(*(self.words.get(name, ()) for name in names))
        yield frozenset().union(*(self.aliases.get(name, ()) for name in names))
        operators = {
            _OPERATORS.get(type(node.op), "")
            for node in ast.walk(tree)
            if isinstance(node, (ast.BinOp, ast.UnaryOp))
        }
        yield frozenset().union(*(self.aliases.get(name, ()) for name in operators))


def parsed(text: str) -> ast.Module | None:
    """Parse a cell; None if it is not Python."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def members(node: ast.ClassDef) -> frozenset[str]:
    """Give what a class has: its methods, and what is set in its body."""
    text = "\n".join(map(ast.unparse, node.body))
    return frozenset(name for one in statements(text) for name in one.names)


def names_in(text: str) -> frozenset[str]:
    """Give all names that a cell defines, a class's methods as ``Class.method``."""
    tree = parsed(text)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)] if tree else []
    inside = {f"{node.name}.{name}" for node in classes for name in members(node)}
    return frozenset(inside.union(*(one.names for one in statements(text))))


def inside(one: Statement) -> frozenset[str]:
    """Give what a statement defines in a class: ``Class.method``."""
    return names_in(one.text) - one.names if one.makes else frozenset()


def mentions(tree: ast.AST) -> Iterable[str]:
    """Give the names that code uses, and the attributes of what is no package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            inner = {one.id for one in ast.walk(node.value) if isinstance(one, ast.Name)}
            if not inner or inner - _PACKAGES:
                yield node.attr


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Give functions, methods, and lambdas that are put somewhere, each with its own name."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            yield from ((one.attr, node) for one in node.targets if isinstance(one, ast.Attribute))
