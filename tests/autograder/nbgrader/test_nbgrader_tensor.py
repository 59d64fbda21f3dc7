"""The tensor assignment through nbgrader's own commands: its gradebook holds what grading gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import answered_notebook, source_notebook, write_notebook  # noqa: E402
from autograder.grading import grade_notebook  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.notebook import read_notebook  # noqa: E402
from autograder.pack import load_assignment  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
TENSOR = load_assignment(ROOT / "assignments" / "tensor")
SEED = 7
STUDENTS = ("half", "right", "stubs")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which three students handed in, released, graded and given feedback."""
    folder = init_course(tmp_path_factory.mktemp("tensor") / "course")
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.PackPreprocessor.packs = {{'tensor': {str(TENSOR.folder)!r}}}\n")
        config.write(f"c.GradeOutOfProcess.seed = {SEED}\nc.GradeOutOfProcess.jobs = 2\n")
    write_notebook(source_notebook(TENSOR), folder / "source" / "tensor" / "tensor.ipynb")
    run_nbgrader(folder, "generate_assignment", "tensor")
    half = TENSOR.bank("wrong")["first-session-nearly-done"]
    write_notebook(answered_notebook(TENSOR, half.cells), _file(folder, "half"))
    write_notebook(answered_notebook(TENSOR), _file(folder, "right"))
    released = folder / "release" / "tensor" / "tensor.ipynb"
    _file(folder, "stubs").parent.mkdir(parents=True)
    _file(folder, "stubs").write_bytes(released.read_bytes())
    run_nbgrader(folder, "autograde", "tensor")
    run_nbgrader(folder, "generate_feedback", "tensor")
    return folder


def _file(folder: Path, student: str) -> Path:
    return folder / "submitted" / student / "tensor" / "tensor.ipynb"


def test_the_gradebook_holds_the_points_that_grading_the_file_gives(course: Path) -> None:
    """Cell by cell; those of an answer that is half right, too."""
    lost = {*TENSOR.bank("wrong")["first-session-nearly-done"].expect["lose"]}
    totals = {}
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for student in STUDENTS:
            found = gradebook.find_submission_notebook("tensor", "tensor", student)
            points = {grade.name: grade.auto_score for grade in found.grades}
            notebook = read_notebook(_file(course, student))
            report = grade_notebook(notebook, TENSOR, seed=SEED)
            assert points == {cell: report.of(cell=cell).points for cell in TENSOR.points}
            totals[student] = (found.score, {c for c in points if points[c] < TENSOR.points[c]})
    assert totals == {"half": (32, lost), "right": (100, set()), "stubs": (0, {*TENSOR.points})}


def test_the_page_of_each_student_says_what_is_missing(course: Path) -> None:
    pages = {s: (course / "feedback" / s / "tensor" / "tensor.html").read_text() for s in STUDENTS}
    assert "Not written yet" in pages["stubs"] and "Not written yet" in pages["half"]
    assert "Not written yet" not in pages["right"] and "not right yet" not in pages["right"]
    report = json.loads((course / "autograded/half/tensor/tensor.report.json").read_text())
    (wrong,) = [c for c in report["checks"] if c["cell"] == "q2-matmul" and not c["hidden"]]
    assert wrong["verdict"] == "failed" and "not right yet" in pages["half"]
