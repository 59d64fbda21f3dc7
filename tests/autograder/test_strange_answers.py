"""Whatever an answer gives or breaks: a verdict comes of it, a result, and pages; never ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder import feedback
from autograder.asking.assertions import row
from autograder.asking.checks import Check
from autograder.asking.plain import bounded
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook
from autograder.errors import CheckFailure, Finding
from autograder.explaining.misconceptions import wrong_engine
from autograder.explaining.replay import Replay
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.report import CheckResult, Report
from tests.autograder.boxes import MUL, cell, handed_in, make_pack, own

pytestmark = pytest.mark.usefixtures("no_process_left")

VALUES = {
    "a huge integer": "10**400",
    "one of thousands of digits": "-(10**4900)",
    "one that is too long to send": "10**20000",
    "not a number": "math.nan",
    "infinity": "-math.inf",
    "a complex number": "3j",
    "a subclass of float": "type('Odd', (float,), {'__eq__': lambda a, b: True})(2.0)",
    "a subclass of int": "type('Odd', (int,), {})(2)",
    "an array of objects": "np.array([10**400, None, [1]], dtype=object)",
    "an array of huge integers": "np.array(10**400)",
    "a long string": "'é' * 64000",
    "a longer string": "'x' * 10**6",
    "a deep list": "__import__('functools').reduce(lambda a, _: [a], range(60), 1.0)",
    "a list in itself": "(lambda a: a.append(a) or a)([])",
    "a large dictionary": "{n: 10**300 for n in range(400)}",
    "an exception": "ValueError(10**5000)",
    "None": "None",
    "a fraction": "__import__('fractions').Fraction(10**500, 3)",
    "a decimal": "__import__('decimal').Decimal('1e999999')",
    "a boolean": "np.bool_(True)",
}

#: Where it comes from: what an operation computes, its rule, a value, a gradient; now and then.
PLACES = {
    "func": "_mul.func = lambda self, a, b: {value}",
    "grads": "_mul.grads = lambda self, a, b: ({value}, a)",
    "all grads": "_mul.grads = lambda self, a, b: {value}",
    "func of a wrong rule": (
        "_mul.grads = lambda self, a, b: (1.0, 1.0)\n"
        "_mul.func = lambda self, a, b: a * b if a == 2.0 else {value}"
    ),
    "value": "AutogradValue.value = property(lambda self: {value}, lambda self, new: None)",
    "grad": "AutogradValue.grad = property(lambda self: {value}, lambda self, new: None)",
    "step": (
        "def step(self):\n    for parent in self.parents:\n"
        "        if isinstance(parent, AutogradValue): parent.grad = {value}\n"
        "AutogradValue.backward_pass = step"
    ),
    "forward": (
        "_mul.forward_grads = property(\n"
        "    lambda self: dict.fromkeys(self.parents, {value}), lambda self, new: None)"
    ),
}

ASKED = (
    "test_mul",
    "test_forward_one_operation",
    "test_step",
    "test_backward_tree",
)


def shown(results: Sequence[CheckResult]) -> int:
    """Write a report of results in every form, and give the length of the record."""
    report = Report("scalar", "a.ipynb", "0" * 64, tuple(results), questions={"q1": "Q1"})
    record = json.dumps(report.to_dict(), allow_nan=False)
    assert Report.from_dict(json.loads(record)) == report
    for show in (feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown):
        assert show(report)
    assert json.loads(feedback.to_json(report))
    return len(record)


@pytest.mark.parametrize("value", VALUES)
def test_any_value_is_an_answer(
    value: str, scalar: Assignment, scalar_checks: Sequence[Check]
) -> None:
    """It is judged and shown, wherever it comes from; nothing is longer than it must be."""
    checks = [check for check in scalar_checks if check.id in ASKED]
    assert len(checks) == len(ASKED)
    # Each value comes from every second place, and its neighbours from the others.
    places = list(PLACES.items())[list(VALUES).index(value) % 2 :: 2]
    for place, text in places:
        names = wrong_engine(scalar, None)
        exec(text.format(value=f"({VALUES[value]})"), names)
        submission = Submission(LocalSession(names))
        results = [run_check(check, submission, 1) for check in checks]
        assert {one.verdict for one in results} <= {"passed", "failed"}, place
        slips = [one.diagnosis for one in results if "unfinished" in (one.diagnosis or {})]
        assert slips == [], place
        assert shown(results) < 100_000


def test_huge_integers_are_compared_when_a_mistake_is_named(scalar: Assignment) -> None:
    """The answers of a known mistake are no nearer to it or further from it than they are."""
    names = {"huge": 10**400, "same": 10**400, "other": 10**400 + 1, "small": 2.0}
    replay = Replay(LocalSession(names))
    theirs = {"ok": True, "value": 10**400}
    agree = {n: replay.agrees({"op": "get", "path": n}, theirs) for n in names}
    assert agree == {"huge": True, "same": True, "other": False, "small": False}


#: What a cell breaks so that the check itself stops with an error of ours.
BREAKS = {
    "a request of our name": (
        "import sys\n_w = sys.modules['_worker.evaluator']\n"
        "def _handle(self, request): raise _w.BadRequest('no')\n"
        "_w.Evaluator._run = _w.Evaluator._call = _w.Evaluator._get = _handle\n"
        "_w.Evaluator._operations.update(run=_handle, call=_handle, get=_handle)"
    ),
    "source that does not load": (
        "import sys\ndef _refuse(event, arguments):\n"
        "    if event == 'compile': raise RuntimeError('no')\n"
        "sys.addaudithook(_refuse)"
    ),
    "a low recursion limit": "import sys\nsys.setrecursionlimit(35)",
    "a profiler": "import sys\ndef _p(*a): raise KeyError('no')\nsys.setprofile(_p)",
    "a tracer": "import sys\ndef _p(*a): raise KeyError('no')\nsys.settrace(_p)",
    "the values": (
        "import sys\n_v = sys.modules['_worker.values']\n"
        "_v.encode = lambda *a, **k: {'h': 1, 'type': 'x', 'repr': 'y'}"
    ),
    "json": "import json\njson.dumps = lambda *a, **k: '{}'",
    "built-in names": "import builtins\nbuiltins.len = builtins.type = builtins.isinstance = None",
    "its own records": (
        "import sys\n_w = sys.modules['_worker.evaluator']\n"
        "_w.describe = lambda *a: {'type': 'bad-request', 'ours': True}"
    ),
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_pack(tmp_path_factory.mktemp("strange") / "boxes")


@pytest.mark.parametrize("way", BREAKS)
def test_what_a_submission_breaks_is_never_the_graders_mistake(way: str, pack: Assignment) -> None:
    """A check that works on the reference answers was broken by the submission: it is refused."""
    notebook = handed_in(pack, {"q1-mul-answer": MUL + "        return a + b"})
    notebook["cells"].append(own(BREAKS[way]))
    cell(notebook, "q2-answer")["source"] += f"\n{BREAKS[way]}"
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    report = grade_notebook(parsed, pack, seed=1)
    assert "error" not in {one.verdict for one in report.checks}
    for one in report.checks:
        assert one.verdict != "refused" or (
            one.points == 0.0 and "your code" in one.message.lower()
        )


@pytest.mark.parametrize("name", ["too-large", "bad-request", "TimeLimit", "CheckFailure"])
def test_a_class_that_is_called_as_one_of_ours_is_the_students(name: str, pack: Assignment) -> None:
    """It fails the check like any other exception."""
    raises = f"def add(a, b):\n    raise type({name!r}, (Exception,), {{}})('mine')"
    notebook = handed_in(pack, {"q1-add-answer": raises})
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    result = grade_notebook(parsed, pack, seed=1).checks[0]
    assert (result.verdict, (result.diagnosis or {})["kind"]) == ("failed", "raised")


def broken(submission: Any) -> None:
    """A check that goes wrong over one answer, and not over the reference answers'."""
    int(submission.add(2.0, 3.0) / (submission.add(2.0, 3.0) - 6.0))


def always_broken(submission: Any) -> None:
    raise KeyError(submission.add(2.0, 3.0))


@pytest.mark.parametrize(
    ("asked", "verdict"), [(broken, "refused"), (always_broken, "error")], ids=["theirs", "ours"]
)
def test_a_check_that_goes_wrong_is_put_to_the_reference_answers(
    asked: Callable[[Any], None], verdict: str, pack: Assignment
) -> None:
    """If it works there it was the submission's doing; the instructor reads the error."""
    check = Check("test_add", asked, "q1", "q1-add", 2.0, False, "It adds.")
    notebook = handed_in(pack, {"q1-add-answer": "def add(a, b):\n    return 6.0"})
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    report = grade_notebook(parsed, pack, checks=[check], seed=1)
    (result,) = report.checks
    assert (result.verdict, result.points) == (verdict, 0.0)
    pages = feedback.to_page(report) + feedback.to_json(report)
    if verdict == "refused":
        assert "Look at what your code returns" in result.message
        assert any("ZeroDivisionError" in note for note in report.private)
        assert "ZeroDivisionError" not in pages


def failing(*parts: Any) -> Check:
    """A check that fails with words of a kind that cannot be dealt with."""
    counterexample, findings, message = parts

    def asked(submission: Any) -> None:
        raise CheckFailure(message, "value", counterexample, findings)

    return Check("test_add", asked, "q1", "q1-add", 2.0, False, "It adds.")


def raises() -> Finding:
    raise OverflowError("int too large to convert to float")


@pytest.mark.parametrize(
    "parts",
    [
        ({"rows": [{"name": "a", "yours": 10**400, "expected": float("nan")}]}, [], "No."),
        ({"program": 3, "at": {"a": 10**5000, "b": [1]}, "rows": []}, [], "No."),
        ({"where": {"sentence": "x"}, "rows": [row("a", 1.0, 2.0)]}, [], "No."),
        ({"where": {"what": [], "nodes": 3, "edge": 4, "node": 5, "sentence": 6}}, [], "No."),
        ({"rows": [{"name": "n" * 10**6, "yours": "y" * 10**6, "expected": 1.0}] * 500}, [], "No."),
        ({"program": "(" * 5000, "at": {"a": 1.0}}, [], "No."),
        ({("a", 1): object(), 10**5000: 1}, [], "x" * 10**6),
        ({"rows": [row("a", 1.0, 2.0)]}, [raises], "No."),
    ],
)
def test_words_that_cannot_be_had_cost_no_verdict(parts: Any, pack: Assignment) -> None:
    """A case, a place, a finding of a strange form is left out; points and pages stand."""
    result = run_check(failing(*parts), None, 1)
    assert (result.verdict, result.points) == ("failed", 0.0)
    assert shown([result]) < 100_000
    assert bounded(result) == result


def test_whatever_a_submission_says_its_result_stays_small(pack: Assignment) -> None:
    """Names of cells, exceptions, notes and printed text: none is longer than anybody reads."""
    long, name = "z" * 50_000, "E" * 5000
    says = f"class {name}(Exception): pass\nprint({long!r})\nraise {name}({long!r})"
    notebook = handed_in(pack, {"q1-add-answer": f"def add(a, b):\n    return {long!r}"})
    for number in range(150):
        added = own(says if number % 3 else f"import {'m' * 300}{number}")
        added["metadata"] = {"nbgrader": {"grade_id": f"{number}-{'i' * 3000}"}}
        notebook["cells"].append(added)
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    report = grade_notebook(parsed, pack, seed=1)
    assert len(json.dumps(report.to_dict())) < 300_000
    assert len(feedback.to_page(report)) < 300_000
    assert report.checks[0].verdict == "failed"


def test_an_honest_answer_with_a_huge_integer_is_told_what_it_is(
    scalar: Assignment, scalar_checks: Sequence[Check]
) -> None:
    """The words name it, with its size."""
    notebook = answered_notebook(
        scalar,
        {
            "q1-mul-answer": "class _mul(AutogradValue):\n    def func(self, a, b):\n"
            "        return 10**400\n    def grads(self, a, b):\n        return b, a\n"
        },
    )
    parsed = parse_notebook(json.dumps(notebook).encode(), Path("a.ipynb"))
    checks = [check for check in scalar_checks if check.question == "q1"]
    report = grade_notebook(parsed, scalar, checks=checks, seed=1)
    assert not [one for one in report.checks if one.verdict in ("error", "refused")]
    told = feedback.to_text(report.of(cell="q1-mul"))
    assert "should be a number, but it is an integer of 1329 bits." in told
