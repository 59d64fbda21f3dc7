"""What the assignment's cells define, and what became of them in one notebook.

An `Outline` is a cell as it was released, without its bodies: small enough to travel in a notebook,
and enough to see that a class was renamed, a `self` forgotten, or a given cell changed. `Cells`
holds the outlines beside the cells that the student ran, wherever they ran.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from autograder.sandbox.worker.cells import without_magics
from autograder.source import TO_BE_WRITTEN

_DEFINITION = re.compile(r"^(class|(?:async\s+)?def)\s+(\w+)", re.MULTILINE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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
            *others, last = defined
            listed = f"{', '.join(others)} and {last}" if others else last
            return f"the cell that defines {listed}"
        return f"the cell '{self.title}'" if self.title else f"the cell `{self.id}`"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the top level of a cell's text defines.

    Parameters
    ----------
    definitions : tuple of str
        Classes and functions, in order.
    bound : frozenset of str
        These, and all other names that it sets or imports.
    parameters : dict
        Function, or class and method with a dot between them, to its parameters: names, with their
        defaults and stars.
    statements : tuple of str
        Assignments to attributes, such as ``AutogradValue.backward = backward``.
    attributes : frozenset of str
        What is set on ``self`` in a method.
    bases : dict
        Class to the names of its base classes.
    written : dict
        Function or method, as in `parameters`, to what `written` counts in it.
    assigned : frozenset of str
        Names that are set by an assignment: to numbers, too.
    """

    definitions: tuple[str, ...] = ()
    bound: frozenset[str] = frozenset()
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    attributes: frozenset[str] = frozenset()
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()

    @classmethod
    def of(cls, source: str) -> Shape:
        """Read a text; of one that does not parse, only what its lines say they define."""
        tree = parsed(source)
        try:
            return cls._of_tree(tree) if tree is not None else cls._of_lines(source)
        except RecursionError:  # an expression of thousands of operations
            return cls._of_lines(source)

    @classmethod
    def _of_lines(cls, source: str) -> Shape:
        found = {name: kind for kind, name in _DEFINITION.findall(source)}
        classes: dict[str, tuple[str, ...]] = {
            n: () for n, kind in found.items() if kind == "class"
        }
        return cls(tuple(found), frozenset(found), bases=classes)

    @classmethod
    def _of_tree(cls, tree: ast.Module) -> Shape:
        definitions = [n for n in tree.body if isinstance(n, (ast.ClassDef, *_FUNCTIONS))]
        targets = [target for node in tree.body for target in _targets(node)]
        assigned = {target.id for target in targets if isinstance(target, ast.Name)}
        bound = {node.name for node in definitions} | assigned
        bound |= {name for node in tree.body for name in _imported(node)}
        statements = [
            ast.unparse(node)
            for node in tree.body
            if any(isinstance(target, ast.Attribute) for target in _targets(node))
        ]
        return cls(
            tuple(dict.fromkeys(node.name for node in definitions)),
            frozenset(bound),
            {name: _parameters(node) for name, node in functions(definitions)},
            tuple(statements),
            frozenset(_own_attributes(tree)),
            {
                node.name: tuple(map(ast.unparse, node.bases))
                for node in definitions
                if isinstance(node, ast.ClassDef)
            },
            {name: written(node) for name, node in functions(definitions)},
            frozenset(assigned),
        )


@lru_cache(maxsize=512)
def parsed(source: str) -> ast.Module | None:
    """Parse a cell's text, without its magics; None if it is not Python."""
    for text in (source, without_magics(source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        found = node.targets
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.For)):
        found = [node.target]
    else:
        return []
    return [part for one in found for part in (one.elts if isinstance(one, ast.Tuple) else [one])]


def _imported(node: ast.stmt) -> list[str]:
    if not isinstance(node, (ast.Import, ast.ImportFrom)):
        return []
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]


def functions(nodes: Sequence[ast.stmt], before: str = "") -> Iterator[tuple[str, Any]]:
    """Give functions, and the methods of classes as ``Class.method``, by name."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{before}{node.name}.")
        elif isinstance(node, _FUNCTIONS):
            yield before + node.name, node


def _parameters(function: Any) -> tuple[str, ...]:
    """Give what a function takes as it stands in its first line, without hints."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    first = len(plain) - len(given.defaults)
    named = list(zip(given.kwonlyargs, given.kw_defaults, strict=True))
    found = [a.arg for a in plain[:first]]
    found += map(_with_default, plain[first:], given.defaults)
    found += [f"*{given.vararg.arg}"] if given.vararg else ["*"] if named else []
    found += [_with_default(one, default) for one, default in named]
    return (*found, *([f"**{given.kwarg.arg}"] if given.kwarg else []))


def _with_default(one: ast.arg, default: ast.expr | None) -> str:
    return one.arg if default is None else f"{one.arg}={ast.unparse(default)}"


def _own_attributes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            yield node.attr


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
    elif isinstance(node, _FUNCTIONS):
        own = [f"self.{name} = 0" for name in sorted(set(_own_attributes(node)))]
        lines = own + ["..."] * written(node)  # a dot line for each statement
        node.body = ast.parse("\n".join(lines or ["pass"])).body
    elif isinstance(node, ast.Expr):
        return None
    return node


def written(function: Any) -> int:
    """Count a function's statements, without its docstring and a stub's `raise`."""
    return sum(
        not isinstance(part, (ast.Raise, ast.Pass, ast.Assign, ast.AnnAssign))
        and not (isinstance(part, ast.Expr) and isinstance(getattr(part.value, "value", 0), str))
        for part in function.body
    )


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


@dataclass(frozen=True, slots=True)
class Ran:
    """A cell as the student has it, and how it ran.

    Parameters
    ----------
    name : str
        Its id, where it has one; a kernel does not know any.
    source : str
    error : str
        Name of the exception that stopped it, or an empty string.
    detail : str
        The exception's message.
    line : int or None
        The line that it stopped in.
    """

    name: str
    source: str
    error: str = ""
    detail: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Cells:
    """The assignment's cells beside the student's.

    Parameters
    ----------
    outlines : dict
        The assignment's given and answer cells by id, in order.
    ran : sequence of Ran
        In the order in which they ran last.
    namespace : dict or None
        The notebook's names, where they are at hand: in the student's own kernel.
    """

    outlines: Mapping[str, Outline] = field(default_factory=dict)
    ran: Sequence[Ran] = ()
    namespace: Mapping[str, Any] | None = None

    @cached_property
    def _shapes(self) -> list[Shape]:
        return [Shape.of(one.source) for one in self.ran]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: self._find(outline) for name, outline in self.outlines.items()}

    def _find(self, outline: Outline) -> int:
        """Give the place of the cell that became of an outline, or -1."""
        wanted = outline.shape.bound
        found = -1
        for place, (one, shape) in enumerate(zip(self.ran, self._shapes, strict=True)):
            if one.name:
                same = one.name == outline.id
            elif wanted:
                alike = {n for n in wanted & shape.bound if outline.alike(n, shape)}
                same = 2 * len(alike) >= len(wanted)
            else:
                same = bool({*outline.shape.statements} & {*shape.statements})
                same = same or (outline.title != "" and title_of(one.source) == outline.title)
            found = place if same else found
        return found

    def place(self, outline: Outline) -> int:
        """Give its place among the cells that ran, or -1."""
        return self._places[outline.id]

    def of(self, outline: Outline) -> Ran | None:
        """Give the student's cell that became of one of the assignment's, as it ran last."""
        place = self._places[outline.id]
        return None if place < 0 else self.ran[place]

    def shape(self, outline: Outline) -> Shape:
        """Give what the student's cell defines; nothing if there is none."""
        place = self._places[outline.id]
        return Shape() if place < 0 else self._shapes[place]

    def defining(self, name: str) -> Outline | None:
        """Give the assignment's cell that sets a name, or None."""
        return next((o for o in self.outlines.values() if name in o.shape.bound), None)

    def answers(self, question: str) -> list[Outline]:
        """Give the answer cells of a question."""
        return [o for o in self.outlines.values() if o.role == "answer" and o.asked_in(question)]

    def changed(self) -> list[Outline]:
        """Give the given cells that ran with another text than was released."""
        given = [o for o in self.outlines.values() if o.role == "given"]
        return [o for o in given if (own := self.of(o)) and digest(own.source) != o.digest]

    def strangers(self, classes: bool) -> list[str]:
        """Give the student's classes (or functions) that are none of the assignment's."""
        known = {
            name
            for outline in self.outlines.values()
            for name in outline.shape.definitions
            if (name in outline.shape.bases) == classes
        }
        return [
            name
            for shape in self._shapes
            for name in shape.definitions
            if (name in shape.bases) == classes and name not in known
        ]
