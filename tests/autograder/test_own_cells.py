"""What a student's own cells do costs no points, as long as the answers are right without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.assemble import arranged, program
from autograder.build import answered_notebook, outlines
from autograder.cell_notes import remarks
from autograder.feedback import to_text
from autograder.grading import Grader, assignment_checks, grade_notebook
from autograder.installing import first_cell
from autograder.mistakes.outline import Outline
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.recognize import recognize
from autograder.report import Report
from tests.autograder.boxes import ANSWERS, MUL, cell, handed_in, make_pack, own

pytestmark = pytest.mark.usefixtures("no_process_left")

RIGHT = {"q1-mul-answer": MUL + "        return a * b"}
BOX = "class Box:\n    def __init__(self, v):\n        self.v = v"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The small assignment, with little memory."""
    folder = make_pack(tmp_path_factory.mktemp("own") / "boxes").folder
    settings = folder / "assignment.toml"
    settings.write_text(settings.read_text() + "\n[limits]\nmemory_mib = 256\n")
    return load_assignment(folder)


@pytest.fixture(scope="module")
def checks(pack: Assignment) -> list[Check]:
    return assignment_checks(pack)


@pytest.fixture
def grade(pack: Assignment, checks: list[Check]) -> Callable[..., Report]:
    """Grade right answers with cells of one's own before and after them."""

    def run(
        before: Sequence[str] = (), after: Sequence[str] = (), answers: dict[str, str] | None = None
    ) -> Report:
        notebook = handed_in(pack, {**RIGHT, **(answers or {})})
        place = notebook["cells"].index(cell(notebook, "q1-add-answer"))
        notebook["cells"][place:place] = map(own, before)
        notebook["cells"] += map(own, after)
        parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
        return grade_notebook(parsed, pack, checks=checks, seed=1)

    return run


def passed_in(report: Report) -> dict[str, str]:
    return {check.cell: check.others for check in report.checks if check.points == check.possible}


@pytest.mark.parametrize(
    "source",
    [
        "mul = []",
        "add = chain = half = 3",
        BOX,
        "float = math = _mul = 3",
        "from operator import *\nfrom operator import sub as mul",
        "Box.half = None\ndel Box, mul",
    ],
)
def test_a_cell_after_the_answers_takes_no_points(source: str, grade: Any) -> None:
    """Names used again at the end, copies of given cells, names of Python's own."""
    report = grade(after=[source])
    assert report.points == 10.0, [check.message for check in report.checks]
    assert set(passed_in(report).values()) <= {"submitted", "tidy"}


@pytest.mark.parametrize("source", ["sum = max = Box = 3", "import math as Box\nsum = 3"])
def test_a_cell_before_the_answers_may_use_names_of_given_cells(source: str, grade: Any) -> None:
    """Its names are gone after it where that is what the answers need."""
    uses = {"q1-add-answer": "def add(a, b):\n    return sum([a, b])"}
    report = grade(before=[source], answers=uses)
    assert report.points == 10.0, [check.message for check in report.checks]
    assert passed_in(report)["q1-add"] == "tidy"


def test_a_cell_that_breaks_a_class_takes_no_points(grade: Any) -> None:
    """What cannot be undone is left out: the report says in which program a check passed."""
    report = grade(before=["Box.__init__ = None"])
    assert report.points == 10.0
    assert passed_in(report)["q2-half"] == "bare"
    assert "passed without your own cells: one of them changes" in to_text(report)


def test_a_helper_in_a_cell_of_ones_own_counts(grade: Any) -> None:
    """Answers may need own cells, before and after them, also among reference answers."""
    uses = {"q3-answer": "def chain(x):\n    return later(add(x, 1.0))"}
    helper = "def later(x):\n    return mul(x, 2.0)"
    assert grade(after=[helper], answers=uses).points == 10.0
    wrong = {**uses, "q1-mul-answer": ANSWERS["q1-mul-answer"]}
    report = grade(after=[helper], answers=wrong)
    assert passed_in(report) == {
        "q1-add": "submitted",
        "q2-half": "submitted",
        "q3-chain": "reference",
    }


def test_a_check_of_the_whole_is_never_asked_among_reference_answers(
    pack: Assignment, checks: list[Check]
) -> None:
    """A wrong product fails the chain that is asked as a whole; an own cell does not."""
    whole = [replace(check, whole=check.id == "test_chain") for check in checks]

    def points(answers: dict[str, str], after: str) -> float:
        notebook = handed_in(pack, answers)
        notebook["cells"].append(own(after))
        grader = Grader(parse_notebook(json.dumps(notebook).encode(), "one.ipynb"), pack, 1)
        try:
            return {one.id: one.points for one in grader.run(whole)}["test_chain"]
        finally:
            grader.close_all()

    assert points({}, "1") == 0.0
    assert points(RIGHT, "mul = 3") == 3.0


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nkept = [np.ones(2**20) for _ in range(10**6)]",
        "import numpy as np\nkept = [np.ones(2**20) for _ in range(25)]",
    ],
)
def test_a_cell_that_fills_the_memory_costs_only_itself(source: str, grade: Any) -> None:
    """Everything else is run without it, whether it runs out itself or leaves none for others."""
    needs = "def half(self):\n    import numpy as np\n    np.ones(2**23)\n    return self.value / 2"
    report = grade(before=[source], answers={"q2-answer": needs + "\n\n\nBox.half = half"})
    assert report.points == 10.0, [check.message for check in report.checks]
    assert any(
        "it filled the memory, so everything else was run without" in n for n in report.notes
    )


def test_input_and_imports_do_not_end_a_cell(grade: Any) -> None:
    """What stands below them is there, and the report says what happened."""
    asks = "name = input('Who?')\nfrom mine import helper\n\ndef add(a, b):\n    return a + b"
    report = grade(answers={"q1-add-answer": asks})
    assert report.points == 10.0
    assert (
        'cell q1-add-answer, input() gave "", since nobody can type while grading' in report.notes
    )
    assert any("q1-add-answer, line 2: ModuleNotFoundError" in note for note in report.notes)


def test_lines_that_import_the_course_are_told_once(grade: Any) -> None:
    """One sentence for all lines of a cell, that they may go; nobody is sent to allow needle."""
    pasted = "import math\nimport needle as ndl\nfrom .autograd import Box\n"
    report = grade(answers={"q1-add-answer": pasted + "def add(a, b):\n    return 0.0"})
    told = "lines 2 to 3 import needle and .autograd, which this notebook stands for: "
    told += "they are passed over and may be deleted"
    assert [one for one in report.notes if "import" in one] == [f"cell q1-add-answer, {told}"]
    remarks = next(check.remarks for check in report.checks if check.cell == "q1-add")
    assert remarks == (f"In the cell that defines `add`, {told}.",)


@pytest.mark.parametrize("text", ["import beartype", "import beartype\nbeartype.beartype(3)"])
def test_a_remark_ends_in_one_full_stop(text: str, grade: Any) -> None:
    uses = {"q1-add-answer": f"def add(a, b):\n    return 0.0\n\n\n{text}"}
    remarks = next(check.remarks for check in grade(answers=uses).checks if check.cell == "q1-add")
    assert remarks and not any(one.endswith("..") for one in remarks)


def test_an_import_beside_an_answer_counts_in_the_scalar_assignment(
    scalar: Assignment, regrade: Callable[..., Report]
) -> None:
    """Backward uses a helper and an import of the cell of backward_pass; the product is open."""
    answers = scalar.answers()
    helper = "import itertools as tools\nSTART = 0\n\n\ndef turned(values):\n"
    helper += "    return tools.islice(list(values)[::-1], START, None)\n\n\n"
    uses = {
        "q1-mul-answer": scalar.by_id["q1-mul-answer"].released,
        "q4-answer": helper + answers["q4-answer"],
        "q5-answer": answers["q5-answer"].replace("reversed(order)", "turned(order)"),
    }
    assert uses["q5-answer"] != answers["q5-answer"]
    report = regrade(answered_notebook(scalar, uses), only=["q5"])
    assert report.points == report.possible


def test_a_check_that_fails_says_what_its_cells_lack(grade: Any) -> None:
    """A cell that did not run, a module that is missing: beside the check, with the line."""
    report = grade(
        answers={
            "q1-add-answer": "def add(a, b)\n    return a",
            "q2-answer": "import mine\nmine.x(1)",
        }
    )
    by_cell = {check.cell: check.remarks for check in report.checks}
    said = "The cell that defines `add` did not run: SyntaxError, line 1"
    assert any(text.startswith(said) for text in by_cell["q1-add"])
    assert any("`half` did not run to its end: ImportError" in text for text in by_cell["q2-half"])
    assert by_cell["q1-mul"] == ()


def test_a_remark_is_of_the_answer_that_is_asked(pack: Assignment, checks: list[Check]) -> None:
    """A cell that did not run is none of the other answer's of its question, unless all count."""
    notebook = handed_in(pack, {"q1-add-answer": "def add(a, b)\n    return a"})
    parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")

    def said(asked: Sequence[Check]) -> dict[str, str]:
        report = grade_notebook(parsed, pack, checks=asked, seed=1)
        failed = [check for check in report.checks if check.verdict == "failed"]
        return {check.cell: " ".join(check.remarks) for check in failed}

    alone = said([check for check in checks if check.question == "q1"])
    assert alone["q1-add"].startswith("The cell that defines `add` did not run: SyntaxError")
    assert alone["q1-mul"] == ""
    whole = said([replace(check, whole=True) for check in checks if check.cell == "q1-mul"])
    assert whole["q1-mul"] == alone["q1-add"]


@pytest.mark.parametrize(
    ("above", "called", "outlined"),
    [
        ("", "The cell q2-answer did", "the cell `q2-answer`"),
        ("# Halves of boxes.\n", "The cell 'Halves of boxes' did", "the cell 'Halves of boxes'"),
    ],
)
def test_a_stub_that_defines_nothing_has_one_name(
    above: str, called: str, outlined: str, tmp_path: Path
) -> None:
    """That of its first comment, in a remark and in a hint; YOUR CODE HERE is none."""
    folder = make_pack(tmp_path / "boxes").folder
    file = folder / "notebook.py"
    text, head = file.read_text(), "def half(self):\n"
    whole = f"{above}### BEGIN SOLUTION\n{head}    return self.value / 2\n### END SOLUTION"
    start = text.index(head)
    file.write_text(text[:start] + whole + text[text.index("\n\n\n", start) :])
    pack = load_assignment(folder)
    notebook = parse_notebook(json.dumps(handed_in(pack)).encode(), "own.ipynb")
    stopped = {"q2-answer": "NameError, line 1"}
    (said,) = remarks(arranged(notebook, pack), "q2", stopped, {})
    assert said.startswith(called)
    assert Outline("q2-answer", *outlines(pack)["q2-answer"]).called == outlined


def test_a_given_cell_that_was_edited_is_said_where_a_check_fails(
    pack: Assignment, checks: list[Check]
) -> None:
    """To the student at the check, to the instructor in the notes."""
    notebook = handed_in(pack)
    cell(notebook, "operators")["source"] = "def mul(a, b):\n    return a * b"
    notebook["cells"].remove(cell(notebook, "box"))
    parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
    report = grade_notebook(parsed, pack, checks=checks, seed=1)
    said = {check.cell: check.remarks for check in report.checks if check.verdict == "failed"}
    assert said == {
        "q1-mul": (
            "A given cell was deleted: `box`; take it from the release.",
            "A given cell was changed: `operators`; take it from the release.",
        )
    }
    assert "given cells operators were changed: the assignment's own were used" in report.notes


def test_comments_in_a_given_cell_change_nothing(pack: Assignment, tmp_path: Path) -> None:
    """Notes of one's own and other spaces are no change to speak of."""
    notebook = handed_in(pack)
    cell(notebook, "operators")["source"] += "  # my note"
    grader = Grader(parse_notebook(json.dumps(notebook).encode(), "one.ipynb"), pack, 1)
    assert grader.notes() == []


def test_the_first_cell_is_known_without_its_metadata(scalar: Assignment) -> None:
    """Whatever the course installs: it is no work of the student's, and does not run in grading."""
    made = [own(first_cell(what)) for what in ("", "adlearn==9")]
    more = own(first_cell("") + "\nmine = 3\n")
    notebook = {"cells": [*made, more], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
    roles = [p.template.role if p.template else "" for p in recognize(parsed, scalar)]
    assert roles == ["setup", "setup", ""]


def test_statements_that_name_nothing_are_kept(pack: Assignment, grade: Any) -> None:
    """A line that a student put into a given cell runs after it, whether or not it defines."""
    deep = (
        "def add(a, b):\n    return a if not b else add(a + 0.001, b - 0.001 if b > 0.001 else 0)"
    )
    notebook = handed_in(pack, {**RIGHT, "q1-add-answer": deep})
    cell(notebook, "imports")["source"] = "import math\nimport sys\nsys.setrecursionlimit(20000)"
    cell(notebook, "imports")["source"] += "\nprint(math.pi)"
    parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
    cells = dict(program(parsed, pack))
    assert cells["imports"] == "import math"
    assert cells["imports (changed)"].split("\n")[1:] == [
        "import sys",
        "sys.setrecursionlimit(20000)",
        "print(math.pi)",
    ]


def test_a_first_cell_with_a_call_of_ones_own_runs(scalar: Assignment) -> None:
    """Known by its beginning or by its id: what was added to it is not lost."""
    added = "\nhelper.register(3)"
    named = own(first_cell("") + added)
    named["metadata"] = {"nbgrader": {"grade_id": "setup"}}
    notebook = {"cells": [named, own(first_cell("") + added)], "metadata": {}, "nbformat": 4}
    parsed = parse_notebook(json.dumps({**notebook, "nbformat_minor": 4}).encode(), "own.ipynb")
    texts = [text.strip() for _, text in program(parsed, scalar)]
    assert "helper.register(3)" in texts
    assert first_cell("") + added in texts


@pytest.mark.parametrize("where", ["q1-check", "q1-add", "demo1"])
def test_a_helper_in_a_cell_that_only_asks_counts(where: str, tmp_path: Path) -> None:
    """Whatever its id says: it is an own cell as soon as it is another one."""
    made = make_pack(tmp_path / "boxes")
    source = made.folder / "notebook.py"
    head = (
        '# %% nbgrader={"grade": false, "grade_id": "NAME", "locked": true, "schema_version": 3, '
    )
    head += '"solution": false, "task": false} adlearn={"role": "ROLE", "question": "q1"}\n'
    check = head.replace("NAME", "q1-check").replace("ROLE", "check") + 'check("q1")\n'
    demo = head.replace("NAME", "demo1").replace("ROLE", "demo") + "add(1.0, 2.0)\n"
    source.write_text(source.read_text() + check + "\n" + demo)
    pack = load_assignment(made.folder)
    uses = {**RIGHT, "q3-answer": "def chain(x):\n    return twice(add(x, 1.0))"}
    notebook = handed_in(pack, uses)

    def graded() -> Report:
        parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
        return grade_notebook(parsed, pack, seed=1)

    assert graded().points == 7.0
    cell(notebook, where)["source"] += "\n\ndef twice(x):\n    return mul(x, 2.0)"
    report = graded()
    assert report.points == 10.0
    said = f"cells {where} were changed: run as own code" in report.notes
    assert said == (where != "demo1"), report.notes


def test_what_does_not_meet_the_loop_keeps_its_points(tmp_path: Path) -> None:
    """A check after one that ran into the limit is asked as well, and waits less for the loop."""
    folder = make_pack(tmp_path / "boxes").folder
    settings, path = folder / "assignment.toml", folder / "checks.py"
    settings.write_text(settings.read_text() + "\n[limits]\nquery_seconds = 2\n")
    more = '@pytest.mark.points(1, cell="q1-mul")\ndef test_{}(submission):\n    {}\n\n\n'
    text = path.read_text().replace('points(2, cell="q1-mul")', 'points(0, cell="q1-mul")')
    for name, claim in (
        ("zero", "assert submission.mul(0.0, 3.0) == 0.0"),
        ("one", "assert submission.mul(1.0, 3.0) == 3.0"),
    ):
        text += "\n\n" + more.format(name, claim)
    path.write_text(text)
    endless = MUL + "        while a:\n            pass\n        return 0.0"
    notebook = handed_in(load_assignment(folder), {**RIGHT, "q1-mul-answer": endless})
    report = grade_notebook(
        parse_notebook(json.dumps(notebook).encode(), "own.ipynb"), load_assignment(folder), seed=1
    )
    found = {check.id: (check.verdict, check.message) for check in report.checks}
    assert found["test_mul"][0] == "timeout" and found["test_zero"][0] == "passed"
    for name in ("test_mul", "test_one"):
        assert found[name][1].startswith("Your code ran longer than 2 s, in line "), found[name]
    assert "That was seen before this check, which waited for it " in found["test_one"][1]


def test_slow_code_elsewhere_costs_the_whole_no_time(tmp_path: Path) -> None:
    """What is too slow for one question has more time in a check of the notebook as a whole."""
    folder = make_pack(tmp_path / "boxes").folder
    settings, path = folder / "assignment.toml", folder / "checks.py"
    settings.write_text(settings.read_text() + "\n[limits]\nquery_seconds = 2\n")
    marked = '@pytest.mark.points(3, cell="q3-chain")'
    path.write_text(path.read_text().replace(marked, f"@pytest.mark.whole\n{marked}"))
    slow = MUL + "        import time\n        time.sleep(5 if b == 3.0 else 0.7)\n"
    pack = load_assignment(folder)
    notebook = handed_in(pack, {**RIGHT, "q1-mul-answer": slow + "        return a * b"})
    parsed = parse_notebook(json.dumps(notebook).encode(), "own.ipynb")
    found = {c.id: c.verdict for c in grade_notebook(parsed, pack, seed=1).checks}
    assert found["test_mul"] == "timeout" and found["test_chain"] == "passed"


BESIDE = """\
from math import pi
import math as deep, operator as ops
try:
    import no_such_engine as nse
except ImportError:
    pass
EPS, TABLE = 0.0, {"one": 1.0}
raise_it = print("no output") or 3


def half(self):
    return 0.0


def mul(a, b):
    return 0.0


def add(a, b):
    return 99.0


def twice(x):
    return ops.mul(x, TABLE["one"] * 2.0) + EPS


class Doubler(%s):
    def __call__(self, x):
        return twice(x)


Box.value = None
again = %s
"""


@pytest.mark.parametrize("where", ["q1-add-answer", "q1-mul-answer", "q2-answer"])
def test_what_stands_beside_another_answer_counts(where: str, grade: Any) -> None:
    """Imports, helpers, classes and constants in the cell of an answer that is replaced."""
    made = {"q1-add-answer": "add", "q1-mul-answer": "_mul", "q2-answer": "half"}[where]
    uses = {
        "q3-answer": "def chain(x):\n    assert deep.pi == pi and callable(again)\n"
        "    return Doubler()(add(x, 1.0)) + nse_free()\n\n\ndef nse_free():\n    return 0.0",
        "q1-mul-answer": ANSWERS["q1-mul-answer"],
        "q1-add-answer": "def add(a, b):\n    return a - b",
        "q2-answer": "def half(self):\n    return 0.0\n\n\nBox.half = half",
    }
    base = "_mul" if where == "q1-mul-answer" else ""
    text = BESIDE.replace("(%s)", f"({base})" if base else "") % made
    uses[where] = text + "\n" + uses[where]
    found = {check.cell: check for check in grade(answers=uses).checks}
    assert found["q3-chain"].points == 3.0, found["q3-chain"]
    assert found["q3-chain"].others == "reference"
    assert found["q1-add"].points == found["q1-mul"].points == found["q2-half"].points == 0.0


def test_a_helper_below_the_question_spoils_none_of_its_own(grade: Any) -> None:
    """Two cells that call a helper alike: each question has the one it had when its cell ran."""
    uses = {
        "q1-add-answer": "def add(a, b):\n    return same(a) + b\n\n\ndef same(a):\n    return a",
        "q2-answer": "same = 3\n\n\ndef half(self):\n    return 0.0\n\n\nBox.half = half",
    }
    assert passed_in(grade(answers=uses))["q1-add"] == "reference"


def test_imports_of_ones_own_stay_where_own_cells_do_not(grade: Any) -> None:
    """A cell that spoils a given class imports what an answer uses."""
    text = "def half(self):\n    return deep.fsum([self.value]) / 2\n\n\nBox.half = half"
    spoils = "import math as deep\nBox.__init__ = None"
    report = grade(before=[spoils], answers={"q2-answer": text})
    assert report.points == 10.0
    assert passed_in(report)["q2-half"] == "bare"
