"""A question that a person grades: its points are in no total of ours, and wait in nbgrader."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder import feedback  # noqa: E402
from autograder.build import release_notebook, source_notebook, write_notebook  # noqa: E402
from autograder.exports import to_csv  # noqa: E402
from autograder.grading import grade_notebook  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.notebook import parse_notebook  # noqa: E402
from autograder.pack import Assignment, load_assignment  # noqa: E402
from autograder.report import Report  # noqa: E402
from tests.autograder.boxes import cell, handed_in, make_pack  # noqa: E402

pytestmark = pytest.mark.usefixtures("no_process_left")
ROOT = Path(__file__).resolve().parents[3]

OPEN = """
# %% [markdown] nbgrader={head} adlearn={{"role": "open", "question": "q3"}}
# ### BEGIN SOLUTION
# Two points for the order, two for the reason.
# ### END SOLUTION
"""
HEAD = {"grade": True, "grade_id": "q3-why", "locked": False, "schema_version": 3}
HEAD |= {"solution": True, "task": False, "points": 4}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The small assignment with a question in words."""
    small = make_pack(tmp_path_factory.mktemp("open") / "boxes")
    path = small.folder / "notebook.py"
    path.write_text(path.read_text() + OPEN.format(head=json.dumps(HEAD)))
    return load_assignment(small.folder)


def answered(pack: Assignment, text: str) -> Any:
    notebook = handed_in(pack)
    cell(notebook, "q3-why")["source"] = text
    return notebook


def notes(pack: Assignment, notebook: Any) -> str:
    data = json.dumps(notebook).encode()
    report = grade_notebook(parse_notebook(data, "n.ipynb"), pack, seed=1)
    assert report.possible == 10.0
    return " ".join(report.notes)


def test_students_get_a_stub_and_the_rubric_stays(pack: Assignment):
    released = release_notebook(pack)
    assert cell(released, "q3-why")["source"] == "YOUR ANSWER HERE"
    assert pack.by_id["q3-why"].released == "YOUR ANSWER HERE"
    assert "Two points" in cell(source_notebook(pack), "q3-why")["source"]


def test_a_report_says_what_a_person_has_to_grade(pack: Assignment):
    words = "q3-why is worth 4 points and graded by hand: they are not in the total"
    assert words + ", and nothing was written" in notes(pack, handed_in(pack))
    told = notes(pack, answered(pack, "First add, because."))
    assert words in told
    assert "nothing was written" not in told


def test_every_form_of_feedback_and_every_table_leaves_room_for_a_person(pack: Assignment):
    """Points that are still to come are in no total, and nobody reads them as lost."""
    data = json.dumps(answered(pack, "Because.")).encode()
    report = grade_notebook(parse_notebook(data, "n.ipynb"), pack, seed=1)
    assert report.by_hand == {"q3": 4.0}
    for show in (feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown):
        assert "4 more points are given by a person" in show(report), show
    assert "by hand / 4" in feedback.to_page(report)
    head, row = to_csv({"n": report}, {}).splitlines()
    place = head.split(",").index("q3 (by hand)")
    assert row.split(",")[place] == "" and len(row.split(",")) == len(head.split(","))
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))).by_hand == {"q3": 4.0}


def test_a_question_that_only_a_person_grades_is_called_by_its_own_name(tmp_path: Path):
    """Not by the assignment's; a question that nothing is asked in is left out of the page."""
    path = make_pack(tmp_path / "boxes").folder / "notebook.py"
    path.write_text(path.read_text() + OPEN.format(head=json.dumps(HEAD)).replace("q3", "q4"))
    settings = path.with_name("assignment.toml")
    settings.write_text(settings.read_text() + 'q4 = "Q4: reasons"\nq5 = "Q5: nothing yet"\n')
    pack = load_assignment(path.parent)
    data = json.dumps(handed_in(pack)).encode()
    report = grade_notebook(parse_notebook(data, "n.ipynb"), pack, seed=1)
    only = report.of(question="q4")
    assert feedback.to_text(only).splitlines()[0] == "Q4: reasons: by hand / 4"
    assert "  4 points are given by a person" in feedback.to_text(only)
    page = feedback.to_page(report)
    assert "Q4: reasons: by hand / 4</h2>" in page
    assert "0 of 0" not in page and "Q5" not in page


def test_nbgrader_waits_for_a_person_and_shows_no_tags(pack: Assignment, tmp_path: Path):
    course = init_course(tmp_path / "course")
    config = course / "nbgrader_config.py"
    packs = f"c.PackPreprocessor.packs = {{'boxes': {str(pack.folder)!r}}}\n"
    config.write_text(config.read_text() + packs)
    write_notebook(source_notebook(pack), course / "source" / "boxes" / "boxes.ipynb")
    run(course, "generate_assignment")
    without_metadata = answered(pack, "<img src=x onerror=alert(1)> because of *order*")
    cell(without_metadata, "q3-why")["metadata"] = {}
    gone = handed_in(pack)
    gone["cells"].remove(cell(gone, "q3-why"))
    handed = {
        "ada": answered(pack, "Because of the order."),
        "ben": handed_in(pack),
        "chloe": without_metadata,
        "dev": gone,
    }
    for name, notebook in handed.items():
        write_notebook(notebook, course / "submitted" / name / "boxes" / "boxes.ipynb")
    run(course, "autograde")
    found = {}
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for name in handed:
            grades = gradebook.find_submission_notebook("boxes", "boxes", name).grades
            grade = next(one for one in grades if one.name == "q3-why")
            found[name] = grade.needs_manual_grade, grade.auto_score
            assert sum(one.auto_score or 0 for one in grades) == 8.0
    assert found["ada"] == found["chloe"] == found["dev"] == (True, None)
    assert found["ben"] == (False, 0.0)  # the stub: nbgrader gives it nothing by itself
    path = course / "autograded" / "chloe" / "boxes" / "boxes.ipynb"
    shown = "".join(cell(json.loads(path.read_text()), "q3-why")["source"])
    assert "&lt;img" in shown and "*order*" in shown


def run(course: Path, command: str) -> None:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", command, "boxes"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": path, "IPYTHONDIR": str(course / "ipython")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4000:]
