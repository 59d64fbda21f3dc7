"""What a student of the functional assignment is told: hints that hold for boxes and rules."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook, outlines
from autograder.errors import StudentError
from autograder.grading import assignment_checks, grade_notebook
from autograder.mistakes.cells import stale
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import CheckResult

FUNCTIONAL = load_assignment(Path(__file__).resolve().parents[2] / "assignments" / "functional")
KNOWN = {name: Outline(name, *fields) for name, fields in outlines(FUNCTIONAL).items()}
ANSWERS = FUNCTIONAL.answers()


def advice(
    record: Mapping[str, Any], cells: Cells, question: str = "q4", cell: str = "q4-grad"
) -> dict[str, Any]:
    """What is said next of an exception that a check has met."""

    def raises(submission: Any) -> None:
        raise StudentError(dict(record))

    one = Check("test_it", raises, question, cell, 1.0, False, "it")
    return run_check(one, None, 0, cells=lambda: cells).diagnosis or {}


def raised(kind: str, detail: str, cell: str, text: str, line: int, defines: str) -> dict[str, Any]:
    """What is said of an exception in a line of an answer, in a file that was handed in."""
    source = text.splitlines()[line - 1].strip()
    trace = [[cell, line, defines, source, defines]]
    place = {"cell": cell, "line": line, "source": source, "defines": defines}
    record = {"type": kind, "message": detail, **place, "trace": trace}
    return advice(record, Cells(KNOWN, [Ran(cell, text)]), cell.partition("-")[0])


def told(cell: str, text: str, asked: str) -> Sequence[CheckResult]:
    """What checks of a graded cell say of a notebook that is handed in with this answer."""
    notebook = answered_notebook(FUNCTIONAL, {cell: text})
    checks = [one for one in assignment_checks(FUNCTIONAL) if one.cell == asked]
    read = parse_notebook(json.dumps(notebook).encode(), "t.ipynb")
    return grade_notebook(read, FUNCTIONAL, checks=checks, seed=1).checks


GRAD = "def grad(fun, argnum):\n    return None"


def test_a_default_that_is_missing_is_named_with_the_other_arguments():
    """`argnum` alone would not say what is wrong."""
    said = "grad() missing 1 required positional argument: 'argnum'"
    found = raised("TypeError", said, "q4-grad-answer", GRAD, 1, "grad")
    assert found["mistake"] == "parameters"
    assert "`def grad(fun, argnum=0):`" in found["next"]
    assert "yours has (fun, argnum)" in found["next"]


def test_another_default_is_not_what_a_call_fails_for():
    """Which one it is does not change how many arguments a function takes."""
    said = "grad() missing 1 required positional argument: 'fun'"
    text = GRAD.replace("argnum", "argnum=1")
    assert raised("TypeError", said, "q4-grad-answer", text, 1, "grad")["mistake"] != "parameters"


RULES = "defvjp(divide, lambda g, ans, x, y: g / y,\n       lambda g, ans, x, y: math.exp(g) * [x])"


@pytest.mark.parametrize(
    ("kind", "detail", "mistake", "said"),
    [
        (
            "TypeError",
            "only 0-dimensional arrays can be converted to Python scalars",
            "whole-array-for-number",
            "`np.exp` in the place of `math.exp`",
        ),
        (
            "TypeError",
            "unsupported operand type(s) for *: 'dict' and 'float'",
            "no-operator-of-arrays",
            "lists, dicts, functions and None cannot",
        ),
        (
            "ValueError",
            "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)",
            "shapes-of-product",
            "axis 1 of the first is added up with axis 0 of the second",
        ),
        (
            "AttributeError",
            "'numpy.ndarray' object has no attribute '_value'",
            "in-no-box",
            "Something of type ndarray stands there, in no box",
        ),
        (
            "AttributeError",
            "'float' object has no attribute '_node'",
            "in-no-box",
            "`isbox(...)` says which",
        ),
        (
            "TypeError",
            "loop of ufunc does not support argument 0 of type Box which has no callable exp",
            "boxes-in-an-array",
            "Calculate with a box itself",
        ),
        (
            "TypeError",
            "<lambda>() got an unexpected keyword argument 'axis'",
            "unknown-keyword",
            "let it take `axis`, with a default",
        ),
    ],
)
def test_hints_hold_for_boxes_and_arrays(kind, detail, mistake, said):
    """Nothing is said of operators that a given cell would have to define, nor of `.value`."""
    found = raised(kind, detail, "q3-power-answer", RULES, 2, "")
    assert found["mistake"] == mistake
    assert said in found["next"]


@pytest.mark.parametrize(
    "detail",
    ["must be real number, not list", "'<' not supported between instances of 'dict' and 'int'"],
)
def test_nothing_is_said_of_values_that_there_are_none_of(detail: str):
    """Boxes have an order, and no `.value`."""
    found = raised("TypeError", detail, "q3-power-answer", RULES, 2, "")
    assert found.get("mistake") not in ("value-for-number", "no-order")


CALLED = """
def make_vjp(fun, x):
    class Sender:
        def __call__(self, g):
            return g

    value, end = trace(Node.new_root(x), fun, x)
    return Sender(), value
"""


def test_what_python_calls_itself_is_not_said_to_be_never_called():
    (found, *_) = told("q4-vjp-answer", CALLED, "q4-vjp")
    assert found.verdict == "failed"
    assert (found.diagnosis or {}).get("mistake") != "never-called"
    inner = CALLED.replace("    class Sender:\n    ", "").replace("    return g\n", "return g\n")
    inner = inner.replace("__call__(self, g)", "send(g)").replace("Sender()", "lambda g: g")
    (other, *_) = told("q4-vjp-answer", inner, "q4-vjp")
    assert (other.diagnosis or {}).get("mistake") == "never-called"


def in_kernel(*ran: str) -> Cells:
    """Cells that have run, from the top, and what they define."""
    every = [one.id for one in FUNCTIONAL.cells if one.role in ("given", "answer")]
    texts = {one.id: one.released for one in FUNCTIONAL.cells} | ANSWERS
    names: dict[str, Any] = {"__name__": "__main__"}
    for one in every:
        if one in ran:
            exec(texts[one], names)
    return Cells(KNOWN, [Ran("", texts[one]) for one in every if one in ran], names)


UP_TO_TOPOSORT = [
    one.id
    for one in FUNCTIONAL.cells[: [c.id for c in FUNCTIONAL.cells].index("q4-backward-answer")]
    if one.role in ("given", "answer")
]


def test_who_works_from_the_top_is_not_sent_to_cells_below():
    """Of Q4, only `toposort` has been run; what is asked is `toposort`."""
    wrong = {"type": "ValueError", "message": "it is wrong"}
    asked = advice(wrong, in_kernel(*UP_TO_TOPOSORT), "q4", "q4-toposort")
    assert "mistake" not in asked
    later = advice(wrong, in_kernel(*UP_TO_TOPOSORT), "q4", "q4-grad")
    assert later["mistake"] == "answer-not-run"


def test_a_graded_cell_that_names_its_answer_sends_to_no_other() -> None:
    """`backward_pass` has been run; `make_vjp` and `grad` come later."""
    wrong = {"type": "ValueError", "message": "it is wrong"}
    ran = in_kernel(*UP_TO_TOPOSORT, "q4-backward-answer")
    for asked in ("q4-chain", "q4-shared"):
        assert "mistake" not in advice(wrong, ran, "q4", asked)


def test_rules_that_were_not_reached_are_told_though_old_ones_are_right() -> None:
    """A cell that stopped halfway is mentioned, also where every check passes."""
    cells = in_kernel(*UP_TO_TOPOSORT)
    ran = [
        replace(one, error="NameError", line=6, detail="name 'mul' is not defined")
        if one.source == ANSWERS["q3-first-answer"]
        else one
        for one in cells.ran
    ]
    (said,) = stale(Cells(KNOWN, ran, cells.namespace), {"q3"})
    assert "stopped with a NameError (line 6). What stands below that in it was not run" in said


@pytest.mark.parametrize(
    ("kind", "detail", "source", "mistake"),
    [
        ("KeyError", "<node>", "outgrads[parent] += sent", "key-of-messages"),
        (
            "TypeError",
            "only integer scalar arrays can be converted to a scalar index",
            "found = np.zeros(x)",
            "shape-wanted",
        ),
        (
            "TypeError",
            "'NoneType' object is not callable",
            "callback(unflatten(x), i, unflatten(g))",
            "not-handed-over",
        ),
        (
            "NameError",
            "name 'w_bar' is not defined",
            'return {"z_bar": z_bar, "w_bar": w_bar}',
            "unknown-name",
        ),
    ],
)
def test_a_line_has_the_remedy_that_holds_for_it(kind, detail, source, mistake) -> None:
    """Advice that would lead away from the notebook's own functions is not given."""
    text = f"def sgd(grad, init_params, callback=None):\n    {source}"
    assert raised(kind, detail, "q8-sgd-answer", text, 2, "sgd")["mistake"] == mistake


@pytest.mark.parametrize(
    ("source", "like"),
    [
        ("np.zeros(x)", "np.zeros_like(x)"),
        ("np.ones(x)", "np.ones_like(x)"),
        ("np.empty(x)", "np.empty_like(x)"),
        ("np.full(x, 3.0)", "np.full_like(x, value)"),
    ],
)
def test_what_is_to_be_written_for_a_shape_runs(source: str, like: str) -> None:
    """Both lines, as they are told, make an array as large as `x`; NumPy refuses the student's."""
    names = {"np": np, "x": np.array([1.0, 2.0]), "value": 3.0}
    with pytest.raises(TypeError) as refused:
        eval(source, names)
    text = f"def f(x):\n    return {source}"
    found = raised("TypeError", str(refused.value), "q8-sgd-answer", text, 2, "f")
    assert found["mistake"] == "shape-wanted"
    _, wanted, other = re.findall(r"`([^`]*)`", found["next"])
    assert other == like
    assert [eval(line, names).shape for line in (wanted, other)] == [(2,), (2,)]


def test_an_exception_in_hvp_is_not_said_to_come_of_what_was_sent() -> None:
    """The walk of the same program is right: nothing else went wrong before."""
    text = ANSWERS["q5-answer"].replace("np.sum(grad(fun)(x) * v)", "np.dot(grad(fun)(x), v)")
    assert text != ANSWERS["q5-answer"]
    said = " ".join(one.message for one in told("q5-answer", text, "q5-hvp"))
    assert "raised" in said
    assert "something else went wrong" not in said and "in the rule of" not in said


def test_a_given_cell_that_only_defines_is_no_reason_for_what_names_nothing_of_it():
    """Where a plotting helper was not run, only a NameError can come of it."""
    ran = [cell for cell in UP_TO_TOPOSORT if cell != "symbolic"]
    found = advice({"type": "AttributeError", "message": "no x"}, in_kernel(*ran), "q4")
    assert found.get("mistake") != "given-not-run"


def test_a_cell_that_did_not_run_is_called_by_its_stub():
    """What the reference defines there would give the answer away, and nobody knows it."""
    found = told("q3-sum-answer", "defvjp(np.sum, 1 / 0)", "q3-sum")
    text = repr(found)
    assert "The cell 'defvjp(np.sum, ...)' did not run to its end" in text
    assert "sum_vjp" not in text
