"""Tests of a question that only this notebook has: their asserts become a check, word for word."""

from __future__ import annotations

import ast
import builtins
import textwrap
from dataclasses import dataclass

from autograder.importing.needs import needs_of
from autograder.migrating.asked import parsed
from autograder.migrating.claims import shares
from autograder.migrating.reading import SourceCell
from autograder.recognize import defined

_BEGIN, _END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"

#: How the file of such checks begins.
HEAD = (
    '"""Tests of the course\'s own: their asserts, run where the answers are."""\n\nimport pytest\n'
)


@dataclass(frozen=True)
class OwnTest:
    """A test of the notebook's own, as checks.

    Parameters
    ----------
    question : str
    text : str
        The functions, as they stand in the file of checks.
    visible : bool
        Whether students can run a part of it.
    """

    question: str
    text: str
    visible: bool


def own_test(cell: SourceCell, name: str, question: str, points: float) -> OwnTest:
    """Make checks of a graded cell: one of what students see, one of what is hidden from them.

    Raises
    ------
    ValueError
        If the cell cannot stand in a function.
    """
    shown, hidden = _split(cell.text)
    counts = [_asserts(shown), _asserts(hidden)]
    texts = [(shown, False), (f"{shown}\n{hidden}", True)]
    asked = [one for one, count in zip(texts, counts, strict=True) if count] or texts[:1]
    worth = shares(points, [count for count in counts if count] or [1])
    parts = [
        _check(text, name, share, hides) for (text, hides), share in zip(asked, worth, strict=True)
    ]
    return OwnTest(question, "".join(parts), not asked[0][1])


def _split(text: str) -> tuple[str, str]:
    """Give what students see, and what stands between the marks."""
    found: tuple[list[str], list[str]] = ([], [])
    hides = False
    for line in text.split("\n"):
        if _BEGIN in line or _END in line:
            hides = _BEGIN in line
        else:
            found[hides].append(line)
    return "\n".join(found[0]), "\n".join(found[1])


def _asserts(text: str) -> int:
    tree = parsed(textwrap.dedent(text))
    if tree is None:
        raise ValueError("are not plain Python")
    calls = [n for n in tree.body if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)]
    return sum(isinstance(node, ast.Assert) for node in ast.walk(tree)) + len(calls)


def _check(text: str, cell: str, points: float, hidden: bool) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names):
            raise ValueError(f"import everything from {node.module}, which a function cannot")
        if isinstance(node, ast.Await):
            raise ValueError("await something, which a function cannot")
    bound = defined(text)
    free = sorted(needs_of(text).all - bound - set(dir(builtins)))
    called = cell.replace("-", "__") + ("_hidden" if hidden else "")
    asserts = ast.unparse(tree)
    if "'''" in asserts:
        raise ValueError("hold three single quotes in a row, which the notebook cannot carry")
    lines = [f"{name} = ns.{name}" for name in free] + [asserts, "return True"]
    body = textwrap.indent("\n".join(lines), "    ")
    mark = "@pytest.mark.hidden\n" if hidden else ""
    said = "The hidden tests hold too." if hidden else "The tests hold."
    return (
        f"\n\ndef asserts_of_{called}(ns):\n{body}\n\n\n{mark}"
        f"@pytest.mark.points({points!r}, cell={cell!r})\n"
        f'def test_own_{called}(submission):\n    """{said}"""\n'
        f"    submission.run(asserts_of_{called})\n"
    ).replace(f"cell={cell!r}", f'cell="{cell}"')
