"""Where one cell answers several questions: which of its methods and functions answer which.

A class with `compute` and `gradient` stands in one cell, and is two answers. The author says which
name answers another question than the cell's (`parts` in the cell's metadata). Then a question can
be asked with everything else of that cell as the reference has it: `gradient` over the reference's
`compute`, and the reverse.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from functools import lru_cache

from autograder.errors import AssignmentError
from autograder.recognize import defined
from autograder.source import TemplateCell

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(maxsize=512)
def pieces(source: str) -> dict[tuple[str, str], str] | None:
    """Give the functions of a cell, as (class, name) to their text; None where it does not parse.

    Examples
    --------
    >>> text = "class A:\\n    def f(self):\\n        return 1\\ndef g():\\n    return 2"
    >>> pieces(text)[("A", "f")]
    'def f(self):\\n    return 1'
    >>> list(pieces(text))
    [('A', 'f'), ('', 'g')]
    """
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return dict(_functions(textwrap.dedent(source).split("\n"), tree))


def _functions(lines: list[str], tree: ast.Module) -> Iterator[tuple[tuple[str, str], str]]:
    for node in tree.body:
        if isinstance(node, _FUNCTIONS):
            yield ("", node.name), _text(lines, node)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, _FUNCTIONS):
                    yield (node.name, inner.name), _text(lines, inner)


def _text(lines: list[str], node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return textwrap.dedent("\n".join(lines[first - 1 : node.end_lineno]))


def reference_parts(template: TemplateCell, question: str) -> str:
    """Give code that puts the reference's answers to all other questions into a student's cell.

    It runs after the cell: the student's classes stay, with what else is in them.

    Parameters
    ----------
    template : TemplateCell
    question : str
        Whose answers stay the student's.

    Returns
    -------
    str
        Empty where the cell answers this question alone.
    """
    if template.questions <= {question}:
        return ""
    released = pieces(template.released) or {}
    blocks = []
    for (owner, name), text in (pieces(template.source) or {}).items():
        if released.get((owner, name)) == text or asked_in(template, name) == question:
            continue
        if not owner:
            blocks.append(text)
            continue
        # Made in a class of that name, so that private names mean what they mean in it.
        made = textwrap.indent(f"class {owner}:\n{textwrap.indent(text, '    ')}", "    ")
        blocks.append(
            f"def _reference():\n{made}\n    return vars({owner})\n"
            f"if {owner!r} in globals():\n    {owner}.{_mangled(owner, name)} = _reference()"
            f"[{_mangled(owner, name)!r}]\n"
            "del _reference"
        )
    return "\n\n".join(blocks)


def _mangled(owner: str, name: str) -> str:
    """Give the name under which a class has a method: a private one has the class's before it."""
    private = name.startswith("__") and not name.endswith("__")
    return f"_{owner.lstrip('_')}{name}" if private else name


def asked_in(template: TemplateCell, name: str) -> str:
    """Give the question that a method or function of a cell answers."""
    return template.parts.get(name, template.question)


def as_released(template: TemplateCell, source: str, question: str) -> bool:
    """Say whether what answers a question in a cell is still as it was released."""
    if source.strip() == template.released.strip():
        return True
    if len(template.questions) == 1 or defined(source) != defined(template.released):
        return False
    mine, released = pieces(source) or {}, pieces(template.released) or {}
    return all(
        mine.get(place) == text
        for place, text in released.items()
        if asked_in(template, place[1]) == question
    )


def verify_parts(template: TemplateCell) -> None:
    """See to it that the names exist, and that each can be put into another class.

    Raises
    ------
    AssignmentError
        If one does not stand in the cell, or a method uses ``super()`` without arguments, which
        Python ties to the class it was written in.
    """
    found = pieces(template.source) or {}
    unknown = sorted(set(template.parts) - {name for _, name in found})
    if unknown:
        raise AssignmentError(
            f"cell {template.id!r} has no method or function {unknown[0]!r}, which its "
            f"parts name. It has {', '.join(sorted({name for _, name in found}))}."
        )
    for (owner, name), text in found.items():
        if template.parts and owner and any(map(_ties, ast.walk(ast.parse(text)))):
            raise AssignmentError(
                f"{owner}.{name} uses super() and stands in a cell with several answers: "
                f"write super({owner}, self), so that it can stand in a student's class."
            )


def _ties(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args
    return isinstance(node, ast.Name) and node.id == "__class__"
