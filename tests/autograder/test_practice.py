"""What students see: check("q1") on their own names."""

from __future__ import annotations

import builtins
import io
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

import adlearn
import autograder
from autograder import practice, stopping
from autograder.asking.sessions import LocalSession
from autograder.build import embedded_checks
from autograder.check_file import check_notebook
from autograder.errors import SubmissionError, UsageError
from autograder.feedback import to_text
from autograder.pack import Assignment
from autograder.practice import Practice
from autograder.waiting import OnTerminal, Waiting

MUL = """
class _mul(AutogradValue):
    def func(self, a, b):
        {func}

    def grads(self, a, b):
        {grads}
"""


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A `check` of this test alone, where `from autograder import check` finds it."""
    fresh = Practice()
    monkeypatch.setattr(practice, "check", fresh)
    assert autograder.check is fresh
    return fresh


@pytest.fixture
def notebook(scalar: Assignment, check: Practice) -> Callable[..., dict[str, Any]]:
    """The names of a notebook whose cells were run in order, with some answers replaced."""

    def run(**answers: str) -> dict[str, Any]:
        names: dict[str, Any] = {}
        changed = {name.replace("_", "-"): text for name, text in answers.items()}
        for cell in scalar.cells:
            if cell.role == "public-checks":
                exec(embedded_checks(scalar), names)
            elif cell.role in ("given", "answer"):
                exec(changed.get(cell.id, cell.source), names)
        return names

    return run


def verdicts(shown: practice.PracticeReport) -> dict[str, str]:
    return {result.id: result.verdict for result in shown.report.checks}


def test_right_answers_pass(notebook: Any, check: Practice):
    """In a notebook's own names, all public checks of a question pass; hidden ones are told of."""
    names = notebook()
    shown = check("q1", namespace=names)
    assert verdicts(shown) == dict.fromkeys(
        ("test_sub", "test_mul", "test_div", "test_exp", "test_log"), "passed"
    )
    assert "5 of 5 public checks passed" in repr(shown)
    assert "5 hidden checks will run as well" in repr(shown)
    assert "5 of 5 public checks passed" in shown._repr_html_()


def test_it_looks_at_the_names_of_the_cell_that_calls(notebook: Any):
    """Without a namespace, check asks the notebook it is called in."""
    names = notebook()
    exec("outcome = check('q1-mul')", names)
    assert verdicts(names["outcome"]) == {"test_mul": "passed"}
    names["_mul"].grads = lambda self, a, b: (a, b)
    exec("outcome = check('q1-mul')", names)
    assert verdicts(names["outcome"]) == {"test_mul": "failed"}


def test_ids_with_capitals_can_be_asked_for():
    """A pack may call its questions and cells as it likes."""
    check = Practice()
    source = "import pytest\n\n@pytest.mark.points(2, cell='Q1-Double')\n"
    source += "def test_double(submission):\n    assert submission.double(2) == 4\n"
    check.load(
        "caps",
        "Caps",
        questions={"Q1": "Q1: one"},
        cells={"Q1-Double": "Q1"},
        points={"Q1-Double": 5.0},
        hidden={},
        source=source,
    )
    names = {"double": lambda x: 2 * x}
    for wanted in ("Q1", "q1", 1, "Q1-Double", "q1_double", "double"):
        assert verdicts(check(wanted, namespace=names)) == {"test_double": "passed"}, wanted
    assert check.points("Q1-Double", namespace=names) == 5.0


def test_a_failure_says_everything_a_student_needs(notebook: Any, check: Practice):
    """What was asked, yours, expected, the finite difference, and the smallest case."""
    wrong = (
        "class _mul(AutogradValue):\n    def func(self, a, b):\n        return a * b\n"
        "    def grads(self, a, b):\n        return a, b\n"
    )
    text = repr(check("q1-mul", namespace=notebook(q1_mul_answer=wrong)))
    assert "_mul computes a * b, and its local derivatives: not right yet" in text
    assert "a = 2, b = 3" in text and "should be 3; yours is 2" in text
    header = next(line for line in text.splitlines() if "yours" in line and "expected" in line)
    assert header.split() == ["yours", "expected", "finite", "difference"]
    assert "with respect to a" in text
    assert "Next: Hold all arguments but one fixed" in text


def test_a_wrong_derivative_is_traced_in_the_notebook(notebook: Any, check: Practice):
    """In the student's own kernel, too, the first wrong message is said and drawn."""
    wrong = (
        "def backward_pass(self):\n"
        "    for parent, local in zip(self.parents, self.grads(*self.parent_values)):\n"
        "        if isinstance(parent, AutogradValue):\n"
        "            parent.grad = self.grad * local\n"
        "AutogradValue.backward_pass = backward_pass\n"
    )
    shown = check("q5-shared", namespace=notebook(q4_answer=wrong))
    assert " in 2 places, and only the share of the last one, " in repr(shown)
    assert "<svg" in shown._repr_html_() and "adl-edge partial wrong" in shown._repr_html_()


def test_a_stub_is_not_written_yet(notebook: Any, check: Practice, scalar: Assignment):
    """Before anything is written, check says so, and where."""
    names = notebook(q1_mul_answer=scalar.by_id["q1-mul-answer"].released)
    shown = check("q1-mul", namespace=names)
    assert "not written yet" in repr(shown)
    assert "replace `raise NotImplementedError()` by your code" in repr(shown)


def test_a_cell_that_was_not_run_is_named(check: Practice, scalar: Assignment):
    """A name that does not exist yet gives the name, not a traceback."""
    names: dict[str, Any] = {}
    exec(embedded_checks(scalar), names)
    shown = check("q1-mul", namespace=names)
    assert verdicts(shown) == {"test_mul": "failed"}
    assert "There is no `_mul` in the notebook" in repr(shown)
    assert "Next: Run the cell above in which you write `_mul`" in repr(shown)


def test_checks_that_were_not_loaded(check: Practice):
    """Without the collapsed cell, check says which cell to run, as a card and as a score of 0."""
    wanted = "Run the cell at the top that is called 'Public checks'"
    for shown in (check("q1", namespace={}), check(namespace={}), check):
        assert wanted in repr(shown)
    assert "Public checks" in check("q1", namespace={})._repr_html_()
    score = check.points("q1-mul", namespace={})
    assert score == 0.0 and "Public checks" in score._repr_html_()


def test_an_unknown_question(notebook: Any, check: Practice):
    """A misspelt question gives the list of those there are."""
    shown = check("q11", namespace=notebook())
    assert "There are no checks called 'q11'" in repr(shown) and "q2, q3" in repr(shown)


def test_what_is_meant_is_understood(notebook: Any, check: Practice):
    """Capitals, numbers, underscores and the class itself say what is meant; nothing means all."""
    names = notebook()
    first = set(verdicts(check("q1", namespace=names)))
    for wanted in ("Q1", 1, "1", " q1 ", "question 1"):
        assert set(verdicts(check(wanted, namespace=names))) == first, wanted
    for wanted in ("q1_mul", "Q1-Mul", "_mul", "mul", names["_mul"]):
        assert set(verdicts(check(wanted, namespace=names))) == {"test_mul"}, wanted
    assert set(verdicts(check("q1", "q3", namespace=names))) > first
    everything = check(namespace=names)
    assert everything.report is not None
    assert {c.question for c in everything.report.checks} == {f"q{n}" for n in range(1, 8)}
    assert "Build it yourself" in repr(everything)


def test_stop_stops(notebook: Any, check: Practice):
    """When a student presses stop, the check ends with the card of code that never ends."""
    loop = (
        "class _mul(AutogradValue):\n    def func(self, a, b):\n        raise KeyboardInterrupt\n"
        "    def grads(self, a, b):\n        return b, a\n"
    )
    shown = check("q1-mul", namespace=notebook(q1_mul_answer=loop))
    assert verdicts(shown) == {"test_mul": "timeout"}
    assert "You stopped this while your code ran" in repr(shown)


def test_a_slow_check_says_how_it_is_stopped(
    notebook: Any, check: Practice, monkeypatch: pytest.MonkeyPatch
):
    """A check that takes long says how to interrupt it, while it still runs."""
    said: list[str] = []
    monkeypatch.setattr(stopping, "HINT_SECONDS", 0.01)
    monkeypatch.setattr(builtins, "print", lambda *words, **_: said.extend(words))
    names = notebook()
    deadline = time.monotonic() + 60

    def func(self: Any, a: float, b: float) -> float:
        while not said and time.monotonic() < deadline:
            pass
        return a * b

    names["_mul"].func = func
    assert verdicts(check("q1-mul", namespace=names)) == {"test_mul": "passed"}
    assert "Interrupt" in said[0]


@pytest.fixture
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that has no threads, as one in a browser."""

    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)


def test_checks_need_no_threads(notebook: Any, check: Practice, no_threads: None):
    """They say what they say everywhere, also after one was stopped."""

    def verdict(func: str = "return a * b", grads: str = "return b, a") -> str:
        names = notebook(q1_mul_answer=MUL.format(func=func, grads=grads))
        return verdicts(check("q1-mul", namespace=names))["test_mul"]

    assert verdict() == "passed"
    assert verdict(grads="return a, b") == "failed"
    assert verdict(func="raise KeyboardInterrupt") == "timeout"
    assert verdict() == "passed"


def test_nothing_is_shown_and_nothing_waited_for_where_there_are_no_threads(no_threads: None):
    terminal = io.StringIO()
    with Waiting(OnTerminal(terminal)) as waiting:
        waiting.begin("q1: check 1 of 1 runs")
    assert terminal.getvalue() == ""


def test_after_a_stop_checks_stop_by_themselves(
    notebook: Any,
    check: Practice,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
):
    """Once a check was stopped by hand, the next is not waited for; a right answer ends that."""
    # Where pytest was started in the background, this signal is ignored, which no kernel does.
    ordinary = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, ordinary))
    monkeypatch.setattr(stopping, "LIMIT_SECONDS", 0.2)
    names = notebook()
    right = names["_mul"].func

    def stopped(self: Any, a: float, b: float) -> float:
        raise KeyboardInterrupt

    def endless(self: Any, a: float, b: float) -> float:
        while True:
            pass

    names["_mul"].func = stopped
    assert verdicts(check("q1-mul", namespace=names)) == {"test_mul": "timeout"}
    names["_mul"].func = endless
    shown = check("q1-mul", namespace=names)
    assert verdicts(shown) == {"test_mul": "timeout"} and "stopped by itself" in repr(shown)
    names["_mul"].func = right
    assert verdicts(check("q1-mul", namespace=names)) == {"test_mul": "passed"}


def test_a_package_that_is_missing_is_named(
    scalar: Assignment, check: Practice, monkeypatch: pytest.MonkeyPatch
):
    """Where the checks cannot be loaded, each card says what is missing; nothing is raised."""
    carried = embedded_checks(scalar)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    names: dict[str, Any] = {}
    exec(carried, names)
    text = repr(check("q1", namespace=names))
    assert "hypothesis" in text and "python -m pip install" in text


def test_versions_that_differ_are_said(scalar: Assignment, check: Practice, notebook: Any):
    """A notebook of another version says so in every card, and its own checks are used."""
    names = notebook()
    text = embedded_checks(scalar).replace(f"version={adlearn.__version__!r}", "version='9.9'")
    exec(text.replace("    hidden=", "    something_new={'a': 1},\n    hidden="), names)
    shown = check("q1-mul", namespace=names)
    assert verdicts(shown) == {"test_mul": "passed"}
    for card in (repr(shown), shown._repr_html_()):
        assert "released with adlearn 9.9" in card and "its own checks" not in card
        assert "The checks that the notebook carries are used" in card


def test_points_are_the_share_of_public_checks(
    notebook: Any, check: Practice, capsys: pytest.CaptureFixture[str]
):
    """What nbgrader's validate reads is the cell's points times what passes, and it is shown."""
    names = notebook(q3_answer="def graph_print(a):\n    print(a)")
    assert check.points("q1-mul", namespace=names) == 3.0
    assert check.points("q3-numbers", namespace=names) == 0.0
    out = capsys.readouterr().out
    assert "_mul computes a * b, and its local derivatives: passed" in out
    assert "Q3: printing a graph (q3-numbers): 0 of 1 public check passed" in out


def test_where_no_check_is_public_nothing_is_said_to_have_failed(check: Practice):
    """Neither "0 of 0", nor a score that nbgrader's validate takes for a mistake."""
    public = '@pytest.mark.points(1, cell="q1-one")\ndef test_one(submission):\n    pass\n'
    for source in (f"import pytest\n{public}", {}):
        check.load(
            *("boxes", "Boxes"),
            questions={"q1": "Q1: one", "q2": "Q2: halves", "q3": "Q3: in words"},
            cells={"q1-one": "q1", "q2-half": "q2"},
            points={"q1-one": 1.0, "q2-half": 3.0},
            hidden={"q2-half": 1},
            source=source,
        )
        for wanted in ("q2", "q2-half", "q3"):
            shown = check(wanted, namespace={})
            assert "there is nothing that you can check here" in repr(shown), wanted
            with pytest.raises(UsageError, match="when your work is graded"):
                check.report(wanted, LocalSession({}), 0)
        score = check.points("q2-half", namespace={})
        assert score == 3.0 and "q2-half: there is nothing" in score._repr_html_()
    assert repr(check(namespace={})).startswith("Boxes: there is nothing that you can check")


def test_a_student_can_redefine_names_the_checks_use(notebook: Any, check: Practice):
    """`exp`, `np` or `reference` in the notebook do not reach into the checks."""
    names = notebook()
    exec("reference = probes = for_all = as_number = number = None", names)
    assert verdicts(check("q1-exp", namespace=names)) == {"test_exp": "passed"}


def test_checking_a_file_runs_its_public_checks(shelf: Mapping[str, Path]):
    """`autograder check` says of a file what check says in it, and grades nothing."""
    report = check_notebook(shelf["swapped"], "q1")
    assert report.practice and report.questions["q1"] == "Q1: operations"
    assert {c.id: c.verdict for c in report.checks} == {
        "test_sub": "passed",
        "test_mul": "failed",
        "test_div": "passed",
        "test_exp": "passed",
        "test_log": "passed",
    }


def test_a_file_without_checks(shelf: Mapping[str, Path], tmp_path: Path):
    """A notebook that carries no checks, or broken ones, is refused with the remedy."""
    notebook = nbformat.read(shelf["stubs"], as_version=4)
    cell = next(cell for cell in notebook.cells if cell.id == "public-checks")
    path = tmp_path / "mine.ipynb"
    for text in ("check.load(1, 2, ", "print('nothing')", "check.load('a', source=open('x'))"):
        cell.source = text
        nbformat.write(notebook, path)
        with pytest.raises(SubmissionError, match="carries no checks that can be read") as caught:
            check_notebook(path)
        assert str(path) in str(caught.value) and "Start from the notebook" in str(caught.value)


def test_what_ipython_calls_by_a_name_of_pythons_is_no_mistake(notebook: Any, check: Practice):
    """IPython sets `__loader__` to None in every notebook; an own `sum = 3` is one."""
    wrong = "class _mul(AutogradValue):\n    def func(self, a, b):\n        return a * b\n"
    names = notebook(q1_mul_answer=wrong + "    def grads(self, a, b):\n        return a, b")
    names["__loader__"] = None
    assert "__loader__" not in to_text(check("q1-mul", namespace=names).report)


def test_checks_of_another_adlearn_say_what_to_do(scalar: Assignment, check: Practice):
    """A name that has moved is no riddle for a student: the notebook is too old, or too new."""
    carried = embedded_checks(scalar)
    line = "from autograder.asking.cases import"
    assert line in carried
    exec(carried.replace(line, "from autograder.asking.cases import moved_away\n" + line, 1), {})
    assert "take it from your course again" in repr(check("q1", namespace={}))


def test_a_notebook_of_another_version_is_asked_all_that_is_installed(
    shelf: Mapping[str, Path], tmp_path: Path
):
    """Its own table of cells would not fit the installed checks."""
    text = shelf["right"].read_text(encoding="utf-8")
    older = tmp_path / "older.ipynb"
    older.write_text(
        text.replace("'q1-sub'", "'q1-minus'")
        .replace('\\"q1-sub\\"', '\\"q1-minus\\"')
        .replace(f"version='{adlearn.__version__}'", "version='0.0.9'"),
        encoding="utf-8",
    )
    assert "0.0.9" in older.read_text() and "q1-minus" in older.read_text()
    report = check_notebook(older, "q1")
    assert {check.verdict for check in report.checks} == {"passed"}
    assert not [note for note in report.notes if "0.0.9" in note]


def test_what_was_not_right_before_is_named_where_something_later_fails(
    notebook: Any, check: Practice
):
    """A right forward pass fails for the sake of a product's wrong derivatives."""
    names = notebook()
    right = names["_mul"].grads
    names["_mul"].grads = lambda self, a, b: (a, b)
    assert "may come from there" not in repr(check("q2", namespace=names))
    assert "may come from there" not in repr(check("q1", namespace=names))
    shown = check("q2", namespace=names)
    assert "this was not right yet: Q1: operations. What is wrong here may come" in repr(shown)
    assert "this was not right yet: Q1: operations." in shown._repr_html_()
    names["_mul"].grads = right
    check("q1", namespace=names)

    def unwritten(self: Any, a: float, b: float) -> None:
        raise NotImplementedError

    names["_sub"].grads = unwritten  # says so itself
    assert "not written yet" in repr(check("q1", namespace=names))
    assert "may come from there" not in repr(check("q2", namespace=names))
    # What is not written yet is not called wrong when something later fails.
    names["_mul"].grads = lambda self, a, b: (a, b)
    failing = repr(check("q2", namespace=names))
    assert "not right yet" in failing and "may come from there" not in failing
