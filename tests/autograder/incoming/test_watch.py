"""A folder that fills is graded as it fills, by a real process that is ended as people end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from autograder.build import write_notebook
from autograder.cli import main
from autograder.errors import UsageError
from autograder.incoming import watching
from autograder.incoming.watching import Grading, Watching
from autograder.pack import Assignment
from tests.autograder.accidents import PATIENCE, wait_for
from tests.autograder.boxes import handed_in, make_pack
from tests.autograder.incoming.classes import zipped

pytestmark = pytest.mark.usefixtures("no_process_left")

RIGHT = {"q1-mul-answer": "class _mul:\n    def func(self, a, b):\n        return a * b"}


class Watched:
    """A folder, and the command that watches it."""

    def __init__(self, place: Path, root: Path, pack: Assignment) -> None:
        self.folder, self.results = place / "in", place / "results"
        self.folder.mkdir()
        self.said = place / "said.txt"
        self.pack = pack
        self._root = root
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Watch, looking often."""
        command = [sys.executable, "-m", "autograder", "watch", str(self.folder), *words]
        command += ["-a", str(self.pack.folder), "-o", str(self.results), "-j", "1"]
        path = os.pathsep.join(filter(None, [str(self._root), os.environ.get("PYTHONPATH", "")]))
        with self.said.open("wb") as said:
            process = subprocess.Popen(
                [*command, "--every", "0.05"],
                env={**os.environ, "PYTHONPATH": path},
                stdout=said,
                stderr=said,
            )
        self._running.append(process)
        self.wait("watching")
        return process

    def wait(self, what: str, times: int = 1) -> None:
        """Wait until it has said something so often."""
        wait_for(what, lambda: self.told.count(what) >= times)

    @property
    def told(self) -> str:
        """What it has said so far."""
        return self.said.read_text()

    def end(self, process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
        """End it as people do."""
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0, self.told

    def points(self) -> dict[str, float]:
        """Everybody's points, as they are on disk."""
        files = sorted(self.results.glob("[!.]*.json"))
        return {one.stem: json.loads(one.read_text()).get("points") for one in files}

    def end_all(self) -> None:
        """Leave nothing running."""
        for process in self._running:
            if process.poll() is None:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """A small assignment."""
    return make_pack(tmp_path_factory.mktemp("packs") / "boxes")


@pytest.fixture
def watched(tmp_path: Path, root: Path, pack: Assignment) -> Iterator[Watched]:
    """Nobody is watching yet."""
    one = Watched(tmp_path, root, pack)
    yield one
    one.end_all()


def bytes_of(pack: Assignment, place: Path, answers: dict[str, str] | None = None) -> bytes:
    """Give a submission as a file has it."""
    return write_notebook(handed_in(pack, answers), place).read_bytes()


def test_what_comes_is_graded_and_what_is_being_written_is_waited_for(
    watched: Watched, pack: Assignment, tmp_path: Path
) -> None:
    """Half a notebook is none; a new one takes the place of an old one; the watch goes on."""
    whole = bytes_of(pack, tmp_path / "made.ipynb")
    right = bytes_of(pack, tmp_path / "right.ipynb", RIGHT)
    (watched.folder / "ada.ipynb").write_bytes(whole)
    process = watched.start()
    watched.wait("ada: 8 / 10")
    with (watched.folder / "ben.ipynb").open("wb") as file:
        file.write(right[: len(right) // 2])
        file.flush()
        watched.wait("ben.ipynb: this is not a notebook")
        assert "ben" not in watched.points()
        file.write(right[len(right) // 2 :])
    watched.wait("ben: 10 / 10")
    (watched.folder / "ada.ipynb").write_bytes(right)
    watched.wait("ada: 10 / 10")
    (watched.folder / "cy.ipynb").write_text("{}")
    watched.wait("cy: ", 1)  # which stays none: that is its result
    assert "only format 4 is graded" in watched.told
    assert set(watched.points()) == {"ada", "ben", "cy.error"}
    watched.end(process, signal.SIGINT)
    assert "ended (SIGINT); 3 were graded. The same command goes on." in watched.told
    (watched.folder / "dan.ipynb").write_bytes(whole)
    again = watched.start()
    watched.wait("dan: 8 / 10")
    watched.wait("2 of ")
    assert "ada: " not in watched.told  # nobody is graded twice
    watched.end(again)
    assert "ended (SIGTERM); 1 were graded." in watched.told
    assert "Traceback" not in watched.told


def test_archives_that_come_into_an_inbox_are_collected_first(
    watched: Watched, pack: Assignment, tmp_path: Path
) -> None:
    """Also one that is copied slowly, and one that is none does not end it."""
    whole = bytes_of(pack, tmp_path / "made.ipynb")
    right = bytes_of(pack, tmp_path / "right.ipynb", RIGHT)
    first = zipped(tmp_path / "a.zip", {"x_17_901_boxes.ipynb": whole}).read_bytes()
    submitted = tmp_path / "submitted"
    process = watched.start("--collect", str(submitted), "--attempts", "best")
    slow = watched.folder / "submissions.zip"
    slow.write_bytes(first[:-50])
    watched.wait("this is no zip archive, or a damaged one")
    slow.write_bytes(first)
    watched.wait("17@1: 8 / 10")
    newer = zipped(tmp_path / "b.zip", {"x_17_955_boxes-1.ipynb": right})
    newer.rename(watched.folder / "b.zip")
    watched.wait("17@2: 10 / 10")
    (watched.folder / "own.ipynb").write_bytes(whole)
    watched.wait("own.ipynb: only archives are collected from here")
    watched.end(process)
    assert watched.points() == {"17@1": 8, "17@2": 10}
    assert watched.told.count("17@1: ") == 1
    assert (submitted / "came-in.csv").read_text().count("taken in") == 2


class Told:
    """What a watch in this process says."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


def looked(watch: Watching, times: int) -> None:
    """Look so often."""
    for _ in range(times):
        watch.look()


def test_a_file_that_vanishes_costs_nothing(
    tmp_path: Path, pack: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks, between look and grading, and with its whole folder."""
    folder, told = tmp_path / "in", Told()
    watch = Watching(folder, Grading(pack, tmp_path / "results", jobs=1), say=told)
    looked(watch, 2)
    folder.mkdir()
    (folder / "ada.ipynb").write_bytes(bytes_of(pack, tmp_path / "made.ipynb"))
    (folder / "ben.ipynb").write_bytes(bytes_of(pack, tmp_path / "made.ipynb"))
    watch.look()
    (folder / "ben.ipynb").unlink()
    grade = watching.grade_all

    def gone_first(find: Callable, *rest: object, **more: object) -> object:
        (folder / "ada.ipynb").unlink()
        return grade(find, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(watching, "grade_all", gone_first)
        looked(watch, 3)
    assert told.lines == [f"{folder}: it is not there; waiting for it."]
    assert not list((tmp_path / "results").glob("[!.]*"))
    (folder / "ada.ipynb").write_bytes(bytes_of(pack, tmp_path / "made.ipynb"))
    looked(watch, 3)
    assert told.lines[1:] == ["ada: 8 / 10"] and watch.graded == 1


def test_who_grades_into_the_same_folder_is_waited_for(tmp_path: Path, pack: Assignment) -> None:
    from autograder.results_folder import held

    folder, told = tmp_path / "in", Told()
    folder.mkdir()
    (folder / "ada.ipynb").write_bytes(bytes_of(pack, tmp_path / "made.ipynb"))
    watch = Watching(folder, Grading(pack, tmp_path / "results", jobs=1), say=told)
    with held(tmp_path / "results"):
        looked(watch, 4)
    assert len(told.lines) == 1 and "somebody is grading into it" in told.lines[0]
    watch.look()
    assert told.lines[1:] == ["ada: 8 / 10"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-folder"], "there is no such folder. Make it first."),
        ([".", "--due", "2026-11-20"], "how a class hands in is only said with --collect DIR."),
    ],
)
def test_what_cannot_be_watched_is_said_at_once(
    words: Sequence[str],
    said: str,
    pack: Assignment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch", *words, "-a", str(pack.folder)]) == 2
    assert said in capsys.readouterr().err


def test_an_inbox_is_no_folder_of_submissions(tmp_path: Path, pack: Assignment) -> None:
    """A folder whose results cannot be written ends the watch with one line."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ada.ipynb").write_bytes(bytes_of(pack, tmp_path / "made.ipynb"))
    (tmp_path / "results").write_text("a file")
    watch = Watching(folder, Grading(pack, tmp_path / "results", jobs=1), say=Told())
    watch.look()
    with pytest.raises(UsageError, match="results cannot be written here"):
        watch.look()
