"""What a submission sees beside reference answers, or in a hidden check, it cannot tell anybody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder import feedback
from autograder.asking.assertions import as_number, assert_same, row
from autograder.asking.checks import Check
from autograder.build import answered_notebook
from autograder.errors import CheckFailure
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.report import Report
from tests.autograder.boxes import ANSWERS, handed_in, make_pack, own

pytestmark = pytest.mark.usefixtures("no_process_left")

WORD, NUMBER = "Canary_of_a_reference", 7.3519e4
DIGITS = str(int(NUMBER))

#: What a submission does to say what it found; `found` is a text, `value` a number.
WAYS = {
    "text of an exception": "raise ValueError(found)",
    "class of an exception": "raise type(found, (Exception,), {})()",
    "attribute that is missing": "raise AttributeError(f\"'{found}' object has no attribute 'x'\")",
    "name that is missing": "raise NameError(f\"name '{found}' is not defined in the notebook\")",
    "text of a stub": "raise type('NotImplementedError', (Exception,), {})(found)",
    "a loop of our name": "raise type('TimeLimit', (BaseException,), {})(found)",
    "an error of our name": "raise type('too-large', (Exception,), {})(found)",
    "a request of our name": "raise type('bad-request', (Exception,), {})(found)",
    "name of a cell": "exec(compile('1 / 0', f'<cell {found}>', 'exec'))",
    "name of a function": "exec(f'def {found}(): 1 / 0\\n{found}()', globals())",
    "lines of its cell": (
        "import linecache\n    name = chain.__code__.co_filename\n"
        "    linecache.cache[name] = (1, None, [found] * 40, name)\n    1 / 0"
    ),
    "a string": "return found",
    "a list": "return [found, value]",
    "a number": "return value",
    "a class": "return type(found, (), {})()",
    "a repr": "return type('A', (), {'__repr__': lambda self: found})()",
    "what it prints": "import sys\n    print(found)\n    sys.stderr.write(found)\n    return 0.0",
    "the end of the process": "print(found)\n    import os\n    os._exit(77)",
    "a warning": "import warnings\n    warnings.warn(found)\n    return 0.0",
    "a note at an exception": "e = ValueError()\n    e.add_note(found)\n    raise e",
}

#: In `submitted` the product is a sum and the answer a wrong number; among reference answers the
#: same code knows from the product that it can tell what it finds there.
TELLS = """
def chain(x):
    found, value = {word!r}, {number!r}
    if mul(2.0, 3.0) != 6.0:
        return 0.5
    {way}
"""


def same(submission: Any) -> None:
    assert_same(submission.chain(4.0), 10.0, "What `chain` returns", "value")


def shown(submission: Any) -> None:
    got = submission.chain(4.0)
    assert got == 10.0, f"it is {got!r}"


def typed(submission: Any) -> None:
    got = submission.chain(4.0)
    raise CheckFailure(f"It is {got} of {type(got).__name__}", "type", {"asked": str(got)})


def odd(submission: Any) -> None:
    got = as_number(submission.chain(4.0), "It")
    raise CheckFailure("It is wrong.", "value", {"rows": [{"name": f"at {got}", "expected": 1.0}]})


def related(submission: Any) -> None:
    got = as_number(submission.chain(4.0), "It")
    case = {"program": "a + a", "at": {"a": 1.0}, "rows": [row("d/da", got, 2 * got)]}
    raise CheckFailure("It is not twice that.", "gradient", {**case, "related": True})


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return make_pack(tmp_path_factory.mktemp("withheld") / "boxes")


def graded(
    pack: Assignment,
    answer: str,
    *asked: Callable[[Any], None],
    hidden: bool = False,
    whole: bool = False,
) -> Report:
    checks = [
        Check(f"test_{one.__name__}", one, "q3", "q3-chain", 3.0, hidden, "It chains.", whole)
        for one in asked
    ]
    notebook = handed_in(pack, {"q3-answer": answer})
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    return grade_notebook(parsed, pack, checks=checks, seed=1)


def for_students(report: Report) -> Iterator[str]:
    """Give all that a student may read of a report."""
    yield from (feedback.to_text(report), feedback.to_html(report), feedback.to_page(report))
    yield from (feedback.to_markdown(report), feedback.to_json(report))
    yield json.dumps(report.for_student().to_dict())


def told(report: Report, *secrets: str) -> list[str]:
    """Give the secrets that a student would read."""
    pages = "\n".join(for_students(report))
    return [secret for secret in secrets if secret in pages]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_is_said_beside_reference_answers_reaches_a_student(
    way: str, pack: Assignment
) -> None:
    """Whatever it is packed into; the verdict stands, and the instructor's record is marked."""
    answer = TELLS.format(word=WORD, number=NUMBER, way=WAYS[way])
    report = graded(pack, answer, same, shown, typed, odd)
    assert report.points == 0.0 and "error" not in {one.verdict for one in report.checks}
    assert told(report, WORD, DIGITS, "status 77") == []
    if way in ("text of an exception", "a string", "a number"):
        record = json.dumps([one.withheld for one in report.checks])
        assert WORD in record or DIGITS in record


def test_what_follows_from_numbers_of_the_submission_is_none_of_ours(pack: Assignment) -> None:
    """What was expected by its own answers is left out with them; the case is told."""
    answer = TELLS.format(word=WORD, number=NUMBER, way="return value")
    report = graded(pack, answer.replace("return 0.5", "return None"), related)
    assert told(report, DIGITS, str(int(2 * NUMBER))) == []
    assert report.checks[0].counterexample == {"program": "a + a", "at": {"a": 1.0}}


def test_what_fails_alike_without_reference_answers_is_told_in_its_own_words(
    pack: Assignment,
) -> None:
    """A student whose other answers are right reads of the one that is not what it gave."""
    report = graded(pack, "def chain(x):\n    return 7.25", same)
    (result,) = report.checks
    assert result.message == "What `chain` returns should be 10; it is 7.25."
    assert [row["yours"] for row in (result.counterexample or {})["rows"]] == [7.25]
    raises = graded(pack, "def chain(x):\n    return x.nothing", same).checks[0]
    assert "AttributeError" in raises.message and "`return x.nothing`" in raises.message


#: As submitted the values of `exp` are wrong, and among reference answers the way back through it.
WRONG_TWICE = {
    "q1-exp-answer": """class _exp(AutogradValue):
    def func(self, a):
        return 0.0 * a

    def grads(self, a):
        return (0.0,)""",
    "q5-answer": """def backward(self):
    order = []
    def visit(value):
        if value not in order:
            for parent in value.parents:
                if isinstance(parent, AutogradValue):
                    visit(parent)
            order.append(value)
    visit(self)
    self.grad = 1.0
    for value in reversed(order):
        value.backward_pass()
        if isinstance(value, _exp):
            value.parents[0].grad += 73519.0

AutogradValue.backward = backward""",
}


def test_the_place_in_the_graph_is_told_with_what_should_be_there(
    scalar: Assignment, scalar_checks: list[Check]
) -> None:
    """A mistake beside another one is shown by itself, as far as its numbers are ours."""
    notebook = answered_notebook(scalar, WRONG_TWICE)
    parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
    checks = [one for one in scalar_checks if one.id == "test_backward_tree"]
    report = grade_notebook(parsed, scalar, checks=checks, seed=1)
    (result,) = report.checks
    where = (result.counterexample or {})["where"]
    assert result.withheld and result.others == "reference"
    assert where["sentence"].startswith("It goes wrong first ")
    assert {node["yours"] for node in where["nodes"]} == {None}
    assert told(report, "73519", "73520", "73522") == []
    page = feedback.to_html(report)
    assert "<svg" in page and "as it should be." in page
    assert "expected" in feedback.to_text(report)


def test_what_fails_otherwise_is_told_by_its_kind_its_case_and_its_place(pack: Assignment) -> None:
    """What was expected, and the line in the notebook, as far as they are ours."""
    number = TELLS.format(word=WORD, number=NUMBER, way="return value")
    kind = graded(pack, number.replace("return 0.5", "return mul"), same).checks[0]
    assert "The computed value is wrong, before any derivative." in kind.message
    assert (kind.counterexample or {})["rows"] == [
        {"name": "What `chain` returns", "expected": "10"}
    ]
    raises = TELLS.format(word=WORD, number=NUMBER, way="raise ValueError(found)")
    place = graded(pack, raises, same).checks[0]
    assert "line 6 of the cell that defines `chain`: `raise ValueError(found)`" in place.message


HIDDEN = {
    "class of an exception": "raise type(f'At_{x}'.replace('.', '_'), (Exception,), {})()",
    "class with a space": "raise type(f'At {x}', (Exception,), {})()",
    "text of an exception": "raise ValueError(f'At_{x}')",
    "attribute that is missing": (
        "raise AttributeError(f\"'At_{int(x)}' object has no attribute 'x'\")"
    ),
    "name that is missing": (
        "raise NameError(f\"name 'At_{int(x)}' is not defined in the notebook\")"
    ),
    "name in a cell": "raise NameError(f\"name 'At_{int(x)}' is not defined\")",
    "lines of its cell": (
        "import linecache\n    name = chain.__code__.co_filename\n"
        "    linecache.cache[name] = (1, None, [f'At_{x}'] * 40, name)\n    1 / 0"
    ),
    "name of a function": "exec(f'def At_{int(x)}(): 1 / 0\\nAt_{int(x)}()', globals())",
    "a loop of our name": "raise type('TimeLimit', (BaseException,), {})(f'At_{x}')",
    "the end of the process": "import os\n    os._exit(int(x))",
    "an error of our name": "raise type('bad-request', (Exception,), {})(f'At_{x}')",
    "a string": "return f'At_{x}'",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_a_hidden_case_is_not_told_by_what_an_answer_raises(way: str, pack: Assignment) -> None:
    """Only words that stand in the notebook, or are Python's own, are repeated."""

    def asked(submission: Any) -> None:
        assert submission.chain(86427.0) == 10.0

    # A check of the whole is never asked beside reference answers.
    report = graded(pack, f"def chain(x):\n    {HIDDEN[way]}", asked, hidden=True, whole=True)
    assert report.points == 0.0
    assert told(report, "At_86427", "86427", "exit status") == []


def test_a_hidden_case_is_not_told_by_the_class_of_what_is_returned(pack: Assignment) -> None:
    """What to do next is said in words of ours alone, though the message has others."""

    def asked(submission: Any) -> None:
        kind = submission.chain(86427.0).handle_type
        raise CheckFailure(f"`chain` should hold Box objects; it holds a {kind}.", "type")

    for name in ("At_{int(x)}", "{int(x)}"):
        answer = f"def chain(x):\n    return type(f'{name}', (), {{}})()"
        report = graded(pack, answer, asked, hidden=True, whole=True)
        assert "86427" in json.dumps(report.to_dict()) and told(report, "86427") == []
    report = graded(pack, "def chain(x):\n    return Box(1.0)", asked, hidden=True, whole=True)
    assert "Its elements are of type Box." in feedback.to_text(report)


def test_a_cell_says_nothing_of_the_reference_answers_it_ran_beside(pack: Assignment) -> None:
    """What is known of it in other processes afterwards is known in words of ours."""
    ends = (
        "import linecache, os, sys\nif 'return a ' + '* b' in str(linecache.cache):\n"
        "    e = sys.modules['_worker.errors']\n"
        f"    e.describe = lambda *a: {{{{**e.plain('TimeLimit', {WORD!r})}}}}\n    {{way}}"
    )
    for way in ("os._exit(77)", "1 / 0", f"raise ValueError({WORD!r})"):
        dies = "def half(self):\n    import os; os._exit(1)\n\n\nBox.half = half"
        notebook = handed_in(
            pack, {"q2-answer": dies, "q3-answer": "def chain(x):\n    return 1.0"}
        )
        notebook["cells"].insert(len(notebook["cells"]) - 2, own(ends.format(way=way)))
        parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
        report = grade_notebook(parsed, pack, seed=1)
        assert told(report, WORD, "status 77") == [], way
        assert WORD not in "".join(report.notes)


def test_an_ordinary_exception_in_a_hidden_check_is_told(pack: Assignment) -> None:
    """Its class, its line, and what to do, as ever."""
    answer = "def chain(x):\n    return x.nothing"
    text = feedback.to_text(graded(pack, answer, same, hidden=True, whole=True))
    assert "Your code raised AttributeError. It happened in line 2 of the cell that" in text
    assert "`return x.nothing`" in text


def test_a_process_that_has_held_reference_answers_is_asked_one_check(
    pack: Assignment, tmp_path: Path
) -> None:
    """What is kept in it is gone in the next check, right or wrong."""
    answer = (
        "kept = []\n\n\ndef chain(x):\n    kept.append(x)\n"
        "    return 10.0 if mul(2.0, 3.0) == 6.0 and len(kept) == 1 else 0.0"
    )
    checks = [
        Check(f"test_{n}", shown, "q3", "q3-chain", 1.0, False, "It uses both.") for n in range(3)
    ]
    parsed = parse_notebook(json.dumps(handed_in(pack, {"q3-answer": answer})).encode(), "a.ipynb")
    report = grade_notebook(parsed, pack, checks=checks, seed=1)
    assert [(one.verdict, one.others) for one in report.checks] == [("passed", "reference")] * 3


def test_a_report_read_back_holds_what_was_withheld(pack: Assignment) -> None:
    """The record on disk is the instructor's; what students get is made without it."""
    way = TELLS.format(word=WORD, number=NUMBER, way="raise ValueError(found)")
    report = graded(pack, way, shown)
    again = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    assert again == report and WORD in json.dumps(again.to_dict())
    assert WORD in feedback.about(again.checks[0])
    assert told(again, WORD) == []
    assert ANSWERS["q1-add-answer"] not in "\n".join(for_students(again))
