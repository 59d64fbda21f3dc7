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

#: Where something stands in a cell: the class, or an empty string, and its name.
Place = tuple[str, str]


@lru_cache(maxsize=512)
def pieces(source: str) -> dict[Place, str]:
    """Give the functions of a cell, by place; of one that does not parse, none.

    Functions of one name, such as a property and its setter, are one piece.

    Examples
    --------
    >>> text = "class A:\\n    def f(self): return 1\\ndef g(): return 2"
    >>> pieces(text)[("A", "f")]
    'def f(self):\\n    return 1'
    >>> list(pieces(text))
    [('A', 'f'), ('', 'g')]
    """
    found: dict[Place, str] = {}
    for owner, node in _statements(source):
        if isinstance(node, _FUNCTIONS):
            place, text = (owner, node.name), ast.unparse(node)
            found[place] = f"{found[place]}\n\n{text}" if place in found else text
    return found


def _statements(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """Give the statements of a cell, and of the classes in it, each with its class."""
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from ((node.name, inner) for inner in node.body)
        else:
            yield "", node


def reference_parts(template: TemplateCell, question: str) -> list[str]:
    """Give code that puts the reference's answers to all other questions into a student's cell.

    It runs after the cell: the student's classes stay, with what else is in them.

    Parameters
    ----------
    template : TemplateCell
    question : str
        Whose answers stay the student's.

    Returns
    -------
    list of str
        A text for each function; none where the cell answers this question alone.
    """
    if template.questions <= {question}:
        return []
    released, texts = pieces(template.released), pieces(template.source)
    beside = _beside(template)
    return [
        _put(place, text, beside)
        for place, text in texts.items()
        if place in released
        and released[place] != text
        and asked_in(template, place[1]) != question
    ]


def _beside(template: TemplateCell) -> dict[str, str]:
    """Give what only the solution has, by class: names that its functions may use."""
    released = {(owner, ast.unparse(node)) for owner, node in _statements(template.released)}
    places = pieces(template.released)
    found: dict[str, list[str]] = {}
    for owner, node in _statements(template.source):
        stub = isinstance(node, _FUNCTIONS) and (owner, node.name) in places
        if not stub and (owner, ast.unparse(node)) not in released:
            found.setdefault(owner, []).append(ast.unparse(node))
    return {owner: "\n".join(texts) for owner, texts in found.items()}


def _put(place: Place, text: str, beside: dict[str, str]) -> str:
    """Write code that puts one function of the reference where the student has one.

    It is made in a function, around which stands what the solution has beside it, and in a class
    with an underscore before its name: then private names are the same, and the name itself means
    the student's class.
    """
    owner, name = place
    body, last = text, f"return {name}"
    if owner:
        inside = "\n".join(filter(None, (beside.get(owner, ""), text)))
        body = f"class _{owner}:\n" + textwrap.indent(inside, "    ")
        last = f"return vars(_{owner})"
    made = "\n".join(filter(None, (beside.get("", ""), body, last)))
    head = "def _reference():\n" + textwrap.indent(made, "    ") + "\n\n"
    if not owner:
        return f"{head}{name} = _reference()\ndel _reference"
    return head + textwrap.dedent(f"""\
        if {owner!r} in globals():
            for _name, _made in _reference().items():
                if _name == {_mangled(owner, name)!r} or not hasattr({owner}, _name):
                    setattr({owner}, _name, _made)
            del _name, _made
        del _reference""")


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
    mine, released = pieces(source), pieces(template.released)
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
    found = pieces(template.source)
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
