"""What was found in a stranger's files, and how it compares with what was asked for."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.importing.reading import FUNCTIONS, Item, bound, unwritten
from autograder.source import TemplateCell


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found of one cell.

    Parameters
    ----------
    template : TemplateCell
    text : str
        The new text of the cell.
    found : dict
        Class or function to the statement that was taken.
    missing : tuple of str
        What the cell asks for and no file defines, methods with their class.
    stubs : tuple of str
        What is there and not written.
    registers : tuple of str
        What the cell is to register, such as rules in a table.
    """

    template: TemplateCell
    text: str
    found: Mapping[str, Item]
    missing: tuple[str, ...]
    stubs: tuple[str, ...]
    registers: tuple[str, ...]

    @property
    def asked(self) -> list[str]:
        """The functions and classes that the cell asks for, and the methods of these."""
        names: list[str] = []
        for node in ast.parse(self.template.released).body:
            if isinstance(node, FUNCTIONS):
                names.append(node.name)
            elif isinstance(node, ast.ClassDef):
                methods = [n.name for n in node.body if isinstance(n, FUNCTIONS) and unwritten(n)]
                names += [f"{node.name}.{method}" for method in methods] or [node.name]
        return [*names, *self.registers]


@dataclass
class Chosen:
    """All that was found.

    Parameters
    ----------
    answers : list of Answer
    beside : dict
        Place to the text of a cell of its own: half below an answer's number is before it, a
        quarter above is after it.
    taken : set of Item
        The statements that are used.
    said : dict
        What was changed or is lacking, in order, once each.
    """

    answers: list[Answer] = field(default_factory=list)
    beside: dict[float, str] = field(default_factory=dict)
    taken: set[Item] = field(default_factory=set)
    said: dict[str, None] = field(default_factory=dict)


def text_of(source: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(source.split("\n")[first - 1 : node.end_lineno])


def compared(asked: ast.stmt, found: ast.stmt) -> tuple[list[str], list[str]]:
    """Give what a released class or function has and a found one lacks, and what is a stub."""
    name = getattr(asked, "name", "")
    if not isinstance(asked, ast.ClassDef) or not isinstance(found, ast.ClassDef):
        return [], [name] if unwritten(found) else []
    there = {n.name: n for n in found.body if isinstance(n, FUNCTIONS)}
    there |= {t: asked for n in found.body if isinstance(n, ast.Assign) for t in bound(n)}  # type: ignore[misc]
    wanted = [n.name for n in asked.body if isinstance(n, FUNCTIONS) and unwritten(n)]
    return (
        [f"{name}.{one}" for one in wanted if one not in there],
        [f"{name}.{one}" for one in wanted if one in there and unwritten(there[one])],
    )
