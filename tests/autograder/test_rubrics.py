"""A rubric: what an author may write, and where students and graders find it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.build import answered_notebook, release_notebook, source_notebook
from autograder.errors import AssignmentError
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import Decision, Report
from autograder.rubric import worth
from tests.autograder.boxes import cell, handed_in
from tests.autograder.classroom.small_class import pack_in

GOOD = '{ id = "a", points = 4, text = "A." }'


@pytest.mark.parametrize(
    ("rubric", "said"),
    [
        (f"[rubrics.q3-what]\nitems = [{GOOD}]", "no cell of that name has the role open. There"),
        ('[rubrics.q3-why]\nitems = [{ id = "a", points = 3, text = "A." }]', "worth 3 points"),
        ("[rubrics.q3-why]\nitems = []", "items must be a list"),
        ("[rubrics.q3-why]", "items must be a list"),
        (f"[rubrics.q3-why]\nitems = [{GOOD}, {GOOD}]", "'a' stands there twice"),
        ('[rubrics.q3-why]\nitems = [{ id = "a", points = true, text = "A." }]', "needs points"),
        ('[rubrics.q3-why]\nitems = [{ id = "a", points = 4 }]', "'a' needs a text"),
        ('[rubrics.q3-why]\nitems = [{ id = "a b", points = 4, text = "A." }]', "needs an id"),
        ('[rubrics.q3-why]\nitems = [{ id = "reason", points = 4, text = "A." }]', "are taken"),
        (f"[rubrics.q3-why]\nshown = true\nitems = [{GOOD}]", "no 'shown'"),
        (f"[rubrics.q3-why]\nshow = 1\nitems = [{GOOD}]", "show must be true or false"),
        ("rubrics = 3", "rubrics must be a table"),
    ],
)
def test_a_rubric_that_does_not_fit_is_refused(rubric: str, said: str, tmp_path: Path):
    folder = pack_in(tmp_path).folder
    settings = folder / "assignment.toml"
    before = settings.read_text().partition("[rubrics")[0]
    parts = (rubric, before) if rubric.startswith("rubrics") else (before, rubric)
    settings.write_text("\n".join(parts))
    with pytest.raises(AssignmentError, match=said):
        assert load_assignment(folder).cells


@pytest.mark.parametrize("show", [True, False])
def test_students_read_a_rubric_before_they_answer_only_if_its_author_wishes(
    show: bool, tmp_path: Path
):
    pack = pack_in(tmp_path, show)
    released, source = release_notebook(pack), source_notebook(pack)
    names = [one["id"] for one in released.cells]
    text = json.dumps(released)
    assert ("The order is named." in text) == show
    if show:
        assert names.index("q3-why-rubric") == names.index("q3-why") - 1
    assert cell(released, "q3-why")["source"] == "Why in this order?\n\nYOUR ANSWER HERE"
    assert pack.by_id["q3-why"].released == cell(released, "q3-why")["source"]
    assert "*2 points:* The order is named." in json.dumps(source)  # the instructor has it anyway


@pytest.mark.parametrize("show", [True, False])
def test_a_report_holds_what_a_person_has_to_read(show: bool, tmp_path: Path):
    pack = pack_in(tmp_path, show)
    notebook = handed_in(pack)
    cell(notebook, "q3-why")["source"] = "Why in this order?\n\n*First* add.\n"
    parsed = parse_notebook(json.dumps(notebook).encode(), "n.ipynb")
    report = grade_notebook(parsed, pack, checks=[], seed=1)
    (answer,) = report.open_answers
    assert (answer.cell, answer.question, answer.points) == ("q3-why", "q3", 4.0)
    assert answer.text == "*First* add." and worth(answer.items) == 4.0
    assert not any("rubric" in note for note in report.notes)
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    assert bool(report.for_student().open_answers[0].items) == show
    given = Decision("q3", "q3", 2.0, 4.0, "", items=("order",))
    after = Report.from_dict({**report.to_dict(), "decisions": [vars_of(given)]})
    assert after.for_student().open_answers[0].items == answer.items


def vars_of(decision: Decision) -> dict[str, object]:
    return {name: getattr(decision, name) for name in Decision.__dataclass_fields__}


def test_the_applications_answer_in_words_has_one(root: Path):
    pack = load_assignment(root / "assignments" / "applications")
    rubric = pack.rubric_of("q8-words")
    assert rubric is not None and rubric.points == pack.open["q8-words"] == 8.0
    released = json.dumps(release_notebook(pack))
    assert not any(item.text[:30] in released for item in rubric.items)
    halved = rubric.scaled(4.0)
    assert halved.points == 4.0 and halved.items[0].points == 0.5
    assert "q8-words" in {one["id"] for one in answered_notebook(pack).cells}
