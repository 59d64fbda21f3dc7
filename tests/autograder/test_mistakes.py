"""Beginners' mistakes, typed into a real kernel: each card says what to do next."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import feedback
from autograder.asking.checks import Check
from autograder.asking.verdicts import interrupted, run_check
from autograder.build import answered_notebook, outlines
from autograder.errors import CheckFailure, StudentError
from autograder.mistakes import MISTAKES, Situation, advised
from autograder.mistakes.outline import Outline, digest, skeleton
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.mistakes.submitted import submitted
from autograder.pack import Assignment
from autograder.report import CheckResult, Report
from tests.autograder.typing_in import mistakes, page, said, typed


@pytest.fixture(scope="module")
def cards(scalar: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The card of each mistake of the list, all from one kernel."""
    return typed(scalar, tmp_path_factory.mktemp("kernel"))


def test_every_card_says_what_to_do_next(cards: Mapping[str, str]):
    """No mistake of the list ends in a traceback, or without a next step."""
    assert len(cards) >= 60
    for name, card in cards.items():
        assert said(card), f"{name}: {card}"
        assert "Traceback" not in card and "autograder/" not in card, f"{name}: {card}"


def test_the_page_lists_the_mistakes_as_they_are_answered(cards: Mapping[str, str], root: Path):
    """The page of mistakes says what the cards say; tests.autograder.typing_in writes it."""
    assert (root / "docs" / "grader" / "mistakes.md").read_text(encoding="utf-8") == page(cards)


def test_a_place_is_named_as_a_student_knows_it(cards: Mapping[str, str]):
    """A kernel knows line and cell: the card names them by what the cell defines."""
    wrong = cards["q1-variable-case"]
    assert "in line 6 of the cell that defines `_sub`: `return A - B`" in wrong
    assert "SyntaxError, line 8" in cards["q1-colon"]
    assert "line 6 of the cell that defines `_mul`" in cards["q1-indent-return"]


def test_a_cell_that_was_broken_later_is_said(cards: Mapping[str, str]):
    """What an earlier run left still passes; that the last one was not understood is told."""
    card = cards["q2-broken-after-it-passed"]
    assert "3 of 3 public checks passed" in card
    assert "the cell that defines `forward_pass` ran last, it stopped with a SyntaxError" in card
    assert "IndentationError, line 4" in cards["q4-indent-pasted"]


def test_a_loop_is_stopped_once(cards: Mapping[str, str]):
    """After one interrupt by hand the next check stops by itself; both name the loop's line."""
    card = cards["q3-endless-loop"]
    assert "You stopped this while your code ran" in card
    assert "This was stopped by itself" in card
    assert "Which line of the loop in line 3 of the cell that defines `graph_print`" in card


def test_mistakes_have_names_and_remedies():
    """Each line of the table has a name of its own, and no text asks for nothing."""
    names = [mistake.name for mistake in MISTAKES]
    assert len(set(names)) == len(names)
    assert {mistake["name"] for mistake in mistakes()} >= {"q1-self-forgotten", "q7-not-wrapped"}


WALK = """
def walk(nodes):
    for node in list(nodes):
        while nodes:
            node = nodes.pop()
            for other in range(2000):
                other * other
            nodes.append(node)
"""
GROWS = """
def walk(nodes):
    while nodes:
        for node in nodes:
            nodes.append(node)
"""


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (WALK, 7, "Which line of the loop in line 4 of the cell that defines `walk` brings"),
        (
            GROWS,
            5,
            "One of the loops in lines 3 and 4 of the cell that defines `walk` does not end",
        ),
        (
            GROWS.replace("while nodes", "for one in (1, 2)"),
            5,
            "Which line of the loop in line 4 of",
        ),
        (GROWS.replace("in nodes", "in endless(nodes)"), 5, "One of the loops in lines 3 and 4 of"),
        (GROWS.replace("while nodes", "while 1"), 6, "Which line of the loop near line 6"),
    ],
)
def test_of_several_loops_those_are_named_that_may_have_no_end(source: str, line: int, said: str):
    """A `for` that comes to its end inside of an endless `while` is not blamed."""
    stub = "def walk(nodes):\n    pass\n"
    outline = Outline("q5-answer", "answer", "q5", "", digest(stub), skeleton(stub))
    cells = Cells({"q5-answer": outline}, [Ran("q5-answer", source)])
    error = {"type": "TimeLimit", "message": "", "cell": "q5-answer", "line": line}
    stopped = StudentError(
        {**error, "defines": "walk", "trace": [["q5-answer", line, "other", "", "walk"]]}
    )
    one = Check("test_it", lambda submission: None, "q5", "q5-tree", 1.0, False, "it")
    found = interrupted(one, stopped, "Stopped", cells).diagnosis or {}
    assert found["next"].startswith(said), found["next"]


GIVEN = """
class Value:
    def __init__(self):
        self.value = 1.0
        self.grad = 0.0
"""
STUB = "def backward(self):\n    raise NotImplementedError()\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("grad = 1.0", "local-for-own"),
        ("grad = {}\n    grad[self] = 1.0", "local-for-own"),
        ("for value in reversed(self.order):\n        value.grad = 0.0", ""),
        ("for parent, grad in self.pairs:\n        parent.add(grad)", ""),
        ("value = self.func()\n    return value", ""),
        ("def go(value):\n        value = 1.0\n    go(self)", ""),
        ("self.backward_pass", "step-not-called"),
        ("self.grad", ""),
        ("seen = 1\n    seen", ""),
    ],
)
def test_a_mistake_in_the_code_is_named_only_where_it_is_one(body: str, said: str):
    """A loop's variable is no lost attribute, and a number need not be called."""
    source = STUB.replace("raise NotImplementedError()", body)
    outlines = {
        "value": Outline("value", "given", "", "", digest(GIVEN), skeleton(GIVEN)),
        "q5-answer": Outline("q5-answer", "answer", "q5", "", digest(STUB), skeleton(STUB)),
    }
    cells = Cells(outlines, [Ran("value", GIVEN), Ran("q5-answer", source)])

    def wrong(submission: Any) -> None:
        raise CheckFailure("It should be 2; it is 3.", "gradient")

    one = Check("test_it", wrong, "q5", "q5-tree", 1.0, False, "it")
    diagnosis = run_check(one, None, seed=0, cells=lambda: cells).diagnosis or {}
    assert diagnosis.get("mistake", "") == said, diagnosis


def test_a_number_that_is_too_large_is_not_a_formula_without_a_value():
    """exp has a value at 800; what comes in is what has to be looked at."""

    def overflows(submission: Any) -> None:
        raise StudentError({"type": "OverflowError", "message": "math range error"})

    one = Check("test_it", overflows, "q5", "q5-tree", 1.0, False, "it")
    assert (run_check(one, None, seed=0).diagnosis or {})["mistake"] == "too-large"


def test_a_loop_is_said_before_a_constructor_of_ones_own():
    """The constructor may well be taken out later: it is not what does not end."""
    stub = "class _mul(Base):\n    def func(self, a, b):\n        pass\n"
    source = "class _mul(Base):\n    def __init__(self):\n        pass\n"
    source += "    def func(self, a, b):\n        while True:\n            pass\n"
    outline = Outline("q1-mul-answer", "answer", "q1", "", digest(stub), skeleton(stub))
    cells = Cells({"q1-mul-answer": outline}, [Ran("q1-mul-answer", source)])
    error = {"type": "TimeLimit", "message": "", "cell": "q1-mul-answer", "line": 6}
    one = Check("test_it", lambda submission: None, "q1", "q1-mul", 1.0, False, "it")
    found = interrupted(one, StudentError({**error, "defines": "_mul"}), "Stopped", cells)
    assert (found.diagnosis or {})["mistake"] == "loop"


SHOWN = [feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown]


@pytest.fixture(scope="module")
def handed_in(scalar: Assignment) -> Any:
    """A notebook with a cell that does not parse, a lost last line and a hidden mistake."""
    division = (
        "class _div(AutogradValue):\n    def func(self, a, b):\n        return a / b\n\n"
        "    def grads(self, a, b):\n        return 1 / b, -a / b**2 if a < 3.9 else 0.0\n"
    )
    return answered_notebook(
        scalar,
        {
            "q1-mul-answer": "class _mul(AutogradValue)\n    pass\n",
            "q1-exp-answer": "def helper(:\n",
            "q1-div-answer": division.replace("a < 3.9", "a > 0"),
            "q5-answer": scalar.answers()["q5-answer"].replace("AutogradValue.backward =", "#"),
        },
    )


def test_grading_says_what_the_notebook_says(
    handed_in: Any, regrade: Callable[..., Report], subtests_of: Callable[..., CheckResult]
):
    """A cell that did not run, and a line that was deleted, are said at the check that fails."""
    report = regrade(handed_in, only=["q1-mul", "q1-div", "q5-tree", "q7-whole"])
    product = subtests_of(report, "test_mul")
    assert (product.diagnosis or {})["mistake"] == "syntax"
    tree = subtests_of(report, "test_backward_tree")
    assert (
        "`AutogradValue.backward = backward` hands your function" in (tree.diagnosis or {})["next"]
    )
    whole = subtests_of(report, "test_whole_notebook")
    said = "The cell that defines `_mul` did not run: SyntaxError, line 1"
    assert any(text.startswith(said) for text in whole.remarks)
    for show in SHOWN:
        shown = show(report).replace("\\", "")
        assert "SyntaxError, line 1" in shown, show
        assert "the one above: is a colon" in shown, show


@pytest.mark.parametrize(
    ("text", "raised", "said"),
    [
        (
            "def forward_pass(self)\n    pass",
            None,
            "line 1 of the cell that defines `forward_pass`",
        ),
        (
            "def forward_pass(self):\n    return 1",
            "'_mul' object has no attribute 'forward_pass'",
            "The line `AutogradValue.forward_pass = forward_pass` hands your function",
        ),
    ],
)
def test_what_the_whole_lacks_is_looked_for_in_all_cells(
    text: str, raised: str | None, said: str, scalar: Assignment
):
    """A cell that did not run, and a line that is gone, say more than what comes of them."""
    known = {name: Outline(name, *fields) for name, fields in outlines(scalar).items()}
    errors = {} if raised else {"q2-answer": "SyntaxError, line 1: expected ':'"}
    every = {**scalar.answers(), "q2-answer": text}
    error = StudentError({"type": "AttributeError", "message": raised}) if raised else None
    kind = {"kind": "raised" if raised else "type", "text": ""}
    message = "The derivative of a should be a number, but it is None."
    failed = CheckResult("test_w", "q7", "q7-whole", "failed", 0, 3, message=message, whole=True)
    failed = replace(failed, diagnosis=kind)
    told = advised(failed, Situation(failed, submitted(known, every.items(), errors), error))
    assert said in (told.diagnosis or {})["next"]


LOCAL = """def forward_pass(self):
    forward_grads = {}
    return 1


AutogradValue.forward_pass = forward_pass"""


@pytest.mark.parametrize(
    ("cell", "text", "local"),
    [
        ("q2-answer", LOCAL, True),
        ("q2-answer", "def forward_pass(self):\n    value = self.func()\n    return value", False),
        ("q5-answer", "def backward(self):\n    for value in self.parents:\n        pass", False),
        ("q6-unwrap-answer", "def unwrap_gradient(a):\n    grad = a\n    a = grad", False),
    ],
)
def test_a_local_name_is_only_called_one_where_self_was_forgotten(
    cell: str, text: str, local: bool, scalar: Assignment
):
    """Not what a loop sets, what is returned, or what stands in a plain function."""
    known = {name: Outline(name, *fields) for name, fields in outlines(scalar).items()}
    assert cell in known
    failed = CheckResult("test_w", cell[:2], cell, "failed", 0, 3, message="It is wrong.")
    failed = replace(failed, diagnosis={"kind": "gradient", "text": ""})
    text += "".join(f"\n\n{statement}" for statement in known[cell].shape.statements)
    every = {**scalar.answers(), cell: text}
    every |= {name: "" for name in every if name[:2] == cell[:2] and name != cell}
    told = advised(failed, Situation(failed, submitted(known, every.items(), {})))
    told_of = (told.diagnosis or {}).get("next", "")
    assert ("is a name of the function alone" in told_of) is local


def test_a_missing_line_is_told_and_not_a_name_for_what_comes_of_it(
    scalar: Assignment, regrade: Callable[..., Report]
):
    """Nothing arrives where the function never reached the class: the line is what is wrong."""
    text = scalar.answers()["q2-answer"].replace("AutogradValue.forward_pass =", "#")
    report = regrade(answered_notebook(scalar, {"q2-answer": text}), only=["q2-shared"])
    told = [check.diagnosis or {} for check in report.checks if check.verdict == "failed"]
    assert told and all("`AutogradValue.forward_pass = forward_pass`" in d["next"] for d in told)
    assert not any("misconception" in diagnosis for diagnosis in told)


def test_a_hidden_check_names_the_kind_of_case(
    handed_in: Any, regrade: Callable[..., Report], subtests_of: Callable[..., CheckResult]
):
    """Of a hidden check the kind of case is told, and nothing that only fits other questions."""
    report = regrade(handed_in, only=["q1-div"])
    hidden = subtests_of(report.for_student(), "test_div_everywhere")
    assert "It fails in a case with a negative number" in hidden.message
    assert hidden.counterexample is None
    case = subtests_of(report, "test_div_everywhere").counterexample or {}
    text = feedback.to_text(report)
    assert case["at"] and not any(f"a = {value}" in text for value in case["at"].values())


@pytest.fixture
def subtests_of() -> Callable[..., CheckResult]:
    """A function that gives the result of one check of a report."""
    return lambda report, name: next(check for check in report.checks if check.id == name)


def test_reports_keep_what_is_to_be_done(handed_in: Any, regrade: Callable[..., Report]):
    """A report that is written and read again says the same."""
    report = regrade(handed_in, only=["q1-mul"])
    again = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    assert feedback.to_text(again) == feedback.to_text(report)
