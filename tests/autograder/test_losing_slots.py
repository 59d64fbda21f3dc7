"""Processes that end, stop or hang, a second grader, a full disk: one line, and nothing is lost."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import slots
from autograder.batch import grade_all
from autograder.build import write_notebook
from autograder.cli import main
from autograder.errors import AutograderError
from autograder.finding import find
from autograder.results_folder import STATE, held
from tests.autograder.accidents import begun, family, wait_for
from tests.autograder.boxes import POINTS, handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

#: Put before a check: it does something to the grader's own process, as often as a file says.
TROUBLE = """\
import os
import signal
from pathlib import Path

submission.add(1.0, 2.0)  # the submission's own process runs
left = Path({file!r})
if left.exists():
    more = int(left.read_text()) - 1
    left.write_text(str(more)) if more else left.unlink()
    {trouble}


"""


class Course:
    """A class of two, and a check of its assignment that brings trouble to whoever asks it."""

    def __init__(self, place: Path) -> None:
        self.pack = make_pack(place / "boxes")
        self.checks = self.pack.folder / "checks.py"
        self.quiet = self.checks.read_text()
        self.times = place / "times"
        self.folder, self.results = place / "in", place / "results"
        for name in ("ada", "ben"):
            write_notebook(handed_in(self.pack), self.folder / f"{name}.ipynb")

    def trouble(self, what: str, times: int) -> None:
        """Let the first check of a submission do something to the process that grades it."""
        self.times.write_text(str(times))
        text = TROUBLE.format(file=str(self.times), trouble=what)
        inside = "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
        head = 'def test_add(submission):\n    """It adds."""\n'
        assert head in self.quiet
        self.checks.write_text(self.quiet.replace(head, head + inside))

    @property
    def command(self) -> list[str]:
        words = ["grade", str(self.folder), "-a", str(self.pack.folder), "-j", "1"]
        return [*words, "-o", str(self.results)]

    def start(self, root: Path, **options: Any) -> subprocess.Popen[str]:
        path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
        return subprocess.Popen(
            [sys.executable, "-m", "autograder", *self.command],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def points(self) -> list[float]:
        files = sorted(self.results.glob("*.json"))
        return [json.loads(path.read_text())["points"] for path in files]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Nobody is graded yet."""
    return Course(tmp_path)


TOTAL = sum(POINTS.values())


@pytest.mark.parametrize(
    "what, said",
    [
        ("os._exit(3)", "ended by itself with exit status 3"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was ended by signal 9"),
        ("os.kill(os.getpid(), signal.SIGSTOP)", "was stopped, and nobody let it go on"),
        ("signal.pause()", "took longer than"),
    ],
)
def test_a_submission_whose_process_is_lost_is_asked_again(
    what: str,
    said: str,
    course: Course,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """It gets the result that it would have got, and the reason is told."""
    monkeypatch.setattr(slots, "STOPPED_SECONDS", 0.5)
    course.trouble(what, 1)
    lost = slots.Slot.lost
    late: list[slots.Slot] = []

    def lost_at_once(slot: slots.Slot, seconds: float) -> str:
        if not course.times.exists() and not late:  # the first one has come to where it waits
            late.append(slot)
        return lost(slot, 0.0 if slot in late else seconds)

    if "pause" in what:
        monkeypatch.setattr(slots.Slot, "lost", lost_at_once)
    assert main(course.command) == 0
    told = capsys.readouterr()
    assert course.points() == [TOTAL, TOTAL]
    assert f"asked again: ada: the process that graded it {said}" in told.err
    assert json.loads((course.results / "ada.json").read_text())["retries"][0].startswith(said)


def test_a_submission_that_ends_every_process_is_not_graded_and_the_others_are(
    course: Course, capsys: pytest.CaptureFixture[str]
):
    """After three more attempts it is given up, with the file and how the processes ended."""
    course.trouble("os._exit(3)", 4)
    assert main([*course.command, "--only", "ada"]) == 1
    told = capsys.readouterr().err
    assert (
        "not graded: " in told and "ada.ipynb: the process that graded it was lost 4 times" in told
    )
    assert "exit status 3" in told
    problem = json.loads((course.results / "ada.error.json").read_text())["problem"]
    assert "was lost 4 times" in problem
    assert main(course.command) == 0 and course.points() == [TOTAL, TOTAL]


def test_a_second_grader_is_told_who_is_there_and_a_dead_one_is_followed(
    course: Course, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Two never write into one folder; and whatever a killed one left is cleared up."""
    course.trouble("signal.pause()", 1)
    first = course.start(root)
    wait_for("the check was asked", lambda: not course.times.exists())
    assert main(course.command) == 2
    told = capsys.readouterr().err
    assert f"somebody is grading into it: process {first.pid} on " in told and ", since 20" in told
    scratch = Path(json.loads((course.results / STATE).read_text())["scratch"])
    there = family(first.pid)
    assert scratch.is_dir() and len(there) > 2
    for number in (signal.SIGSTOP, signal.SIGKILL):  # nobody is left that could clear up
        for pid, _ in there:
            os.kill(pid, number)
    first.communicate()
    assert scratch.is_dir()
    assert main(course.command) == 0
    assert not scratch.exists() and course.points() == [TOTAL, TOTAL]
    assert [pid for pid, since in there if begun(pid) == since] == []
    assert sorted(path.name for path in course.results.iterdir()) == ["ada.json", "ben.json"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_batch_that_is_told_to_stop_says_how_far_it_came(
    number: signal.Signals, course: Course, root: Path, request: pytest.FixtureRequest
):
    """At once, with the status that is usual; nothing of it is left, and the next run goes on."""
    # A process inherits what its parent ignores, as under nohup.
    before = signal.signal(number, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(number, before))
    course.trouble("signal.pause()", 1)
    run = course.start(root)
    wait_for("the check was asked", lambda: not course.times.exists())
    scratch = Path(json.loads((course.results / STATE).read_text())["scratch"])
    there = family(run.pid)
    run.send_signal(number)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 128 + number
    assert f"autograder: stopped ({number.name}). 0 of 2 are graded" in told
    assert "Give the same command again to go on." in told and "Traceback" not in told
    assert not scratch.exists()
    wait_for("all have ended", lambda: not [pid for pid, t in there if begun(pid) == t])


def test_being_told_to_stop_while_a_lost_process_is_cleared_up_ends_all(
    course: Course, monkeypatch: pytest.MonkeyPatch
):
    """The status is that of the signal, no other process stays, and no number is closed twice."""
    course.trouble("signal.pause()", 2)
    ended: list[slots.Slot] = []
    remove = slots.remove

    def told(folder: str) -> None:
        remove(folder)
        if not ended:
            ended.append(kept[0])
            signal.raise_signal(signal.SIGTERM)

    kept: list[slots.Slot] = []
    start = slots.Slot.__init__

    def started(slot: slots.Slot, *arguments: Any) -> None:
        start(slot, *arguments)
        kept.append(slot)

    def lost(slot: slots.Slot, seconds: float) -> str:
        late = slot is kept[0] and len(kept) == 2 and not course.times.exists()
        return "took longer than it may" if late else ""

    monkeypatch.setattr(slots, "remove", told)
    monkeypatch.setattr(slots.Slot, "__init__", started)
    monkeypatch.setattr(slots.Slot, "lost", lost)
    assert main([*course.command, "-j", "2"]) == 128 + signal.SIGTERM
    assert ended and [slot._process.poll() for slot in kept] == [-signal.SIGKILL] * 2


def test_a_full_disk_ends_the_batch_with_one_line_and_damages_nothing(course: Course, root: Path):
    """What was there stays, nothing half-written is left, and the same command goes on."""
    course.start(root).communicate()
    before = (course.results / "ada.json").read_bytes()
    write_notebook(handed_in(course.pack), course.folder / "cyd.ipynb")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))

    run = course.start(root, preexec_fn=little_room)
    _, told = run.communicate()
    assert run.returncode == 1
    (line,) = told.splitlines()
    assert "results cannot be written any more (File too large)" in line and "goes on" in line
    assert "2 of 3 are graded" in line
    assert (course.results / "ada.json").read_bytes() == before
    assert sorted(path.name for path in course.results.iterdir()) == ["ada.json", "ben.json"]
    run = course.start(root)
    run.communicate()
    assert run.returncode == 0 and course.points() == [TOTAL] * 3


def test_a_results_folder_that_disappears_ends_the_batch_with_one_line(course: Course):
    """Nobody grades for hours into a folder that is not there."""

    class Removes:
        def begin(self, total: int, before: int) -> None:
            shutil.rmtree(course.results)

        def step(self, outcome: Any) -> None:
            raise AssertionError("there is no result")

        def running(self, now: Any) -> None:
            pass

    def found(held: Any) -> Any:
        return find([course.folder], "boxes", course.results, held)

    with pytest.raises(AutograderError, match="cannot be written any more .No such file"):
        grade_all(found, course.pack, course.results, jobs=1, watch=Removes())
    outcomes, _ = grade_all(found, course.pack, course.results, jobs=1)
    assert [outcome.graded for outcome in outcomes] == [True, True]


def test_what_has_no_room_is_said_before_anything_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A folder into which nothing can be written is not locked for ever."""

    def refuse(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("autograder.results_folder.write_json", refuse)
        with pytest.raises(AutograderError, match="No space left"), held(tmp_path / "results"):
            pass
    with held(tmp_path / "results") as state:
        assert state.pid == os.getpid()


@pytest.mark.parametrize("early", [True, False])
def test_no_process_that_can_grade_is_one_line(
    course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, early: bool
):
    """An installation in which no such process comes up is not tried for every submission."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "jupytext.py").write_text("raise ImportError('half installed')\n")
    ordinary = slots._environment

    def environment(folder: str) -> dict[str, str]:
        if early:
            return {"PYTHONHOME": "/nowhere"}
        others = os.environ.get("PYTHONPATH", "")
        return {**ordinary(folder), "PYTHONPATH": f"{broken}{os.pathsep}{others}"}

    monkeypatch.setattr(slots, "_environment", environment)
    begun_slots: list[str] = []
    real: Callable[..., None] = slots.Slot.give
    monkeypatch.setattr(
        slots.Slot, "give", lambda slot, job: (begun_slots.append(job.name), real(slot, job))[1]
    )
    with pytest.raises(AutograderError, match="no process that grades can be started: it ended"):
        grade_all(lambda held: find([course.folder], "boxes"), course.pack, course.results, jobs=1)
    assert len(begun_slots) == slots.FALSE_STARTS


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_nobody_looks_into_a_process_that_grades():
    """Also none that belongs to the same user."""
    code = (
        "import ctypes\nfrom autograder.processes import be_opaque\nbe_opaque()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "0", done.stderr


def test_a_process_that_cannot_read_its_jobs_ends(tmp_path: Path) -> None:
    """It does not wait for one that never comes, and nor does the batch."""
    answers, theirs = os.pipe()
    scratch = tmp_path / "batch" / "slot"
    scratch.mkdir(parents=True)
    command = [sys.executable, "-P", "-m", "autograder.slot", str(theirs), str(scratch)]
    root = str(Path(slots.__file__).parents[1])
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[theirs],
            env={**os.environ, "PYTHONPATH": root},
        ) as process:
            assert process.stdin is not None and process.stderr is not None
            process.stdin.write(b"{no JSON\n")
            process.stdin.flush()
            assert b"JSONDecodeError" in process.stderr.read()
            assert process.wait(60) == 1
    finally:
        os.close(answers)
        os.close(theirs)
