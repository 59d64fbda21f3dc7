"""Collecting the sentences that stand in source code, for tables to be made of.

A sentence is a literal that is said or marked (`say`, `say_many`, `template`), or one that stands
in a table whose lines are made by a function listed here. Source is read, and never run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.language.tables import Sentence

#: Module and function to the arguments of it that are sentences; two are forms of one.
_HOLDERS: dict[tuple[str, str], tuple[int, ...]] = {
    ("autograder.language", "say"): (0,),
    ("autograder.language", "say_many"): (0, 1),
    ("autograder.language", "template"): (0,),
    ("autograder.mistakes.line", "Mistake"): (2,),
}

#: Where the functions themselves are: they may say something, too.
_OURS = "speech.py"

_AT_HOME: dict[str, tuple[int, ...]] = {
    name: places for (module, name), places in _HOLDERS.items() if module == "autograder.language"
}

#: The source of the grader.
GRADER = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, and where it stands.

    Parameters
    ----------
    sentence : str or tuple of str
    file : str
    """

    sentence: Sentence
    file: str


def in_source(text: str, file: str = "") -> list[Place]:
    """Give the sentences of a module's text, in order.

    Parameters
    ----------
    text : str
    file : str
        What to call it.

    Raises
    ------
    ValueError
        If a sentence is put together where it is said: it could stand in no table.

    Examples
    --------
    >>> source = '''
    ... from autograder.language import say
    ... text = say("{who} passed.", who=name)
    ... '''
    >>> [place.sentence for place in in_source(source)]
    ['{who} passed.']
    """
    module = ast.parse(text)
    holders = {
        alias.asname or alias.name: _HOLDERS[node.module, alias.name]
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if (node.module, alias.name) in _HOLDERS
    }
    if Path(file).name == _OURS:
        holders = _AT_HOME
    calls = [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in holders
    ]
    found = []
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        places = holders[call.func.id]  # type: ignore[attr-defined]
        said = [_literal(call.args[place], file) for place in places if place < len(call.args)]
        if all(said) and len(said) == len(places):
            found.append(Place(said[0] if len(said) == 1 else (said[0], said[1]), file))
    return found


def _literal(node: ast.expr, file: str) -> str:
    """Give the text of a literal; a name for one stands for what is marked elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call)):
        return ""
    if isinstance(node, ast.IfExp) and not (
        _literal(node.body, file) + _literal(node.orelse, file)
    ):
        return ""
    raise ValueError(
        f"{file}, line {node.lineno}: a sentence must be a literal, with its places in braces, and "
        f"not put together: {ast.unparse(node)[:80]}"
    )


def in_files(files: Iterable[Path], below: Path) -> Iterator[Place]:
    """Give the sentences of some files, which are called by their place below a folder."""
    for path in sorted(files):
        if path.name.startswith("probes"):  # these run elsewhere, with a `say` of their own
            continue
        yield from in_source(path.read_text(encoding="utf-8"), path.relative_to(below).as_posix())


@cache
def of_grader() -> tuple[Place, ...]:
    """Give all sentences of the grader."""
    return tuple(in_files(GRADER.rglob("*.py"), GRADER.parent))


@cache
def of_pages() -> tuple[Sentence, ...]:
    """Give the sentences that are said when a report that is there already is drawn."""
    files = [
        *(GRADER / "feedback").glob("*.py"),
        *(GRADER / "outgoing").glob("*.py"),
        GRADER / "report.py",
        GRADER / "errors.py",
    ]
    files += [GRADER / "sandbox" / "levels.py"]
    files += [*(GRADER / "nbgrader").glob("*.py"), *(GRADER / "mistakes").glob("table.py")]
    return tuple(place.sentence for place in in_files(files, GRADER.parent))
