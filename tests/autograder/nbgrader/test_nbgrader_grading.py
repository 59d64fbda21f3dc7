"""One course, nbgrader's own commands and gradebook, and students of every kind."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import (  # noqa: E402
    answered_notebook,
    release_notebook,
    source_notebook,
    write_notebook,
)
from autograder.grading import grade_notebook  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.notebook import read_notebook  # noqa: E402
from autograder.pack import installed_assignments, load_assignment  # noqa: E402
from autograder.report import Report  # noqa: E402
from tests.autograder.nbgrader.command_line import environment_of, run_nbgrader  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
SCALAR = load_assignment(ROOT / "assignments" / "scalar")
SEED = 7

SCRIPT = "<script>alert('student')</script>"

PLAIN_CELLS = {
    "plain-answer": ("def double(x):\n    return 2 * x", {"solution": True}),
    "plain-test": ("assert double(4) == 8", {"grade": True, "points": 3, "locked": True}),
}


def plain_notebook(answer: str) -> Any:
    """Build a notebook that is none of ours."""
    from nbformat import v4

    notebook = v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "P"}})
    for name, (source, flags) in PLAIN_CELLS.items():
        nbgrader = {
            "schema_version": 3,
            "grade": False,
            "solution": False,
            "locked": False,
            "task": False,
            "grade_id": name,
            **flags,
        }
        text = answer if name == "plain-answer" else source
        notebook.cells.append(v4.new_code_cell(text, id=name, metadata={"nbgrader": nbgrader}))
    return notebook


def cell_of(notebook: Any, name: str) -> Any:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def with_copies() -> Any:
    """A student who copied cells, and whose metadata claims all sorts of things."""
    notebook = answered_notebook(SCALAR)
    answer, graded = cell_of(notebook, "q1-mul-answer"), cell_of(notebook, "q1-mul")
    notebook.cells.insert(notebook.cells.index(answer), json_copy(answer))
    notebook.cells.append(json_copy(graded))
    graded.metadata.nbgrader["points"] = 999
    cell_of(notebook, "q2-chain").metadata.nbgrader.update(solution=True, grade=False)
    del cell_of(notebook, "q2-answer").metadata.nbgrader["schema_version"]
    cell_of(notebook, "q3-answer").metadata.nbgrader["schema_version"] = 99
    cell_of(notebook, "q4-step").source = "999"
    for cell in notebook.cells:
        cell.metadata.pop("adlearn", None)
    return notebook


def with_renamed() -> Any:
    """A student who renamed an answer cell and deleted graded ones."""
    notebook = answered_notebook(SCALAR)
    cell_of(notebook, "q1-exp-answer").metadata.nbgrader["grade_id"] = "mine"
    gone = [cell_of(notebook, name) for name in ("q1-sub", "q1-log", "q7-loss", "q7-gradient")]
    notebook.cells = [cell for cell in notebook.cells if cell not in gone]
    return notebook


def noisy() -> Any:
    """A student who is right, and warns, prints to stderr and writes scripts everywhere."""
    import nbformat.v4 as v4

    answer = SCALAR.answers()["q1-mul-answer"]
    loud = "import sys, warnings\nprint('loud' + 'noise', file=sys.stderr)\n"
    loud += "warnings.warn('loud' + 'noise')\n"
    notebook = answered_notebook(
        SCALAR,
        {
            "q1-mul-answer": loud + answer,
            "q1-sub-answer": f"class _sub(AutogradValue):\n    def func(self, a, b):\n"
            f'        raise ValueError("{SCRIPT}")\n',
        },
    )
    notebook.cells.append(v4.new_markdown_cell(f"Look: {SCRIPT} <img src=x onerror=alert(1)>"))
    notebook.cells.append(v4.new_raw_cell(SCRIPT))
    shown = v4.new_output("display_data", data={"text/html": SCRIPT})
    cell_of(notebook, "q1-mul").outputs = [shown]
    notebook.cells.append(v4.new_code_cell("1 + 1", outputs=[shown]))
    return notebook


def json_copy(cell: Any) -> Any:
    import nbformat

    return nbformat.from_dict(json.loads(json.dumps(cell)))


def ends_the_process() -> Any:
    text = SCALAR.answers()["q1-log-answer"].replace(
        "return math.log(a)", "import os\n        os._exit(0)"
    )
    assert "_exit" in text
    return answered_notebook(SCALAR, {"q1-log-answer": text})


def bank(name: str) -> Any:
    return answered_notebook(SCALAR, SCALAR.bank("wrong")[name].cells)


STUDENTS = {
    "copies": with_copies,
    "ends": ends_the_process,
    "loops": lambda: bank("endless-loop"),
    "noisy": noisy,
    "renamed": with_renamed,
    "right": lambda: answered_notebook(SCALAR),
    "stubs": lambda: release_notebook(SCALAR),
    "swapped": lambda: bank("mul-swapped"),
}


@dataclass
class Course:
    folder: Path
    log: str = ""

    def run(self, *arguments: str, code: int | None = 0) -> str:
        """Run an nbgrader command the way a person does, and give what it says."""
        return run_nbgrader(self.folder, *arguments, code=code)

    def submit(self, student: str, assignment: str, notebook: Any) -> Path:
        folder = self.folder / "submitted" / student / assignment
        return write_notebook(notebook, folder / f"{assignment}.ipynb")

    def gradebook(self) -> Any:
        return nbgrader_api.Gradebook(f"sqlite:///{self.folder / 'gradebook.db'}")

    def scores(self, student: str, assignment: str = "scalar") -> dict[str, float | None]:
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(assignment, assignment, student)
            return {grade.name: grade.auto_score for grade in found.grades}

    def comment(self, student: str, cell: str) -> str:
        with self.gradebook() as gradebook:
            return gradebook.find_comment(cell, "scalar", "scalar", student).comment or ""

    def report(self, student: str) -> Report:
        path = self.folder / "autograded" / student / "scalar" / "scalar.report.json"
        return Report.from_dict(json.loads(path.read_text()))

    @cached_property
    def pages(self) -> dict[str, str]:
        """The feedback pages."""
        self.run("generate_feedback", "scalar")
        folder = self.folder / "feedback"
        return {path.parts[-3]: path.read_text() for path in folder.glob("*/scalar/scalar.html")}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that has been autograded once, everybody in it."""
    place = tmp_path_factory.mktemp("nbgrader")
    folder = init_course(place / "course", "autodiff-101")
    config = folder / "nbgrader_config.py"
    extra = f"c.GradeOutOfProcess.seed = {SEED}\n"
    if "scalar" not in installed_assignments():
        extra += f"c.PackPreprocessor.packs = {{'scalar': {str(SCALAR.folder)!r}}}\n"
    config.write_text(config.read_text() + extra)
    made = Course(folder)
    write_notebook(source_notebook(SCALAR), folder / "source" / "scalar" / "scalar.ipynb")
    right = PLAIN_CELLS["plain-answer"][0]
    write_notebook(plain_notebook(right), folder / "source" / "plain" / "plain.ipynb")
    made.run("generate_assignment", "scalar")
    made.run("generate_assignment", "plain")
    for student, make in STUDENTS.items():
        made.submit(student, "scalar", make())
    made.submit("unreadable", "scalar", release_notebook(SCALAR)).write_text("this is no notebook")
    made.submit("right", "plain", plain_notebook(right))
    wrong = plain_notebook("def double(x):\n    return x")
    wrong.cells[0].metadata["adlearn"] = {"role": "answer"}
    made.submit("swapped", "plain", wrong)
    made.log = made.run("autograde", "scalar")
    return made


def expected(course: Course, student: str) -> dict[str, float]:
    """What `grade_notebook` gives for the file that was handed in."""
    path = course.folder / "submitted" / student / "scalar" / "scalar.ipynb"
    report = grade_notebook(read_notebook(path), SCALAR, seed=SEED)
    return {cell: report.of(cell=cell).points for cell in SCALAR.points}


def test_generate_assignment_releases_what_our_release_command_gives(course: Course) -> None:
    theirs = json.loads((course.folder / "release" / "scalar" / "scalar.ipynb").read_text())
    ours = release_notebook(SCALAR)
    assert len(theirs["cells"]) == len(ours.cells)
    for their, our in zip(theirs["cells"], ours.cells, strict=True):
        source = their["source"]
        assert "".join(source) == our.source
        assert their["metadata"].get("nbgrader") == our.metadata.get("nbgrader")


@pytest.mark.parametrize("student", ["right", "swapped", "stubs", "copies", "renamed", "noisy"])
def test_the_gradebook_holds_the_scores_that_grading_the_file_gives(
    course: Course, student: str
) -> None:
    assert course.scores(student) == expected(course, student)


@pytest.mark.parametrize(
    "student, lost",
    [
        ("right", set()),
        ("swapped", {"q1-mul", "q7-whole"}),
        ("ends", {"q1-log", "q7-whole"}),
        ("loops", {"q1-exp", "q7-whole"}),
        ("copies", set()),
        ("renamed", set()),
        ("noisy", {"q1-sub", "q7-whole"}),
        ("stubs", set(SCALAR.points)),
        ("unreadable", set(SCALAR.points)),
    ],
)
def test_only_the_cells_that_are_wrong_lose_points(
    course: Course, student: str, lost: set[str]
) -> None:
    scores = course.scores(student)
    assert scores.keys() == SCALAR.points.keys()
    assert {cell for cell, score in scores.items() if score != SCALAR.points[cell]} == lost


def test_no_grade_is_left_empty_or_waiting_for_a_person(course: Course) -> None:
    with course.gradebook() as gradebook:
        grades = [
            grade
            for submission in gradebook.assignment_submissions("scalar")
            for notebook in submission.notebooks
            for grade in notebook.grades
        ]
        assert len(grades) == (len(STUDENTS) + 1) * len(SCALAR.points)
        assert [g.name for g in grades if g.auto_score is None or g.needs_manual_grade] == []


def test_forged_points_change_nothing_that_is_stored(course: Course) -> None:
    with course.gradebook() as gradebook:
        found = gradebook.find_submission("scalar", "copies")
        assert (found.max_score, found.score) == (100.0, 100.0)
    path = course.folder / "autograded" / "copies" / "scalar" / "scalar.ipynb"
    stored = {}
    for cell in json.loads(path.read_text())["cells"]:
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("grade"):
            stored[nbgrader["grade_id"]] = nbgrader["points"]
    assert stored == SCALAR.points


def test_each_graded_cell_has_a_card_and_then_a_plain_decimal(course: Course) -> None:
    path = course.folder / "autograded" / "swapped" / "scalar" / "scalar.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        kinds = [output["output_type"] for output in cell.get("outputs", [])]
        if name not in SCALAR.points:
            assert kinds == [], name
            continue
        assert kinds == ["display_data", "execute_result"]
        score = "".join(cell["outputs"][1]["data"]["text/plain"])
        assert float(score) == (0.0 if name in ("q1-mul", "q7-whole") else SCALAR.points[name])
        assert set(score) <= set("0123456789.")


def test_the_explanation_is_the_comment_on_the_answer(course: Course) -> None:
    text = course.comment("swapped", "q1-mul-answer")
    assert "does not match" in text and "expected" in text
    assert "0 of 3 points" in text
    assert "3 of 3 points" in course.comment("swapped", "q1-div-answer")
    assert "not written yet" in course.comment("stubs", "q5-answer")
    assert "not a notebook" in course.comment("unreadable", "q1-mul-answer")


def test_the_report_is_beside_the_graded_notebook_and_speaks_of_the_submitted_file(
    course: Course,
) -> None:
    import hashlib

    report = course.report("copies")
    submitted = course.folder / "submitted" / "copies" / "scalar" / "scalar.ipynb"
    assert report.sha256 == hashlib.sha256(submitted.read_bytes()).hexdigest()
    assert report.seed == SEED
    assert any("q1-mul-answer stands more than once" in note for note in report.notes)
    gone = "graded cells q1-sub, q1-log, q7-loss, q7-gradient are missing"
    assert any(gone in note for note in course.report("renamed").notes)


def test_what_went_wrong_with_a_file_is_in_the_log_and_the_others_are_graded(
    course: Course,
) -> None:
    line = next(line for line in course.log.splitlines() if "not a notebook" in line)
    assert "unreadable" in line and "ERROR" in line
    assert "Traceback" not in course.log
    assert "has changed" not in course.log
    assert "DuplicateCellId" not in course.log


def test_feedback_pages_show_the_cards(course: Course) -> None:
    assert course.pages.keys() == {*STUDENTS, "unreadable"}
    page = course.pages["swapped"]
    assert "94.0 / 100.0" in page
    assert '<th scope="col"' in page and "border-left:4px solid #D55E00" in page
    assert "does not match" in page
    assert "(its text is not JSON)" in course.pages["unreadable"]
    assert not (course.folder / "feedback" / "swapped" / "scalar" / "scalar.report.json").exists()


def test_no_script_of_a_student_reaches_a_page(course: Course) -> None:
    page = course.pages["noisy"]
    assert "alert(" in page  # as text, so that this test looks at the right page
    assert SCRIPT not in page
    assert "<img src=x" not in page
    assert "loudnoise" not in page


def test_export_has_the_totals(course: Course) -> None:
    course.run("export", "--to", "grades.csv")
    with (course.folder / "grades.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == "scalar"]
    totals = {row["student_id"]: float(row["score"]) for row in rows}
    assert totals["right"] == 100.0 and totals["swapped"] == 94.0 and totals["stubs"] == 0.0
    assert {float(row["max_score"]) for row in rows} == {100.0}


def test_validate_tells_a_student_what_fails_and_when_nothing_does(course: Course) -> None:
    def said_of(notebook: Any) -> str:
        # Without the cells that only train and draw, which validate would run as well.
        notebook.cells = [c for c in notebook.cells if "nbgrader" in c.metadata]
        path = write_notebook(notebook, course.folder.parent / "validated.ipynb")
        return course.run("validate", str(path), code=None)

    assert "Success" in said_of(answered_notebook(SCALAR))
    said = said_of(release_notebook(SCALAR))
    assert "VALIDATION FAILED" in said and "Partial credit" in said


def test_other_notebooks_of_the_course_are_still_graded_by_nbgrader(course: Course) -> None:
    course.run("autograde", "plain")
    assert course.scores("right", "plain") == {"plain-test": 3.0}
    assert course.scores("swapped", "plain") == {"plain-test": 0.0}
    folder = course.folder / "autograded" / "swapped" / "plain"
    assert "AssertionError" in (folder / "plain.ipynb").read_text()
    assert not list(folder.glob("*.report.json"))


def test_grading_again_from_formgraders_api_gives_the_same(course: Course) -> None:
    script = (
        "import json\n"
        "from nbgrader.apps import NbGraderAPI\n"
        "from traitlets.config.loader import PyFileConfigLoader\n"
        f"config = PyFileConfigLoader('nbgrader_config.py', {str(course.folder)!r}).load_config()\n"
        "api = NbGraderAPI(config=config)\n"
        "result = api.autograde('scalar', 'swapped')\n"
        "print(json.dumps(result))\n"
    )
    with course.gradebook() as gradebook:
        comment = gradebook.find_comment("q1-sub-answer", "scalar", "scalar", "swapped")
        comment.manual_comment = "Well done."
        gradebook.db.commit()
    before = course.scores("swapped")
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=course.folder.parent,
        env=environment_of(course.folder),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert json.loads(done.stdout.splitlines()[-1])["success"], done.stderr
    assert course.scores("swapped") == before
    assert course.comment("swapped", "q1-sub-answer") == "Well done."
    assert "does not match" in course.comment("swapped", "q1-mul-answer")
