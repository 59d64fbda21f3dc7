"""A cell of the assignment without its bodies: small enough to travel in a notebook.

That is enough to see that a class was renamed, a `self` forgotten, or a given cell changed.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from autograder.language import listed, say
from autograder.mistakes.definitions import FUNCTIONS, Shape, own_attributes, written
from autograder.source import TO_BE_WRITTEN


@dataclass(frozen=True)
class Outline:
    """A cell of the assignment as it was released, without bodies.

    Parameters
    ----------
    id, role, question : str
        As in `autograder.source.TemplateCell`.
    title : str
        The comment in its first line, by which a student finds it.
    digest : str
        What `digest` gives for its text.
    skeleton : str
        What `skeleton` gives for its text.
    others : sequence of str
        Questions that a part of it answers, besides its own.
    graded : sequence of str
        The graded cells that ask it alone, where that is known.
    """

    id: str
    role: str
    question: str
    title: str
    digest: str
    skeleton: str
    others: Sequence[str] = ()
    graded: Sequence[str] = ()

    def asked_in(self, question: str) -> bool:
        """Say whether it answers a question."""
        return question == self.question or question in self.others

    @cached_property
    def shape(self) -> Shape:
        """What it defines."""
        return Shape.of(self.skeleton)

    def alike(self, name: str, shape: Shape) -> bool:
        """Say whether a name is a class in both, or in neither."""
        return (name in self.shape.bases) == (name in shape.bases)

    @property
    def called(self) -> str:
        """The cell as a student knows it."""
        return self.called_by(*self.shape.definitions[:3])

    def called_by(self, *names: str) -> str:
        """Give the cell by what it defines of these; else by its first line, else by its id."""
        defined = [f"`{name}`" for name in names if name in self.shape.definitions]
        if defined:
            return say("the cell that defines {names}", names=listed(defined))
        if self.title:
            return say("the cell '{title}'", title=self.title)
        return say("the cell `{name}`", name=self.id)


@lru_cache(maxsize=512)
def outlined(
    name: str,
    role: str,
    question: str,
    source: str,
    others: tuple[str, ...] = (),
    graded: tuple[str, ...] = (),
) -> Outline:
    """Give the outline of a cell from its released text."""
    title = title_of(source)
    return Outline(name, role, question, title, digest(source), skeleton(source), others, graded)


def digest(source: str) -> str:
    """Give a short hash of a text; blank lines, comments and spaces at the end do not count."""
    lines = (line.rstrip() for line in source.splitlines())
    kept = [line for line in lines if line and not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:12]


def skeleton(source: str) -> str:
    """Leave out bodies, docstrings, and what is not defined, set or imported.

    Examples
    --------
    >>> skeleton("def f(a, b):\\n    return a\\n\\nA.g = len").splitlines()
    ['def f(a, b):', '    ...', 'A.g = len']
    """
    tree = ast.parse(source)
    tree.body = [node for node in map(_bare, tree.body) if node is not None]
    return ast.unparse(tree)


def _bare(node: ast.stmt) -> Any:
    if isinstance(node, ast.ClassDef):
        node.body = [kept for kept in map(_bare, node.body) if kept is not None] or [ast.Pass()]
    elif isinstance(node, FUNCTIONS):
        own = [f"self.{name} = 0" for name in sorted(set(own_attributes(node)))]
        lines = own + ["..."] * written(node)  # a dot line for each statement
        node.body = ast.parse("\n".join(lines or ["pass"])).body
    elif isinstance(node, ast.Expr):
        return None
    return node


def title_of(source: str) -> str:
    """Give the comment in a cell's first line, by which a student finds it.

    That something is to be written there is said of every stub, and names none.

    Examples
    --------
    >>> title_of("# Rules of your own.\\npass")
    'Rules of your own'
    """
    first = source.lstrip().partition("\n")[0].rstrip()
    named = first.startswith("#") and first != TO_BE_WRITTEN
    return first.lstrip("# ").rstrip(". ") if named else ""
