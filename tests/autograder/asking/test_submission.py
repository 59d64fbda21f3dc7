"""The proxy: every use of a submission is a question, and whoever answers, it answers the same."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.crossing import text_of
from autograder.asking.sessions import Known, LocalSession, WorkerSession
from autograder.asking.submission import Handle, Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook
from autograder.errors import CheckFailure, StudentError
from autograder.pack import Assignment
from autograder.sandbox.process import Limits, WorkerDied, WorkerTimeout

pytestmark = pytest.mark.usefixtures("no_process_left")

QUICK = Limits(cell_seconds=1.0, query_seconds=1.0)

CELLS = [
    ("numbers", "import numpy as np\nhalf = 0.5\nmany = {'a': [1, 2], 'b': (None, 'text', True)}"),
    (
        "class",
        "class Box:\n"
        "    def __init__(self, value):\n        self.value = value\n"
        "    def __add__(self, o):\n        return Box(self.value + getattr(o, 'value', o))\n"
        "    def __radd__(self, o):\n        return Box(o + self.value)\n"
        "    def __sub__(self, o):\n        return self.value - o\n"
        "    def __rsub__(self, o):\n        return o - self.value\n"
        "    def __truediv__(self, o):\n        return self.value / o\n"
        "    def __rtruediv__(self, o):\n        return o / self.value\n"
        "    def __pow__(self, o):\n        return self.value ** o\n"
        "    def __neg__(self):\n        return -self.value\n"
        "    def __lt__(self, o):\n        return self.value < o\n"
        "    def __eq__(self, o):\n        return self.value == getattr(o, 'value', o)\n"
        "    def __hash__(self):\n        return 0\n"
        "    def __len__(self):\n        return 3\n"
        "    def __getitem__(self, i):\n        return [10, 20, 30][i]\n"
        "    def __contains__(self, i):\n        return i == 20\n"
        "    def __bool__(self):\n        return self.value > 0\n"
        "    def __repr__(self):\n        return f'Box({self.value})'\n",
    ),
    ("functions", "def table(n):\n    return np.arange(n, dtype=float).reshape(1, n)"),
    ("raises", "def bad(x):\n    return x.nothing"),
    ("calls", "def twice(f, x):\n    return f(f(x))"),
]


def local() -> Iterator[Submission]:
    names: dict[str, Any] = {}
    for _, source in CELLS:
        exec(source, names)
    yield Submission(LocalSession(names))


def worker() -> Iterator[Submission]:
    session = WorkerSession(CELLS, QUICK, ())
    yield Submission(session)
    session.close()


@pytest.fixture(params=[local, worker])
def submission(request: pytest.FixtureRequest) -> Iterator[Submission]:
    """The same notebook, in this process and in one of its own."""
    yield from request.param()


def test_plain_data_comes_back_by_value(submission: Submission):
    """Numbers, texts, containers and arrays cross as what they are."""
    assert submission.half == 0.5
    assert submission.many == {"a": [1, 2], "b": (None, "text", True)}
    table = submission.table(3)
    assert isinstance(table, np.ndarray) and table.tolist() == [[0.0, 1.0, 2.0]]


def test_operators_cross(submission: Submission):
    """Operators work on handles from both sides, as they do in the notebook."""
    box = submission.Box(4.0)
    assert isinstance(box, Handle) and box.handle_type == "Box" and box.handle_repr == "Box(4.0)"
    assert ((box + 1).value, (1 + box).value, (box + box).value) == (5.0, 5.0, 8.0)
    assert (box - 1, 1 - box, box / 8, 8 / box, box**2, -box) == (3.0, -3.0, 0.5, 2.0, 16.0, -4.0)
    assert box < 5 and not box < 4
    assert box == 4.0 and box == submission.Box(4.0) and bool(box != 5.0)
    assert len(box) == 3 and box[1] == 20 and 20 in box and 21 not in box
    assert bool(box) and not submission.Box(-1.0)
    assert list(box) == [10, 20, 30]


def test_attributes_can_be_read_and_set(submission: Submission):
    """Setting an attribute changes the submission's object, not a copy of it."""
    box = submission.Box(1.0)
    box.value = 7.0
    assert (box + 0).value == 7.0
    with pytest.raises(StudentError, match="AttributeError"):
        _ = box.missing


def test_functions_cross_as_text(submission: Submission):
    """A function of ours is called over there, and keywords cross."""

    def add_three(x):
        return x + 3

    assert submission.twice(add_three, x=1) == 7

    def probe(ns, box, k):
        return [box.value * k, len(box), "Box" in ns]

    assert submission.run(probe, submission.Box(2.0), 3) == [6.0, 3, True]


def halved(x):
    return x / 2


def quartered(x):
    return halved(halved(x))


def test_what_a_function_names_at_the_top_of_its_file_crosses_with_it(submission: Submission):
    """And what that names; inside of a function in it and of a lambda, too. It still stands alone.

    An attribute of the same name is none of ours, and nor is a name that is made in the function.
    """

    def probe(ns, box):
        def inside(x):
            return quartered(x)

        return [inside(box.value), [halved(x) for x in (1.0, 3.0)]]

    def unnamed(ns, box):
        halved = box.value
        return [halved, hasattr(box, "quartered") and box.quartered]

    assert submission.run(probe, submission.Box(2.0)) == [0.5, [0.5, 1.5]]
    assert submission.run(lambda ns, x: quartered(x), 2.0) == 0.5
    assert submission.twice(quartered, 32.0) == 2.0
    assert text_of(halved).count("def") == 1
    assert [name for name in ("halved", "quartered") if f"def {name}(" in text_of(unnamed)] == []


def test_a_lambda_crosses_without_what_stands_around_it(submission: Submission):
    """Where it is the only one of its statement; else the author reads what to write."""
    assert submission.twice(lambda x: x + 1, 3) == 5
    with pytest.raises(TypeError, match="write a def, or put the lambda alone"):
        assert (lambda x: x)(5) == submission.twice(lambda x: x + 1, 3)


def test_a_probe_that_is_called_wrongly_is_the_checks_mistake(submission: Submission):
    """Its first parameter is the names; nothing is held against the submission."""

    def difference(a, b):
        return a - b

    check = Check("c", lambda s: s.run(difference, 2.0, 3.0), "q1", "q1-a", 1.0, False, "c")
    result = run_check(check, submission, 0)
    assert result.verdict == "error"
    assert "own function `difference` is run with the submission's names" in result.message
    assert submission.run(lambda ns, x: ns.twice(abs, x), -2.0) == 2.0


def test_errors_name_the_kind(submission: Submission):
    """An exception over there is a StudentError here, with class and message."""
    with pytest.raises(StudentError) as caught:
        submission.bad(1)
    assert caught.value.kind == "AttributeError" and "nothing" in caught.value.detail
    with pytest.raises(StudentError, match="'nowhere' is not defined"):
        _ = submission.nowhere


def test_what_cannot_cross_is_refused(submission: Submission):
    """An object of ours is never sent; the error says what can be."""
    with pytest.raises(TypeError, match="cannot be sent to a submission"):
        submission.Box(object())


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: s.half,
        lambda s: s.table(4).tolist(),
        lambda s: (s.Box(3.0) ** 3, 2 / s.Box(3.0)),
        lambda s: s.many["b"],
        lambda s: operator.add(s.Box(1.5), s.Box(2)).value,
        lambda s: s.run("def ask(ns):\n    return {'x': float('nan'), 'y': -0.0, 'z': 2**80}"),
        lambda s: s.run("def ask(ns):\n    return np.float32(0.1), np.int64(3), np.bool_(True)"),
        lambda s: s.bad(2),
        lambda s: s.Box(),
    ],
)
def test_kernel_and_process_answer_alike(ask: Callable[[Submission], Any]):
    """Practice and grading see the same values, types and errors."""

    def answer(one: Submission) -> tuple[str, str]:
        try:
            found = ask(one)
        except StudentError as error:
            return error.kind, error.detail
        return type(found).__name__, repr(found)

    answers = []
    for make in (local, worker):
        one = make()
        answers.append(answer(next(one)))
        assert next(one, None) is None
    assert answers[0] == answers[1]


@pytest.fixture
def run_cells() -> Iterator[Callable[..., WorkerSession]]:
    """Sessions on given cells, ended after the test."""
    made: list[WorkerSession] = []

    def make(*cells: tuple[str, str]) -> WorkerSession:
        made.append(WorkerSession(cells, QUICK, ()))
        return made[-1]

    yield make
    for session in made:
        session.close()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os\nos._exit(0)", "ended"),
        ("while True:\n    pass", "ran longer than [14] s"),  # 4 where the machine gave it no time
        ("raise SystemExit", "SystemExit"),
        ("x = = 1", "SyntaxError"),
    ],
)
def test_a_deadly_cell_costs_only_itself(source: str, said: str, run_cells: Any):
    """A cell that ends the process, loops for ever, exits or does not parse takes only itself."""
    session = run_cells(("before", "a = 1"), ("deadly", source), ("after", "b = a + 1"))
    submission = Submission(session)
    assert (submission.a, submission.b) == (1, 2)
    assert set(session.cell_errors) == {"deadly"}
    assert re.search(said, session.cell_errors["deadly"])


def test_an_answer_that_ends_the_process_costs_only_that_question(run_cells: Any):
    """After a call that kills the worker, the next question is answered by a new one."""
    session = run_cells(("f", "import os\ndef die():\n    os._exit(3)\ndef live():\n    return 4"))
    submission = Submission(session)
    with pytest.raises(WorkerDied):
        submission.die()
    assert submission.live() == 4


def test_an_answer_that_never_comes_is_a_timeout(run_cells: Any):
    """An endless call is ended at its limit, and the next question is answered."""
    submission = Submission(
        run_cells(("f", "def loop():\n    while True: pass\ndef live():\n    return 4"))
    )
    with pytest.raises(WorkerTimeout, match="ran longer than 1 s"):
        submission.loop()
    assert submission.live() == 4


def test_a_huge_answer_is_the_students_mistake(run_cells: Any):
    """What is far too large to be an answer fails the check, with words."""
    submission = Submission(run_cells(("f", "def f():\n    return 'x' * 10**8")))
    with pytest.raises(CheckFailure, match="far too large"):
        submission.f()


def test_exit_inside_an_operation_costs_only_its_checks(scalar: Assignment, regrade: Any):
    """os._exit in _log loses Q1's points for it and nothing of any other question."""
    text = "class _log(AutogradValue):\n    def func(self, a):\n        import os; os._exit(1)\n"
    text += "    def grads(self, a):\n        return (1 / a,)\n"
    report = regrade(answered_notebook(scalar, {"q1-log-answer": text}), only=["q1", "q3"])
    missed = [check for check in report.checks if check.points < check.possible]
    assert {check.cell for check in missed} == {"q1-log"}
    assert {(check.diagnosis or {}).get("kind") for check in missed} == {"crash"}


def test_the_engine_is_not_there_to_be_borrowed(run_cells: Any):
    """A submission cannot answer with our engine: it does not exist in its process."""
    session = run_cells(
        ("engine", "import adlearn\nf = adlearn.grad"),
        (
            "oracle",
            "from autograder.asking.scalars.reference import reference\n"
            "from autograder import check",
        ),
        ("after", "import sys\nloaded = [name for name in sys.modules if 'hypothesis' in name]"),
    )
    submission = Submission(session)
    assert submission.loaded == []
    assert set(session.cell_errors) == {"engine"}
    assert submission.reference.handle_repr == "<not available while grading>"
    assert not isinstance(submission.reference(1), (int, float, dict))
    assert submission.check("q1") is None


def test_an_endless_cell_is_waited_for_once_and_what_it_defines_is_kept():
    """Each session runs the cells again; of one that did not end, what stands above its loop."""
    source = "def double(x):\n    return 2 * x\nfor n in range(3):\n    pass\nwhile True:\n    pass"
    known = Known()
    said, seconds = [], []
    for _ in range(3):
        session = WorkerSession([("own", source)], QUICK, (), known)
        before = known.budget.seconds
        assert Submission(session).double(4) == 8
        seconds.append(known.budget.seconds - before)
        said.append(session.cell_errors["own"])
        session.close()
    # Where others had the processor, it had four times as long.
    assert said == [said[0]] * 3 and said[0].endswith((" longer than 1 s", " longer than 4 s"))
    assert sum(seconds[1:]) < seconds[0]


@pytest.mark.parametrize("given", ["1 / 0", "while True: pass"])
def test_no_line_of_a_reference_answer_is_told(given: str):
    """Whether it raises or does not end: the student's line that called it is named."""
    cells = [
        ("answer", f"def add(a, b):\n    {given}  # SOLUTION\n"),
        ("mine", "def chain(a):\n    return add(a, 1.5)\n"),
    ]
    session = WorkerSession(cells, QUICK, (), reference={"answer"})
    with pytest.raises((StudentError, WorkerTimeout)) as caught:
        Submission(session).chain(2.0)
    session.close()
    told = caught.value.stopped if isinstance(caught.value, WorkerTimeout) else caught.value
    assert told.where == "line 2 of the cell that defines `chain`: `return add(a, 1.5)`"
    assert told.callers == ("chain",)
    assert "SOLUTION" not in f"{caught.value} {vars(caught.value)}"
