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
HEAD = '''\
"""Tests of the course's own: their asserts, run where the answers are."""

import pytest

from autograder.errors import CheckFailure


def assert_held(said):
    """Fail with the assert that did not hold."""
    if said is not True:
        raise CheckFailure(f"This does not hold: {said}", "claim")
'''


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
    asserts = ast.unparse(ast.fix_missing_locations(_Saying().visit(tree)))
    if "'''" in asserts:
        raise ValueError("hold three single quotes in a row, which the notebook cannot carry")
    body = "\n".join([*(f"{name} = ns.{name}" for name in free), asserts, "return True"])
    return _FUNCTIONS.format(
        called=cell.replace("-", "__") + ("_hidden" if hidden else ""),
        body=textwrap.indent(body, "        "),
        mark="@pytest.mark.hidden\n" if hidden else "",
        points=repr(points),
        cell=cell,
        which="hidden asserts" if hidden else "asserts",
    )


_FUNCTIONS = '''

def asserts_of_{called}(ns):
    try:
{body}
    except AssertionError as _error:
        return str(_error)


{mark}@pytest.mark.points({points}, cell="{cell}")
def test_own_{called}(submission):
    """The {which} of {cell} hold."""
    assert_held(submission.run(asserts_of_{called}))
'''


class _Saying(ast.NodeTransformer):
    """Lets each assert say itself, before what it says anyway."""

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        """Change one."""
        text = f"`{ast.unparse(node.test)}`"
        said: ast.expr = ast.Constant(text)
        if node.msg is not None:
            words = ast.Call(ast.Name("str", ast.Load()), [node.msg], [])
            said = ast.BinOp(ast.Constant(f"{text}: "), ast.Add(), words)
        return ast.Assert(node.test, said)
