"""Files of strangers that trace: rules by what they register, and a NumPy of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook
from autograder.grading import assignment_checks, grade_notebook
from autograder.importing import Imported, import_files
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import Report

FUNCTIONAL = load_assignment(Path(__file__).resolve().parents[2] / "assignments" / "functional")

CORE = '''\
"""The heart of a small library for derivatives."""
from collections import defaultdict
from functools import wraps
from itertools import count
from .tracer import Node, isbox, new_box, trace
from .util import subval
from . import numpy_wrapper as anp
import some_library.numpy as wrapped
import some_library.numpy.random as npr

primitive_vjps = defaultdict(dict)


def defvjp(fun, *vjps, **options):
    for place, vjp in zip(options.get("argnums", count()), vjps):
        primitive_vjps[fun][place] = vjp


def highest(args):
    boxes = [(i, x) for i, x in enumerate(args) if isbox(x)]
    top = max([x._trace for _, x in boxes], default=-1)
    return [(i, x) for i, x in boxes if x._trace == top], top


def primitive(f_raw):
    @wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        boxes, top = highest(args)
        if not boxes:
            return f_raw(*args, **kwargs)
        plain = list(args)
        for i, x in boxes:
            plain[i] = x._value
        ans = f_wrapped(*plain, **kwargs)
        places, parents = zip(*[(i, x._node) for i, x in boxes])
        return new_box(ans, top, Node(ans, f_wrapped, plain, kwargs, places, parents))

    return f_wrapped


def fit(target, g):
    while anp.ndim(g) > anp.ndim(target):
        g = anp.sum(g, axis=0)
    for axis, n in enumerate(anp.shape(target)):
        g = anp.sum(g, axis=axis, keepdims=True) if n == 1 else g
    return g


defvjp(anp.negative, lambda g, ans, x: -g)
defvjp(anp.exp, lambda g, ans, x: g * ans)
defvjp(anp.log, lambda g, ans, x: g / x)
defvjp(wrapped.add, lambda g, ans, x, y: fit(x, g), lambda g, ans, x, y: fit(y, g))
defvjp(
    anp.multiply,
    lambda ans, x, y: lambda g: fit(x, g * y),
    lambda ans, x, y: lambda g: fit(y, g * x),
)
defvjp(anp.subtract, lambda g, ans, x, y: fit(x, g), lambda g, ans, x, y: fit(y, -g))


def make_sum_rule(ans, x, axis=None, keepdims=False):
    def rule(g):
        kept = g if keepdims or axis is None else anp.expand_dims(g, axis)
        return kept * anp.ones(anp.shape(x))

    return rule


defvjp(anp.sum, make_sum_rule)
noise = npr.randn(3)


def make_vjp(fun, x):
    start = Node.new_root()
    value, end = trace(start, fun, x)
    return (lambda g: backward_pass(g, end)), value


def grad(fun, argnum=0):
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(anp.ones_like(ans))

    return gradfun
'''


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    path = tmp_path_factory.mktemp("files") / "core.py"
    path.write_text(CORE)
    return import_files([path], FUNCTIONAL)


def cell(found: Imported, name: str) -> str:
    return next(one.source for one in found.notebook.cells if one.get("id") == name)


def graded(notebook: Any, *parts: str) -> Report:
    parsed = parse_notebook(json.dumps(notebook).encode(), "t.ipynb")
    asked = [one for one in assignment_checks(FUNCTIONAL) if one.cell in parts]
    return grade_notebook(parsed, FUNCTIONAL, checks=asked, seed=1)


def test_rules_go_where_they_are_registered(found: Imported) -> None:
    """`defvjp(anp.exp, ...)` answers the cell that asks for it, whatever its NumPy is called."""
    first = cell(found, "q3-first-answer")
    for line in ("defvjp(np.exp, lambda", "defvjp(np.add, lambda", "g * ans", "fit(x, g * y)"):
        assert line in first
    assert "NotImplementedError" not in first and "anp" not in first and "wrapped" not in first
    assert "make_sum_rule" in cell(found, "q3-sum-answer")


def test_rules_that_are_missing_are_named_and_given_ones_left_out(found: Imported) -> None:
    by_cell = {answer.template.id: answer for answer in found.chosen.answers}
    assert by_cell["q3-more-answer"].missing == (
        "defvjp(divide)",
        "defvjp(power)",
        "defvjp(tanh)",
    )
    assert by_cell["q3-first-answer"].missing == ()
    left = [name for item in found.left["what the assignment gives"] for name in item.names]
    assert "defvjp(negative)" in left and "primitive_vjps" in left


def test_a_decorator_with_a_parameter_of_its_function_stays(found: Imported) -> None:
    assert "@wraps(f_raw)" in cell(found, "q2-answer")


def test_what_was_brought_over_has_its_points(found: Imported) -> None:
    cells = ("q2-primitive", "q2-levels", "q3-first", "q3-sum", "q4-vjp", "q4-grad")
    report = graded(found.notebook, *cells)
    assert report.points == report.possible > 0


def test_a_library_s_own_numpy_in_a_notebook_is_the_notebook_s() -> None:
    """The line that imports it costs nothing: what it would have bound is `np`."""
    text = "import some_library.numpy as anp\nfrom some_library.numpy import log as logarithm\n"
    text += FUNCTIONAL.answers()["q3-first-answer"].replace("defvjp(exp,", "defvjp(anp.exp,")
    text = text.replace("defvjp(log, lambda", "defvjp(logarithm, lambda")
    report = graded(answered_notebook(FUNCTIONAL, {"q3-first-answer": text}), "q3-first")
    assert report.points == report.possible == 5.0


def test_a_library_that_is_imported_whole_stays_one(tmp_path: Path) -> None:
    """Its NumPy is the notebook's, and what else it has is the notebook's own, too."""
    path = tmp_path / "second.py"
    path.write_text(
        "import some_library.numpy\n\n\ndef hvp(fun, x, v):\n    g = some_library.grad(fun)\n"
        "    return grad(lambda x: some_library.numpy.sum(g(x) * v))(x)\n"
    )
    found = import_files([path], FUNCTIONAL)
    text = cell(found, "q5-answer")
    assert "np.sum(g(x) * v)" in text and "np.grad" not in text
    names = ("q5-hvp",)
    report = graded(found.notebook, *names)
    assert report.points == report.possible
