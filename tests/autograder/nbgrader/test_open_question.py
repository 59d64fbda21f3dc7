"""A question that a person grades: its points are in no total of ours, and wait in nbgrader."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder import demo, feedback  # noqa: E402
from autograder.build import release_notebook, source_notebook, write_notebook  # noqa: E402
from autograder.classroom.grades import Grade  # noqa: E402
from autograder.classroom.people import Student  # noqa: E402
from autograder.grading import grade_notebook  # noqa: E402
from autograder.nbgrader.commands import gradebook_scores, gradebook_waiting  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.notebook import parse_notebook  # noqa: E402
from autograder.outgoing.pages import write_pages  # noqa: E402
from autograder.outgoing.tables import to_csv  # noqa: E402
from autograder.pack import Assignment, load_assignment  # noqa: E402
from autograder.report import Report  # noqa: E402
from autograder.tables import results_table  # noqa: E402
from tests.autograder.boxes import cell, handed_in, make_pack  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402

pytestmark = pytest.mark.usefixtures("no_process_left")

OPEN = """
# %% [markdown] nbgrader={head} adlearn={{"role": "open", "question": "q3"}}
# ### BEGIN SOLUTION
# Two points for the order, two for the reason.
# ### END SOLUTION
"""
WORDS = "4 points to be graded by hand"
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
    words = "cell q3-why: 4 points to be graded by hand, which are in no total"
    assert words + "; nothing was written" in notes(pack, handed_in(pack))
    told = notes(pack, answered(pack, "First add, because."))
    assert words in told
    assert "nothing was written" not in told


def test_every_form_of_feedback_and_every_table_leaves_room_for_a_person(
    pack: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Points that are still to come are in no total, and nobody reads them as lost."""
    data = json.dumps(answered(pack, "Because.")).encode()
    report = grade_notebook(parse_notebook(data, "n.ipynb"), pack, seed=1)
    assert report.by_hand == {"q3": 4.0}
    for show in (feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown):
        assert f"{WORDS} (Q3: chains" in show(report).replace("\\", ""), show
    for show in (feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown):
        assert f"8 of 10 points graded by machine, {WORDS}" in show(report), show
    assert "3 / 3 + 4 to be graded by hand" in feedback.to_page(report)
    grade = Grade(Student("n"), "n", report)
    head, row = to_csv([grade]).splitlines()
    place = head.split(",").index("q3 (by hand)")
    assert row.split(",")[place] == WORDS and len(row.split(",")) == len(head.split(","))
    assert row.split(",")[place - 2 : place] == ["8", "10"]
    index = write_pages([grade], tmp_path / "pages").read_text()
    assert ">3 + 4 to be graded by hand</td>" in index
    assert "<b>8 / 10 + 4 to be graded by hand</b>" in index
    results_table({"n": report})
    said = " ".join(re.sub("[│┃]", " ", capsys.readouterr().out).split())
    assert "by hand" in said and "8 / 10 +" in said
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))).by_hand == {"q3": 4.0}


def test_in_the_demo_a_class_writes_something_and_its_tables_say_that_it_waits(
    pack: Assignment, tmp_path: Path
):
    """Of the stubs nothing waits: nbgrader has graded them, and they are in the total."""
    released = tmp_path / "release" / "boxes" / "boxes.ipynb"
    write_notebook(release_notebook(pack), released)
    demo._hand_in(tmp_path, replace(pack, demo={"ada": "right", "ben": "stubs"}))
    handed = {
        name: json.loads((tmp_path / f"submitted/{name}/boxes/boxes.ipynb").read_text())
        for name in ("ada", "ben")
    }
    assert "".join(cell(handed["ada"], "q3-why")["source"]) == demo.WORDS
    assert "".join(cell(handed["ben"], "q3-why")["source"]) == "YOUR ANSWER HERE"
    shown = demo._in_words({"ada": (10.0, 10.0), "ben": (0.0, 14.0)}, {"ada": 4.0})
    assert shown == {"ada": "10 / 10 + 4 to be graded by hand", "ben": "0 / 14"}
    table = demo._gradebook_table({"boxes": shown, "other": {"ben": "1 / 2"}})
    columns = [list(column.cells) for column in table.columns]
    assert columns == [["ada", "ben"], [*shown.values()], ["", "1 / 2"]]


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
    assert feedback.to_text(only).splitlines()[0] == f"Q4: reasons: {WORDS}"
    assert f"  {WORDS} (Q4: reasons): a person reads" in feedback.to_text(only)
    page = feedback.to_page(report)
    assert f"Q4: reasons: {WORDS}</h2>" in page
    assert "0 of 0" not in page and "Q5" not in page


def test_nbgrader_waits_for_a_person_and_shows_no_tags(pack: Assignment, tmp_path: Path):
    course = init_course(tmp_path / "course")
    config = course / "nbgrader_config.py"
    packs = f"c.PackPreprocessor.packs = {{'boxes': {str(pack.folder)!r}}}\n"
    config.write_text(config.read_text() + packs)
    write_notebook(source_notebook(pack), course / "source" / "boxes" / "boxes.ipynb")
    run_nbgrader(course, "generate_assignment", "boxes")
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
    run_nbgrader(course, "autograde", "boxes")
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
    assert gradebook_waiting(course, "boxes") == {"ada": 4.0, "chloe": 4.0, "dev": 4.0}
    assert gradebook_scores(course, "boxes")["ada"] == (8.0, 10.0)

    run_nbgrader(course, "generate_feedback", "boxes")
    page = feedback_page(course, "ada")
    assert f"<h4>boxes (Score: 8 / 10 + {WORDS.replace('points ', '')})</h4>" in page
    assert f'<a href="#q3-why"><code>q3-why</code></a> ({WORDS})' in page
    assert page.count(WORDS) == 2 and "Score: 0.0 / 4.0" not in page
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("q3-why", "boxes", "boxes", "ada")
        grade.manual_score, grade.needs_manual_grade = 3.0, False  # as the formgrader does
        gradebook.db.commit()
    run_nbgrader(course, "generate_feedback", "boxes", "--force")
    page = feedback_page(course, "ada")
    assert "<h4>boxes (Score: 11.0 / 14.0)</h4>" in page and "graded by hand" not in page
    assert '<a href="#q3-why"><code>q3-why</code></a> (Score: 3.0 / 4.0)' in page
    assert "by hand" in feedback_page(course, "chloe")


def feedback_page(course: Path, student: str) -> str:
    return (course / "feedback" / student / "boxes" / "boxes.html").read_text()
