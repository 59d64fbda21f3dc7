"""The plugin's parts against nbgrader's gradebook: which notebooks are ours, scores, comments."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbformat import v4  # noqa: E402
from nbgrader.api import Gradebook  # noqa: E402
from nbgrader.preprocessors import SaveCells  # noqa: E402
from nbgrader.utils import determine_grade  # noqa: E402

from autograder import pack  # noqa: E402
from autograder.build import release_notebook  # noqa: E402
from autograder.errors import AssignmentError, SubmissionError  # noqa: E402
from autograder.nbgrader.cards import comment_text, outputs, refused  # noqa: E402
from autograder.nbgrader.plugin import (  # noqa: E402
    GradeOutOfProcess,
    RepairCells,
    WriteComments,
)
from autograder.pack import load_assignment  # noqa: E402
from autograder.report import CheckResult, Report  # noqa: E402

# nbgrader's gradebook adds a submission before what it belongs to is there, and SQLAlchemy says so.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type .* not in session")

FOLDER = Path(__file__).resolve().parents[3] / "assignments" / "scalar"
SCALAR = load_assignment(FOLDER)
PACKS = {"hw1": str(FOLDER)}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A gradebook in which the scalar assignment was released as hw1 and ada handed it in."""
    url = f"sqlite:///{tmp_path_factory.mktemp('gradebook') / 'gradebook.db'}"
    path = os.environ["PATH"]
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + path
    try:
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment("hw1")
            gradebook.update_or_create_student("ada")
    finally:
        os.environ["PATH"] = path
    notebook = release_notebook(SCALAR)
    notebook, _ = SaveCells().preprocess(notebook, resources(url))
    foreign = v4.new_notebook(cells=[v4.new_code_cell("1 + 1")])
    SaveCells().preprocess(foreign, resources(url, "foreign"))
    with Gradebook(url) as gradebook:
        gradebook.update_or_create_submission("hw1", "ada")
    return url


def resources(url: str, notebook: str = "hw1") -> dict[str, Any]:
    place = {"notebook": notebook, "assignment": "hw1", "student": "ada", "db_url": url}
    return {"nbgrader": place}


def test_a_notebook_is_ours_by_what_was_released_whatever_the_submission_says(
    database: str,
) -> None:
    found = RepairCells(packs=PACKS).assignment_of(resources(database))
    assert found is not None and found.name == "scalar"
    assert RepairCells(packs=PACKS).assignment_of(resources(database, "foreign")) is None
    assert RepairCells().assignment_of(resources(database, "foreign")) is None


def test_ours_without_a_pack_is_never_run_by_nbgrader_but_says_what_to_configure(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pack, "installed_assignments", dict)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssignmentError, match=r'c\.PackPreprocessor\.packs = \{"hw1": '):
        GradeOutOfProcess().preprocess(v4.new_notebook(), resources(database))


def test_a_pack_found_under_the_notebooks_name_needs_no_configuration(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "hw1").symlink_to(FOLDER)
    monkeypatch.chdir(tmp_path)
    found = RepairCells().assignment_of(resources(database))
    assert found is not None and found.points == SCALAR.points


def test_a_pack_that_changed_since_the_release_is_refused_with_the_remedy(
    database: str, tmp_path: Path
) -> None:
    changed = Path(shutil.copytree(FOLDER, tmp_path / "changed"))
    source = changed / "notebook.py"
    text = source.read_text()
    assert '"grade_id": "q5-tree"' in text
    source.write_text(text.replace('"grade_id": "q5-tree"', '"grade_id": "q5-trees"'))
    step = RepairCells(packs={"hw1": str(changed)})
    with pytest.raises(AssignmentError, match="q5-tree, q5-trees.*generate_assignment hw1 --force"):
        step.assignment_of(resources(database))


def test_an_unreadable_file_of_another_assignment_is_refused_as_nbgrader_does(
    database: str,
) -> None:
    given = {**resources(database, "foreign"), "adlearn": {"unread": "NotJSONError: x"}}
    with pytest.raises(SubmissionError, match="foreign.ipynb of ada: this is not a notebook"):
        RepairCells().preprocess(v4.new_notebook(), given)


def report_on(cell: str, **changes: Any) -> Report:
    """Give a report with one check, on one cell."""
    values: dict[str, Any] = {
        "id": "test_it",
        "question": "q1",
        "cell": cell,
        "verdict": "failed",
        "points": 0.0,
        "possible": 3.0,
        "title": "it works",
        **changes,
    }
    return Report("scalar", "x.ipynb", "", (CheckResult(**values),))


@pytest.mark.parametrize(
    "points, score",
    [
        (0.0, 0.0),
        (0.000001, 0.000001),
        (1e-9, 0.0),
        (2.5, 2.5),
        (3.0, 3.0),
        (3.2, 3.0),
        (-1.0, 0.0),
        (float("nan"), 0.0),
        (float("inf"), 0.0),
    ],
)
def test_nbgrader_reads_the_points_it_was_given_and_never_more(points: float, score: float) -> None:
    nbgrader = {"grade": True, "solution": False, "points": 3, "grade_id": "q1-mul"}
    cell = v4.new_code_cell("", metadata={"nbgrader": nbgrader})
    cell.outputs = outputs(report_on("q1-mul", points=points), "q1-mul")
    assert determine_grade(cell) == (score, 3.0)


def test_a_comment_is_literal_text_even_if_an_exception_says_otherwise() -> None:
    from nbconvert.filters import markdown2html

    message = "Your code raised E: <script>x</script>\n\n# head\n<img src=x onerror=y> $x$ **b**"
    text = comment_text(report_on("q1-mul", message=message), ["q1-mul"])
    page = markdown2html(text)
    assert "&lt;script&gt;" in page and "**b**" in page
    for tag in ("<script", "<img", "<h1", "<strong"):
        assert tag not in page


def test_a_comments_sentences_are_broken_between_words_and_its_tables_are_not() -> None:
    rows = [{"name": "n" * 60, "yours": "y" * 30, "expected": "e" * 30}]
    sentence = " ".join(["Every word counts and stays whole."] * 6)
    report = report_on("q1-mul", message=sentence, counterexample={"rows": rows})
    lines = comment_text(report, ["q1-mul"]).splitlines()
    assert sentence in " ".join(line.strip() for line in lines)
    assert max(len(line) for line in lines if "word" in line) <= 94
    assert any("n" * 60 in line and "y" * 30 in line and "e" * 30 in line for line in lines)


def test_every_graded_cell_is_explained_at_exactly_one_answer() -> None:
    explained = SCALAR.explained
    assert explained.keys() == SCALAR.answers().keys()
    assert sorted(sum(explained.values(), [])) == sorted(SCALAR.points)
    assert explained["q1-mul-answer"] == ["q1-mul"]
    assert explained["q7-answer"] == ["q7-loss", "q7-gradient", "q7-whole"]


def test_the_graders_own_mistake_waits_for_a_person(database: str) -> None:
    whole = refused(SCALAR, "No such thing.")
    first, *rest = whole.checks
    report = replace(whole, checks=(replace(first, verdict="error"), *rest))
    given = {**resources(database), "adlearn_report": report}
    with Gradebook(database) as gradebook:
        for grade in gradebook.find_submission_notebook("hw1", "hw1", "ada").grades:
            grade.needs_manual_grade = False  # as SaveAutoGrades leaves it
        gradebook.db.commit()
    WriteComments(packs=PACKS).preprocess(None, given)
    with Gradebook(database) as gradebook:
        found = gradebook.find_submission_notebook("hw1", "hw1", "ada")
        waiting = [grade.name for grade in found.grades if grade.needs_manual_grade]
        comment = gradebook.find_comment("q1-sub-answer", "hw1", "hw1", "ada")
        assert "the grader's mistake" in comment.auto_comment
    assert waiting == [first.cell]


def test_an_exception_of_ours_costs_nobody_points(
    database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whichever step it comes from: the submission stays in the batch, and waits for a person."""

    def breaks(*arguments: Any, **options: Any) -> None:
        raise ZeroDivisionError("ours")

    for place in ("grade_notebook", "assemble.arranged"):
        given = {**resources(database), "metadata": {"path": str(tmp_path)}}
        with monkeypatch.context() as patched:
            patched.setattr(f"autograder.nbgrader.plugin.{place}", breaks)
            nb, given = RepairCells(packs=PACKS).preprocess(release_notebook(SCALAR), given)
            nb, given = GradeOutOfProcess(packs=PACKS).preprocess(nb, given)
        report = given["adlearn_report"]
        assert {check.verdict for check in report.checks} == {"error"}
        assert "the grader failed: ZeroDivisionError('ours')" in report.checks[0].message
        WriteComments(packs=PACKS).preprocess(None, given)
        with Gradebook(database) as gradebook:
            found = gradebook.find_submission_notebook("hw1", "hw1", "ada")
            assert all(grade.needs_manual_grade for grade in found.grades)
            for grade in found.grades:
                grade.needs_manual_grade = False
            gradebook.db.commit()
