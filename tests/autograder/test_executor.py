"""A batch that an executor grades: the same results, a few tasks ahead, and what can go wrong."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder import batch
from autograder.batch import Wish, grade_all
from autograder.cli import main
from autograder.errors import AutograderError
from autograder.executors import task
from autograder.finding import find
from autograder.pack import load_assignment
from autograder.processes import descendants
from autograder.results import Outcome
from autograder.signals import Stopped
from autograder.slot import Job, Setup
from autograder.slots import Slot
from tests.autograder.accidents import make_class, results_of, wait_for
from tests.autograder.boxes import POINTS, handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

ALL = {"ada", "ben", "cyd", "dan", "eve", "fay", "gus", "hal"}


class Class:
    """A class of eight, one of them no notebook, and what this machine alone makes of it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.pack = load_assignment(make_class(place))
        self.grade("local")
        self.local = results_of(place / "local")

    def grade(self, results: str, executor: Any = None, **options: Any) -> list[Outcome]:
        folder = self.place / results
        outcomes, _ = grade_all(
            lambda held: find([self.place / "in"], "boxes", folder, held),
            self.pack,
            folder,
            seed=1,
            executor=executor,
            **options,
        )
        return outcomes

    def results(self, name: str) -> dict[str, Any]:
        return results_of(self.place / name)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Graded once, in the folder ``local``."""
    return Class(tmp_path_factory.mktemp("class"))


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Two threads of this process."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


class Wrapped:
    """An executor that looks at what it is handed, and may lose it."""

    def __init__(self, inner: Any, loses: Callable[[], bool] = lambda: False):
        self._inner = inner
        self._loses = loses
        self._lock = threading.Lock()
        self.handed: list[tuple[Any, ...]] = []
        self.open = self.most = 0
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        if self._loses():
            lost: Future[Any] = Future()
            lost.set_exception(OSError("gone"))
            return lost
        with self._lock:
            self.handed.append(args)
            self.open += 1
            self.most = max(self.most, self.open)
        future = self._inner.submit(fn, *args)
        future.add_done_callback(self._closed)
        self.futures.append(future)
        return future

    def _closed(self, future: Future[Any]) -> None:
        with self._lock:
            self.open -= 1


class Follower:
    """Does something when the first outcome is there."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self.steps = 0

    def begin(self, total: int, before: int) -> None:
        pass

    def step(self, outcome: Outcome) -> None:
        self.steps += 1
        if self.steps == 1:
            self._act()

    def running(self, now: Any) -> None:
        pass


def test_threads_and_processes_give_what_this_machine_alone_gives(
    course: Class, threads: ThreadPoolExecutor
):
    """Files of results are the same but for times, and go on from each other."""
    looked = Wrapped(threads)
    outcomes = course.grade("threads", looked, jobs=3)
    assert course.results("threads") == course.local
    assert {one.name for one in outcomes} == ALL and sum(one.graded for one in outcomes) == 7
    assert looked.most <= 3 and len(looked.handed) == 8  # also what is no notebook
    assert json.loads(json.dumps(looked.handed[0]))[0]["setup"]["results"] == ""
    with ProcessPoolExecutor(1) as executor:
        assert course.grade("local", executor, wish=Wish(only=("ada",)))[0].before
        (ada,) = course.grade("processes", executor, wish=Wish(only=("ada",)))
    assert ada.graded and course.results("processes")["ada.json"] == course.local["ada.json"]


def test_one_question_anew_leaves_the_others_results(course: Class, threads: ThreadPoolExecutor):
    """What the earlier result says of them travels with the task."""
    shutil.copytree(course.place / "local", course.place / "anew")
    path = course.place / "anew" / "ben.json"
    data = json.loads(path.read_text())
    for check in data["checks"]:
        check["message"] = "as before"
    path.write_text(json.dumps(data))
    course.grade("anew", threads, wish=Wish(only=("ben",), regrade="q1"))
    checks = json.loads(path.read_text())["checks"]
    kept = {check["cell"] for check in checks if check["message"] == "as before"}
    assert kept == {"q2-half", "q3-chain"}
    assert json.loads(path.read_text())["key"] == course.local["ben.json"]["key"]


def test_a_broken_executor_is_one_line_and_nothing_is_lost(course: Class):
    """Who goes on, with an executor or without, has the same results in the end."""
    executor = ProcessPoolExecutor(1)

    def kill() -> None:
        (pid,) = executor._processes
        os.kill(pid, signal.SIGKILL)

    with executor, pytest.raises(AutograderError, match="takes no more tasks") as caught:
        course.grade("broken", executor, watch=Follower(kill))
    (graded,) = re.findall(r"(\d) of 8 are graded, and in", str(caught.value))
    assert "The same command goes on from here." in str(caught.value)
    assert len(course.results("broken")) == int(graded) < 7
    course.grade("broken")
    assert course.results("broken") == course.local


def test_a_signal_stops_it_and_what_waits_is_not_begun(course: Class):
    """No task is begun after that; the one that is graded at the moment comes to its end."""

    def interrupt() -> None:
        os.kill(os.getpid(), signal.SIGINT)

    with ThreadPoolExecutor(1) as inner:
        looked = Wrapped(inner)
        with pytest.raises(Stopped) as caught:
            course.grade("stopped", looked, jobs=8, watch=Follower(interrupt))
    assert "of 8 are graded, and in" in caught.value.said
    task.close()  # of the one that was running
    done = len(course.results("stopped"))
    cancelled = [future for future in looked.futures if future.cancelled()]
    assert done and cancelled and done + len(cancelled) <= len(looked.futures) == 8
    course.grade("stopped", jobs=2)
    assert course.results("stopped") == course.local


def test_a_lost_task_is_asked_again_and_three_times_at_most(
    course: Class, threads: ThreadPoolExecutor
):
    """The reason stands in the result, or in the list of what was not graded."""
    lost = iter([True])
    once = Wrapped(threads, lambda: next(lost, False))
    only = Wish(only=("ada",))
    (ada,) = course.grade("once", once, wish=only)
    assert ada.graded and ada.retries == ("was lost with its worker (OSError: gone)",)
    assert json.loads((course.place / "once/ada.json").read_text())["retries"] == [*ada.retries]
    always = Wrapped(threads, lambda: True)
    (ada,) = course.grade("always", always, wish=only)
    assert not ada.graded and "its task was lost 4 times; the last time: OSError" in ada.problem
    assert (course.place / "always/ada.error.json").exists()


def test_who_would_grade_something_else_is_refused_and_named(
    course: Class, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
):
    """Another version, or a pack of which another verdict would come, grades nobody."""
    parts = {**batch.grader_parts(), "numpy": "1.99"}
    monkeypatch.setattr(batch, "grader_parts", lambda: parts)
    with pytest.raises(AutograderError) as caught:
        course.grade("refused", threads)
    assert f", process {os.getpid()} cannot grade: numpy is " in str(caught.value)
    assert "and not 1.99. Install the same there and here" in str(caught.value)
    monkeypatch.undo()
    monkeypatch.setattr(batch, "files_read", lambda pack: _other_limits(pack, course.place))
    with pytest.raises(AutograderError, match="cannot grade: here the grader or the assignment is"):
        course.grade("refused", threads)
    assert course.results("refused") == {}


def test_workers_speak_what_is_spoken_where_the_command_is_given(
    course: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Also those that were started before, and with a table that lies here alone."""
    said = 'msgid "{earned} of {possible} points"\nmsgstr "{earned} von ganzen {possible}"\n'
    (tmp_path / "de.po").write_text(said)
    assert main(["language", "de", "--compile", "-o", str(tmp_path)]) == 0
    with ProcessPoolExecutor(1) as executor:
        executor.submit(os.getpid).result()
        monkeypatch.setenv("AUTOGRADER_LANGUAGE", "de")
        monkeypatch.setenv("AUTOGRADER_TABLES", str(tmp_path))
        monkeypatch.setattr(course, "pack", load_assignment(course.pack.folder))
        (ada,) = course.grade("german", executor, wish=Wish(only=("ada",)))
    assert ada.report is not None and ada.report.language == "de"
    assert "von ganzen" in json.dumps(ada.report.to_dict())


def _other_limits(pack: Any, place: Path) -> dict[str, Path]:
    from autograder.fingerprint import files_read

    other = place / "other.toml"
    text = (pack.folder / "assignment.toml").read_text()
    other.write_text(text.replace('"Boxes"', '"Other boxes"'))
    return {**files_read(pack), "assignment.toml": other}


def test_a_pack_that_does_not_fit_together_is_said_once(
    tmp_path: Path, threads: ThreadPoolExecutor
):
    """It is the worker that finds it out."""
    pack = make_pack(tmp_path / "boxes")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(json.dumps(handed_in(pack)))
    (pack.folder / "checks.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(AutograderError, match="cannot grade: .*nothing_of_that_name"):
        grade_all(
            lambda held: find([tmp_path / "in"], "boxes", tmp_path / "out", held),
            pack,
            tmp_path / "out",
            executor=threads,
        )


def test_a_process_that_is_stopped_keeps_nobody_waiting_who_has_much_to_send(
    course: Class, tmp_path: Path
):
    """A notebook is longer than a pipe takes without a reader."""
    setup = Setup(str(course.pack.folder), str(tmp_path), 1)
    path = course.place / "in" / "ada" / "boxes" / "boxes.ipynb"
    data = json.loads(path.read_text())
    data["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "a" * 2_000_000})
    sent = base64.b64encode(json.dumps(data).encode()).decode()
    slot = Slot(setup, str(tmp_path), Job("ben", str(path)))
    try:
        wait_for("the first answer", lambda: slot.news()[0] is not None)
        os.kill(slot._process.pid, signal.SIGSTOP)
        giving = threading.Thread(
            target=slot.give, args=[Job("ada", "ada", data=sent)], daemon=True
        )
        giving.start()
        giving.join(60.0)
        assert not giving.is_alive()
        os.kill(slot._process.pid, signal.SIGCONT)
        wait_for("the second answer", lambda: slot.news()[0] is not None)
    finally:
        slot.end()
    assert json.loads((tmp_path / "ada.json").read_text())["points"] == sum(POINTS.values())


def test_a_process_is_kept_for_the_next_task_and_ends_when_none_comes(
    course: Class, monkeypatch: pytest.MonkeyPatch
):
    """It serves one batch only, and its temporary files go with it."""
    ended = []
    monkeypatch.setattr(task, "close", lambda: ended.append(True))

    def slots_here() -> set[int]:
        return {
            pid
            for pid in descendants(os.getpid())
            if b"autograder.slot" in Path(f"/proc/{pid}/cmdline").read_bytes()
        }

    with ThreadPoolExecutor(1) as executor:
        course.grade("kept", executor, wish=Wish(only=("ada",)))
        first = slots_here()
        course.grade("kept", executor, wish=Wish(only=("ben",)))
        assert len(first) == 1 and slots_here() == first
        monkeypatch.setattr(task, "IDLE_SECONDS", 0.05)
        course.grade("kept", executor, wish=Wish(only=("cyd",)))
    wait_for("the end of the process", lambda: not first & set(descendants(os.getpid())))
    assert ended and task._free == {}
