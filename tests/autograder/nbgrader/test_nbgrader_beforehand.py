"""nbgrader's one loop finds its results made; no submission stops it, and none gets another's."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import source_notebook, write_notebook  # noqa: E402
from autograder.nbgrader.beforehand import Beforehand  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.nbgrader.handed_in import _put_aside  # noqa: E402
from autograder.report import Report  # noqa: E402
from autograder.results import Outcome, stored  # noqa: E402
from tests.autograder.boxes import POINTS, cell, handed_in, make_pack  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402

RIGHT = "class _mul:\n    def func(self, a, b):\n        return a * b"


class Course:
    """A course in which some hand in what is no notebook."""

    def __init__(self, place: Path) -> None:
        self.pack = make_pack(place / "boxes")
        self.folder = init_course(place / "course")
        config = self.folder / "nbgrader_config.py"
        packs = f"c.PackPreprocessor.packs = {{'boxes': {str(self.pack.folder)!r}}}\n"
        config.write_text(config.read_text() + packs)
        write_notebook(source_notebook(self.pack), self.folder / "source" / "boxes" / "boxes.ipynb")
        self.run("generate_assignment")
        for name in ("ada", "ben", "odd", "pipe", "link", "time"):
            self.file(name).parent.mkdir(parents=True)
        right = handed_in(self.pack, {"q1-mul-answer": RIGHT})
        write_notebook(right, self.file("ada"))
        write_notebook(handed_in(self.pack), self.file("ben").with_name("my boxes.ipynb"))
        os.mkfifo(self.file("pipe"))
        os.mkfifo(self.file("ada").with_name("data.csv"))
        self.file("ada").with_name("picture.png").symlink_to("/etc/hostname")
        self.file("link").symlink_to(self.file("ada"))
        write_notebook(right, self.file("time"))
        self.file("time").with_name("timestamp.txt").write_text("at noon")
        self.file("odd").write_bytes(b"\xff\x00{")
        self.log = self.run("autograde")

    def file(self, student: str) -> Path:
        return self.folder / "submitted" / student / "boxes" / "boxes.ipynb"

    def run(self, command: str, *words: str) -> str:
        return run_nbgrader(self.folder, command, "boxes", *words)

    def grades(self, student: str) -> dict[str, tuple[float, bool]]:
        with nbgrader_api.Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission_notebook("boxes", "boxes", student)
            return {g.name: (g.auto_score, g.needs_manual_grade) for g in found.grades}

    def report(self, student: str) -> Report:
        path = self.folder / "autograded" / student / "boxes" / "boxes.report.json"
        return Report.from_dict(json.loads(path.read_text()))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Autograded once."""
    return Course(tmp_path_factory.mktemp("beforehand"))


def test_every_submission_is_scored_whatever_the_others_are(course: Course) -> None:
    right = {**POINTS, "q1-mul": 2.0}
    wanted: dict[str, dict[str, float]] = {"ada": right, "time": right, "ben": POINTS}
    nothing = dict.fromkeys(POINTS, 0.0)
    wanted |= {"odd": nothing, "pipe": nothing, "link": nothing}
    for student, points in wanted.items():
        assert course.grades(student) == {name: (n, False) for name, n in points.items()}, student
    assert "this is a link: ask for the file itself" in course.report("link").notes[0]
    assert "not an ordinary file" in course.report("pipe").notes[0]
    assert "handed in as my boxes.ipynb" in course.report("ben").notes
    assert "Traceback" not in course.log


def test_all_are_graded_before_the_first_is_scored_and_with_one_seed(course: Course) -> None:
    lines = course.log.splitlines()
    (start,) = [n for n, line in enumerate(lines) if "Grading 6 submissions, 0 of" in line]
    graded = [n for n, line in enumerate(lines) if "] Graded " in line or "] Not graded: " in line]
    scored = [n for n, line in enumerate(lines) if "Autograding " in line]
    assert len(graded) == len(scored) == 6 and scored[0] < start < graded[0]
    assert graded[-1] < scored[1]
    assert len({course.report(name).seed for name in ("ada", "ben", "time")}) == 1


def test_what_was_handed_in_besides_is_copied_only_if_it_is_a_file(course: Course) -> None:
    copied = {path.name for path in (course.folder / "autograded" / "ada" / "boxes").iterdir()}
    assert copied == {"boxes.ipynb", "boxes.report.json"}
    aside = course.folder / ".autograder" / "put-aside" / "ada" / "boxes"
    assert {path.name for path in aside.iterdir()} == {"data.csv", "picture.png"}
    assert "timestamp.txt: this is no time" in course.log


def test_a_result_made_beforehand_is_of_these_bytes_this_seed_and_these_checks(
    course: Course,
) -> None:
    folder = course.folder / ".autograder" / "results" / "boxes" / "boxes"
    one = stored(folder)["ada"]
    assert one.report is not None
    seed, sha256 = one.report.seed, one.report.sha256
    outcome = Outcome("ada", course.file("ada"), one.report)
    made = Beforehand(folder, seed, {"ada": outcome})
    assert made.report("ada", sha256, course.pack) == one.report
    assert made.report("ada", "0" * 64, course.pack) is None
    assert made.report("ben", sha256, course.pack) is None
    assert replace(made, seed=seed + 1).report("ada", sha256, course.pack) is None
    assert replace(made, seed=None).report("ada", sha256, course.pack) is None
    checks = course.pack.folder / "checks.py"
    before = checks.read_text()
    checks.write_text(before + "\n")
    assert made.report("ada", sha256, course.pack) is None
    checks.write_text(before)


def test_what_is_handed_in_again_under_another_name_is_what_is_scored(course: Course) -> None:
    other = course.file("ben").with_name("my boxes.ipynb")
    write_notebook(handed_in(course.pack, {"q1-mul-answer": RIGHT}), other)
    course.file("link").unlink()
    os.link(course.file("ada"), course.file("link"))
    log = course.run("autograde", "--student=ben", "--force")
    assert "Grading 1 submissions" in log
    assert course.grades("ben")["q1-mul"] == (2.0, False)
    again = course.report("ben")
    assert again.seed == course.report("ada").seed and "handed in as my boxes.ipynb" in again.notes
    mine: Any = json.loads(course.file("ben").read_text())
    assert "".join(cell(mine, "q1-mul-answer")["source"]) == RIGHT


def test_links_of_one_name_are_put_aside_for_each_student(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However deep they lie: whose they are is not lost, and none takes another's place."""
    monkeypatch.chdir(tmp_path)
    for student in ("ada", "eve"):
        deep = tmp_path / "submitted" / student / "boxes" / "data" / "deep"
        deep.mkdir(parents=True)
        (deep / "same.txt").symlink_to(f"/nowhere/{student}")
        _put_aside(deep.parents[1])
        aside = Path(".autograder", "put-aside", student, "boxes", "data", "deep", "same.txt")
        assert os.readlink(aside) == f"/nowhere/{student}" and not any(deep.iterdir())


def test_whom_nbgrader_passes_over_with_another_notebook_is_named(course: Course) -> None:
    """By its own name and under another; who has handed in the same is not."""
    for student in ("ada", "ben", "link"):
        course.run("autograde", f"--student={student}", "--force")
    course.file("link").unlink()
    assert "since it was graded" not in course.run("autograde")
    before = {
        path: path.read_bytes()
        for path in (course.file("ada"), course.file("ben").with_name("my boxes.ipynb"))
    }
    for path in before:
        write_notebook(handed_in(course.pack, {"q1-mul-answer": RIGHT + " + 1"}), path)
    log = course.run("autograde")
    told = [line.split("] ")[-1] for line in log.splitlines() if "since it was graded" in line]
    assert [line.split()[0] for line in told] == ["ada", "ben"]
    assert "nbgrader autograde boxes --student=ada --force" in told[0]
    for path, data in before.items():
        path.write_bytes(data)


def test_the_page_of_what_is_no_notebook_says_why_at_every_check(course: Course) -> None:
    """At the hidden ones, too: nothing was claimed."""
    report = dataclasses.replace(
        course.report("odd"),
        checks=tuple(
            dataclasses.replace(check, hidden=True) for check in course.report("odd").checks
        ),
    )
    messages = {check.message for check in report.for_student().checks}
    assert len(messages) == 1 and "not a notebook" in messages.pop()
