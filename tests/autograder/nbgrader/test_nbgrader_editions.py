"""An edition in nbgrader: its file lies in source/, and everybody has numbers of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import answered_notebook, write_notebook  # noqa: E402
from autograder.cli import main  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.pack import load_assignment  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402
from tests.autograder.small_variants import write_pack  # noqa: E402

STUDENTS = ("ada", "ben")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada has handed in her own answer, and so has Ben: Ada's."""
    folder = tmp_path_factory.mktemp("editions")
    pack = write_pack(folder / "multiples")
    course = init_course(folder / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.GradeOutOfProcess.seed = 1\nc.GradeOutOfProcess.jobs = 1\n")
    source = course / "source" / "multiples"
    command = ["generate", str(pack), "--points", "q1=10", "--variants-by-id", "algebra-2026"]
    assert main([*command, "-o", str(source)]) == 0
    run_nbgrader(course, "generate_assignment", "multiples")
    edition = load_assignment(source / "multiples.toml")
    number = edition.of_student("ada").values["q1"]["a"]
    answer = {"q1-answer": f"def multiple(x):\n    return {number} * x"}
    for student in STUDENTS:
        file = course / "submitted" / student / "multiples" / "multiples.ipynb"
        write_notebook(answered_notebook(edition, answer), file)
    run_nbgrader(course, "autograde", "multiples")
    run_nbgrader(course, "generate_feedback", "multiples")
    return course


def test_the_gradebook_has_the_points_of_the_edition(course: Path) -> None:
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {
            student: gradebook.find_submission_notebook("multiples", "multiples", student)
            for student in STUDENTS
        }
        assert {student: (one.score, one.max_score) for student, one in found.items()} == {
            "ada": (10, 10),
            "ben": (0, 10),
        }


def test_the_release_asks_who_somebody_is_and_says_the_points(course: Path) -> None:
    notebook = json.loads((course / "release" / "multiples" / "multiples.ipynb").read_text())
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    assert 'check.student("")' in text and 'factor = check.numbers("q1")["a"]' in text
    assert "(10 points)" in text and "| Q1 | a multiple | 10 |" in text
    assert "multiplies by a." in text


def test_reports_and_pages_name_the_numbers(course: Path) -> None:
    for student in STUDENTS:
        file = course / "autograded" / student / "multiples" / "multiples.report.json"
        report = json.loads(file.read_text())
        assert report["student"] == student and report["possible"] == 10
        page = (course / "feedback" / student / "multiples" / "multiples.html").read_text()
        assert f"The numbers of {student} here: a = {report['numbers']['q1']['a']}." in page
