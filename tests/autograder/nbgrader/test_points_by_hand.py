"""Points and comments that a person gave in the formgrader, through a regrading, to the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import source_notebook, write_notebook  # noqa: E402
from autograder.cli import main  # noqa: E402
from autograder.nbgrader.commands import gradebook_scores, gradebook_waiting  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from tests.autograder.boxes import cell, handed_in  # noqa: E402
from tests.autograder.classroom.small_class import pack_in  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402

pytestmark = pytest.mark.usefixtures("no_process_left")

#: What the person who grades reads, and the student only afterwards.
ITEM = "The order is named."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two students, graded by machine."""
    where = tmp_path_factory.mktemp("by_hand")
    pack = pack_in(where)
    made = init_course(where / "course")
    with (made / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.PackPreprocessor.packs = {{'boxes': {str(pack.folder)!r}}}\n")
    write_notebook(source_notebook(pack), made / "source" / "boxes" / "boxes.ipynb")
    run_nbgrader(made, "generate_assignment", "boxes")
    assert ITEM in (made / "source" / "boxes" / "boxes.ipynb").read_text()
    assert ITEM not in (made / "release" / "boxes" / "boxes.ipynb").read_text()
    for name in ("ada", "ben"):
        notebook = handed_in(pack)
        cell(notebook, "q3-why")["source"] = "Why in this order?\n\nThe sum comes in."
        write_notebook(notebook, made / "submitted" / name / "boxes" / "boxes.ipynb")
    run_nbgrader(made, "autograde", "boxes")
    return made


def page(course: Path, student: str) -> str:
    return (course / "feedback" / student / "boxes" / "boxes.html").read_text()


def gradebook(course: Path) -> Any:
    return nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}")


def test_what_a_person_gave_is_kept_and_shown(course: Path):
    """The rubric stands before the answer where it is graded, and on the page when it is."""
    path = course / "autograded" / "ada" / "boxes" / "boxes.ipynb"
    cells = json.loads(path.read_text())["cells"]
    place = next(n for n, one in enumerate(cells) if one["id"] == "q3-why")
    assert ITEM in "".join(cells[place - 1]["source"])
    where = ("boxes", "boxes", "ada")
    with gradebook(course) as book:
        for name, score in {"q3-why": 3.0, "q1-mul": 1.0}.items():
            grade = book.find_grade(name, *where)
            grade.manual_score, grade.needs_manual_grade = score, False  # as the formgrader does
        book.find_comment("q1-mul-answer", *where).manual_comment = "The idea is right."
        book.find_comment("q3-why", *where).manual_comment = "Well argued."
        book.db.commit()
    run_nbgrader(course, "autograde", "boxes", "--force")
    with gradebook(course) as book:
        for name, score in {"q3-why": 3.0, "q1-mul": 1.0}.items():
            grade = book.find_grade(name, *where)
            assert (grade.manual_score, grade.score) == (score, score)
            assert grade.needs_manual_grade  # nbgrader asks for another look
    assert gradebook_waiting(course, "boxes") == {"ben": 4.0}
    assert gradebook_scores(course, "boxes") == {"ada": (12.0, 14.0), "ben": (8.0, 10.0)}
    run_nbgrader(course, "generate_feedback", "boxes")
    shown = page(course, "ada")
    assert "<h4>boxes (Score: 12.0 / 14.0)</h4>" in shown and "to be graded" not in shown
    assert "Decided by hand: 1 of 2 points (by machine: 0)." in shown
    assert "The idea is right." in shown and "Well argued." in shown and ITEM in shown
    assert "It multiplies" in shown  # what the machine said is still there
    other = page(course, "ben")
    assert "4 points to be graded by hand" in other
    assert "Decided by hand" not in other and ITEM not in other


def test_what_was_decided_beside_the_results_is_entered(
    course: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["nbgrader", "decisions", str(course), "boxes"]) == 2
    assert "nothing was decided about boxes" in capsys.readouterr().err
    results = str(course / ".autograder" / "results" / "boxes" / "boxes")
    assert main(["decide", results, "ben", "q3", "--rubric", "order,hint", "--reason", "Yes."]) == 0
    reason = ["--points", "2.5", "--above", "--reason", "Found our mistake."]
    assert main(["decide", results, "ben", "q1-mul", *reason]) == 0
    reason = ["--points", "2", "--reason", "Another opinion."]
    assert main(["decide", results, "ada", "q1-mul", *reason]) == 0
    capsys.readouterr()
    assert main(["nbgrader", "decisions", str(course), "boxes"]) == 1
    said = capsys.readouterr()
    assert "ben: q3-why: 3 of 4 points" in said.out and "ben: q1-mul: 2.5 of 2" in said.out
    assert said.err == "ada: q1-mul: the comment of a person stays, without the reason.\n"
    with gradebook(course) as book:
        words = book.find_grade("q3-why", "boxes", "boxes", "ben")
        assert (words.score, words.needs_manual_grade) == (3.0, False)
        assert book.find_grade("q1-mul", "boxes", "boxes", "ben").score == 2.5
        comment = book.find_comment("q3-why", "boxes", "boxes", "ben").comment
        assert (
            comment.startswith("By hand: Yes.") and "- [x] 2 points: The order is named." in comment
        )
        comment = book.find_comment("q1-mul-answer", "boxes", "boxes", "ben").comment
        assert comment == "By hand: Found our mistake."
        assert book.find_grade("q1-mul", "boxes", "boxes", "ada").score == 2.0
