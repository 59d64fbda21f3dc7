"""A submission takes so much time and no more, and what does not take it is asked all the same."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from autograder.asking import sessions
from autograder.asking.budget import Allowance, Budget
from autograder.asking.sessions import Known, WorkerSession
from autograder.asking.submission import Submission
from autograder.feedback import to_text
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import Report
from autograder.sandbox.process import Limits, Worker
from tests.autograder.boxes import MUL, cell, handed_in, make_pack, own

pytestmark = pytest.mark.usefixtures("no_process_left")

RIGHT = {"q1-mul-answer": MUL + "        return a * b"}


@pytest.fixture
def grade(tmp_path: Path) -> Callable[..., Report]:
    """Grade answers with own cells above them, under limits of the assignment."""
    folder = make_pack(tmp_path / "boxes").folder
    plain = (folder / "assignment.toml").read_text()

    def run(answers: Mapping[str, str], cells: Sequence[str] = (), **limits: float) -> Report:
        table = "".join(f"{name} = {value}\n" for name, value in limits.items())
        (folder / "assignment.toml").write_text(f"{plain}\n[limits]\n{table}")
        pack = load_assignment(folder)
        notebook = handed_in(pack, {**RIGHT, **answers})
        place = notebook["cells"].index(cell(notebook, "q1-add-answer"))
        notebook["cells"][place:place] = map(own, cells)
        parsed = parse_notebook(json.dumps(notebook).encode(), "a.ipynb")
        return grade_notebook(parsed, pack, seed=1)

    return run


SHORT = {"cell_seconds": 0.4, "query_seconds": 0.4, "submission_seconds": 3.0}

ENDLESS = {
    "an answer that never ends": MUL + "        while True: pass",
    "one that sleeps": MUL + "        import time; time.sleep(600)",
    "one that cannot be interrupted": MUL
    + "        while True:\n            try:\n                while True: pass\n"
    "            except BaseException: pass",
}


@pytest.mark.parametrize("way", ENDLESS)
def test_code_that_never_ends_costs_its_own_points_and_little_time(way: str, grade: Any) -> None:
    """It is waited for once in full; all other questions keep their points."""
    report = grade({"q1-mul-answer": ENDLESS[way]}, query_seconds=1.0)
    assert {c.cell: c.points for c in report.checks} == {
        "q1-add": 2.0,
        "q1-mul": 0.0,
        "q2-half": 3.0,
        "q3-chain": 3.0,
    }
    assert report.budget["used"]["submission_seconds"] < 6.0
    assert report.budget["spent"] == ""


CELLS = {
    "sleep": ["import time\ntime.sleep(600)"] * 20,
    "end the process": ["import os\nos._exit(3)", "import os\nos.abort()", "exit()"] * 4,
    "sleep and end the process": ["import os, time\ntime.sleep(0.3)\nos._exit(0)"] * 20,
    "fill the time with work": ["while True: pass"] * 20,
}


@pytest.mark.parametrize("what", CELLS)
def test_cells_that_waste_time_leave_enough_for_the_questions(what: str, grade: Any) -> None:
    """However many there are: the answers are right, and are asked."""
    cells = [f"{text}  # {number}" for number, text in enumerate(CELLS[what])]
    report = grade({}, cells, **SHORT)
    assert report.budget["used"]["submission_seconds"] <= SHORT["submission_seconds"]
    assert report.points == 10.0, (report.budget, report.notes[-3:])


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"submission_seconds": 0.4}, "used up the 0.4 s that it may take in all"),
        ({"submission_cpu_seconds": 0.3}, "used up the 0.3 s of processor time that it may"),
        ({"submission_starts": 2}, "had to be started 2 times"),
        ({"submission_deaths": 1}, "ended its process 1 time"),
    ],
)
def test_where_all_is_used_up_the_rest_is_told_so(
    limit: dict[str, float], said: str, grade: Any
) -> None:
    """Each check that is left is a timeout with the reason; the result states both numbers."""
    loops = "    n = 0\n    while n < 10**9: n += 1\n    import os; os._exit(1)\n"
    answers = {
        "q1-add-answer": f"def add(a, b):\n{loops}",
        "q1-mul-answer": MUL + "        import os; os._exit(1)",
        "q2-answer": "def half(self):\n    import os; os._exit(1)\n\n\nBox.half = half",
    }
    report = grade(answers, query_seconds=0.5, **limit)
    left = [check for check in report.checks if said in check.message]
    assert left and all((check.verdict, check.points) == ("timeout", 0.0) for check in left)
    assert said in to_text(report)
    assert report.budget["spent"].startswith(said[:20])
    assert any(f"its code {said}"[:40] in note for note in report.notes)
    (name, value), *_ = limit.items()
    assert report.budget["allowed"][name] == value


def test_time_that_others_had_the_processor_is_nobodys_fault() -> None:
    """Of four programs on one processor each has used a quarter of the time and no more."""
    busy = []
    for _ in range(4):
        busy.append(os.fork())
        if not busy[-1]:
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            while True:
                pass

    def waited() -> float:
        return int(Path(f"/proc/{busy[0]}/schedstat").read_text().split()[1]) / 1e9

    budget, started = Budget(Allowance()), time.monotonic()
    try:
        while budget.seconds < 0.3 and time.monotonic() < started + 60:
            with budget.spending(waited, time.process_time):
                time.sleep(0.3)
        assert budget.seconds < 0.6 * (time.monotonic() - started)
    finally:
        for process in busy:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_process_that_is_killed_from_outside_is_asked_again(
    times: int, grade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same program: what an accident hit is not told of another one that passed."""
    left = [times]
    ask = WorkerSession.request

    def request(self: WorkerSession, message: dict[str, Any], handle: Any) -> Any:
        if left[0] and "half" in json.dumps(message):
            left[0] -= 1
            os.kill(self._alive()._child.pid, signal.SIGKILL)
        return ask(self, message, handle)

    monkeypatch.setattr(WorkerSession, "request", request)
    answers = {"q2-answer": "def half(self):\n    return self.value / 2\n\n\nBox.half = half"}
    report = grade(answers)
    assert (left, report.points) == ([0], 10.0)
    passed_in = {check.cell: check.others for check in report.checks}
    assert passed_in["q2-half"] == "submitted"


@pytest.mark.parametrize(("times", "there"), [(1, True), (2, False)])
def test_a_cell_during_which_the_process_is_killed_is_run_once_more(
    times: int, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time at the same cell is the cell's own."""
    left = [times]

    class Shot(Worker):
        def run_cell(self, name: str, *arguments: Any, **options: Any) -> Any:
            if name == "second" and left[0]:
                left[0] -= 1
                os.kill(self._child.pid, signal.SIGKILL)
            return super().run_cell(name, *arguments, **options)

    monkeypatch.setattr(sessions, "Worker", Shot)
    known = Known()
    session = WorkerSession([("first", "a = 1"), ("second", "b = 2")], Limits(), (), known)
    assert Submission(session).a == 1
    assert ("second" not in session.cell_errors) == there
    assert known.budget.deaths == times - 1  # an accident is none of its own
    session.close()


@pytest.mark.parametrize(("delay", "there"), [(5.0, True), (0.0, False)])
def test_a_cell_that_had_no_processor_is_run_once_more_with_more_time(
    delay: float, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of it before; one that had its time is not run again."""
    given: list[float] = []

    class Slow(Worker):
        def run_cell(self, name: str, source: str, seconds: float, **options: Any) -> Any:
            given.append(seconds)
            return super().run_cell(name, source, min(seconds, 1.5), **options)

    class Busy(Budget):
        @contextmanager
        def spending(self, *arguments: Any) -> Iterator[None]:
            with super().spending(*arguments):
                try:
                    yield
                finally:
                    self.waited_for_others = delay if len(given) == 1 else 0.0
            self.delay = self.waited_for_others

    monkeypatch.setattr(sessions, "Worker", Slow)
    known = Known(Busy())
    cell = "import time\ntime.sleep(0.8)\nx = 42"
    session = WorkerSession([("q1-answer", cell)], Limits(cell_seconds=0.4), (), known)
    monkeypatch.setattr(sessions, "SLOWED", 8.0)
    try:
        if there:
            assert Submission(session).x == 42
            assert (given, session.cell_errors, known.endless) == ([0.4, 3.2], {}, {})
        else:
            session.request({"op": "get", "path": "x"}, lambda handle: handle)
            assert "ran longer than 0.4 s" in session.cell_errors["q1-answer"]
            assert given == [0.4]
    finally:
        session.close()
