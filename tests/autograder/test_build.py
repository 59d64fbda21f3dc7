"""One text source becomes the instructor's notebook and the students', always the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jupytext
import pytest

from autograder.build import (
    answered_notebook,
    public_source,
    release_notebook,
    source_notebook,
    write_notebook,
)
from autograder.errors import AssignmentError
from autograder.pack import Assignment, load_assignment
from autograder.source import TemplateCell, read_source


@pytest.fixture(scope="module")
def source(scalar: Assignment) -> Any:
    return source_notebook(scalar)


@pytest.fixture(scope="module")
def release(scalar: Assignment) -> Any:
    return release_notebook(scalar)


def text_of(notebook: Any) -> str:
    return "\n".join(cell.source for cell in notebook.cells)


def solution_lines(text: str) -> tuple[set[str], set[str]]:
    """Split a source's lines into those inside solutions and those outside."""
    inside, outside, within = set(), set(), False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("### BEGIN SOLUTION"):
            within = True
        elif line.startswith("### END SOLUTION"):
            within = False
        else:
            (inside if within else outside).add(line)
    return inside, outside


@pytest.mark.parametrize("build", [source_notebook, release_notebook])
def test_building_twice_gives_the_same_bytes(build: Any, scalar: Assignment, tmp_path: Path):
    """Cell ids are not drawn at random and no time is written down."""
    again = load_assignment(scalar.folder)
    first = write_notebook(build(scalar), tmp_path / "a" / "scalar.ipynb")
    second = write_notebook(build(again), tmp_path / "b" / "scalar.ipynb")
    assert first.read_bytes() == second.read_bytes()


def test_cell_ids_are_grade_ids(source: Any):
    """A cell is called the same in the notebook and in the gradebook, and no two are alike."""
    graded = [cell for cell in source.cells if "nbgrader" in cell.metadata]
    assert [cell.id for cell in graded] == [cell.metadata.nbgrader.grade_id for cell in graded]
    assert len({cell.id for cell in source.cells}) == len(source.cells)


@pytest.mark.parametrize("build", [source_notebook, release_notebook])
def test_metadata_is_nbgraders_schema_3(build: Any, scalar: Assignment):
    """nbgrader's own validator accepts every cell."""
    from nbgrader.nbgraderformat.v3 import MetadataValidatorV3

    notebook = build(scalar)
    validator = MetadataValidatorV3()
    found = [c for c in notebook.cells if "nbgrader" in c.metadata]
    for cell in found:
        validator.validate_cell(cell)
        assert cell.metadata.nbgrader.schema_version == 3
    assert len(found) > 20


def test_points_of_the_questions(scalar: Assignment, release: Any):
    """Q1 to Q7 are worth 15, 20, 10, 15, 20, 10 and 10 points, in the pack and when released."""
    expected = dict(zip(scalar.questions, (15, 20, 10, 15, 20, 10, 10), strict=True))
    by_pack = dict.fromkeys(scalar.questions, 0.0)
    for name, points in scalar.points.items():
        by_pack[scalar.by_id[name].question] += points
    by_release = dict.fromkeys(scalar.questions, 0.0)
    for cell in release.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            by_release[cell.metadata.adlearn.question] += cell.metadata.nbgrader.points
    assert by_pack == by_release == expected


def test_release_holds_no_solution(scalar: Assignment, release: Any):
    """No line of a solution reaches students, unless it stands elsewhere in what they get."""
    written = (scalar.folder / "notebook.py").read_text(encoding="utf-8")
    inside, outside = solution_lines(written)
    texts = map(public_source, scalar.check_sources().values())
    public = {line.strip() for text in texts for line in text.splitlines()}
    secret = inside - outside - public
    released = set(map(str.strip, text_of(release).splitlines()))
    assert len(secret) > 25
    assert not secret & released
    assert "SOLUTION" not in json.dumps(release)


def test_no_notebook_holds_a_hidden_check(scalar_checks: Any, release: Any, source: Any):
    """Neither the name nor the title of a hidden check stands in a notebook; public ones do."""
    for notebook in (release, source):
        text = json.dumps(notebook)
        for check in scalar_checks:
            assert (f"def {check.id}(" in text) is not check.hidden
            assert not (check.hidden and check.title in text)


def test_release_is_what_our_own_clearing_says(scalar: Assignment, release: Any):
    """Stubs that grading compares with are those that nbgrader's ClearSolutions leaves."""
    released = {cell.id: cell.source for cell in release.cells}
    answers = [cell for cell in scalar.cells if cell.role == "answer"]
    assert {cell.id: released[cell.id] for cell in answers} == {
        cell.id: cell.released for cell in answers
    }
    assert all("raise NotImplementedError()" in cell.released for cell in answers)


@pytest.mark.parametrize("build", [source_notebook, release_notebook])
def test_every_code_cell_parses(build: Any, scalar: Assignment):
    """No cell stops a notebook before it runs, stubs included."""
    cells = [cell for cell in build(scalar).cells if cell.cell_type == "code"]
    for cell in cells:
        compile(cell.source, cell.id, "exec")
    assert len(cells) > 40


def test_public_checks_cell_is_locked_and_collapsed(release: Any):
    """The checks travel in one cell that nobody needs to see, in Jupyter and in Colab."""
    (cell,) = [c for c in release.cells if c.id == "public-checks"]
    assert cell.metadata.nbgrader.locked and not cell.metadata.nbgrader.grade
    assert cell.metadata.jupyter.source_hidden is True
    assert cell.metadata.cellView == "form"
    assert cell.metadata.editable is False and cell.metadata.deletable is False


def test_each_question_ends_with_its_check(scalar: Assignment, release: Any):
    """After everything else of a question, a cell calls check on it."""
    for question in scalar.questions:
        of_it = [
            cell
            for cell in release.cells
            if cell.metadata.get("adlearn", {}).get("question") == question
            and cell.metadata.adlearn.role != "demo"
        ]
        assert of_it[-1].source == f'check("{question}")'


def test_percent_text_survives_a_round_trip(scalar: Assignment):
    """The source text and a notebook made of it say the same, cell by cell."""
    text = (scalar.folder / "notebook.py").read_text(encoding="utf-8")
    notebook = jupytext.reads(text, fmt="py:percent")
    again = jupytext.reads(jupytext.writes(notebook, fmt="py:percent"), fmt="py:percent")

    def plain(cells: Any) -> list[Any]:
        ignored = {"lines_to_next_cell"}
        return [
            (c.cell_type, c.source, {k: v for k, v in c.metadata.items() if k not in ignored})
            for c in cells
        ]

    assert plain(again.cells) == plain(notebook.cells)
    made = {"public-checks", "setup"}
    built = [c.source for c in source_notebook(scalar).cells if c.id not in made]
    assert built == [c.source for c in scalar.cells if c.id not in made]


def test_an_unknown_cell_cannot_be_answered(scalar: Assignment):
    """A bank's patch that names no cell of the assignment is refused, with the name."""
    with pytest.raises(AssignmentError, match="q9-answer"):
        answered_notebook(scalar, {"q9-answer": "pass"})


CELL = (
    '# %% nbgrader={{"grade_id": "{name}"}} '
    'adlearn={{"role": "{role}", "question": "{question}"}}\npass\n\n'
)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([("one", "given", "q1"), ("one", "given", "q1")], "two cells have the grade_id 'one'"),
        ([("one", "gift", "q1")], "has the role 'gift'"),
        ([("one", "given", "q8")], "belongs to question 'q8'"),
        ([("one", "open", "")], "cell 'one' has the role 'open' and needs a \"question\""),
        ([("", "points", "q1")], "cell 'pass' has the role 'points' and needs a \"grade_id\""),
        ([("", "setup", "")], "cell 'pass' has the role 'setup' and needs a \"grade_id\""),
        ([("", "check", "q1")], "cell 'pass' has the role 'check' and needs a \"grade_id\""),
    ],
)
def test_a_source_that_does_not_fit_is_refused(cells: Any, said: str, tmp_path: Path):
    """A doubled id, an unknown role and an unknown question are named, with the file."""
    path = tmp_path / "notebook.py"
    lines = [CELL.format(name=n, role=r, question=q) for n, r, q in cells]
    path.write_text("".join(lines))
    with pytest.raises(AssignmentError) as caught:
        read_source(path, {"q1": "Q1"})
    assert said in str(caught.value) and str(path) in str(caught.value)


ANSWER = (
    '# %% nbgrader={"grade_id": "one", "solution": true} '
    'adlearn={"role": "answer", "question": "q1"}\n'
)
BEGIN, END = "### BEGIN SOLUTION\n", "### END SOLUTION\n"
GIVEN = ' nbgrader={"grade_id": "two"} adlearn={"role": "given"}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# %% nbgrader={"grade_id": "one" adlearn={}\npass\n', "cannot be read: nbgrader={"),
        ("#%% [markdown] nbgrader={broken\n# text\n", "cannot be read: nbgrader={broken"),
        ("# %% [markdown]\n# text\n\n# %%adlearn={}\npass\n", "cannot be read: %%adlearn={}"),
        (f"# %% {GIVEN}\npass\n".replace('{"grade_id": "two"}', "3"), "cannot be read: nbgrader=3"),
        ('# %% adlearn="given"\npass\n', 'cannot be read: adlearn="given"'),
        (ANSWER.replace("true", 'true, "points": "two"') + "pass\n", "cell 'one' has 'two' points"),
        (f"{ANSWER}{BEGIN}x = 1\n", "in the cell 'one', each ### BEGIN SOLUTION"),
        (f"{ANSWER}x = 1\n# END SOLUTION\n", "in the cell 'one', each ### BEGIN SOLUTION"),
        (f"{ANSWER}{BEGIN}{BEGIN}{END}{END}", "in the cell 'one', each ### BEGIN SOLUTION"),
        (f"# %%{GIVEN}\n{BEGIN}x = 1\n{END}", "a solution is marked: say"),
    ],
)
def test_a_line_that_would_be_lost_is_refused(text: str, said: str, tmp_path: Path):
    """Metadata that is no JSON, and a solution without its end: before anything is released."""
    path = tmp_path / "notebook.py"
    path.write_text(text)
    with pytest.raises(AssignmentError) as caught:
        read_source(path, {"q1": "Q1"})
    assert said in str(caught.value) and str(path) in str(caught.value)


def test_what_jupytext_reads_as_it_is_meant_is_taken(tmp_path: Path):
    """A title, a magic that is commented out, and metadata of Jupyter's own."""
    path = tmp_path / "notebook.py"
    path.write_text(
        "# %% [markdown] Intro\n# text\n\n# %% [markdown] jp-MarkdownHeadingCollapsed=true\n# more"
        f"\n\n# %% A title{GIVEN}\n# %%time\nx = 1\n\n# %% adlearn={{'role': 'demo'}}\nx\n"
    )
    roles = [(cell.role, cell.source) for cell in read_source(path, {})]
    assert roles[:2] == [("text", "text"), ("text", "more")]
    assert roles[2:] == [("given", "%%time\nx = 1"), ("demo", "x")]


@pytest.mark.parametrize("kind", ["code", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        f"def f():\n    {BEGIN}    return 1\n    {END}",
        "x = 0\n# BEGIN SOLUTION\nx = 1\n#END SOLUTION (of x)\ny = x",
        "###BEGIN SOLUTION\nx = 1\n### END SOLUTION\n  # BEGIN SOLUTION\n  z\n# END SOLUTION",
        "x = 1  # with no mark, all of it is a solution",
    ],
)
def test_a_stub_is_the_one_that_nbgrader_leaves(kind: str, text: str):
    """Whatever the marks look like: what is compared with the stub is what students were given."""
    from nbformat import v4
    from nbgrader.preprocessors import ClearSolutions

    data = {"grade_id": "one", "solution": True, "schema_version": 3, "grade": False}
    make = v4.new_code_cell if kind == "code" else v4.new_markdown_cell
    given = v4.new_notebook(cells=[make(text, metadata={"nbgrader": {**data, "locked": False}})])
    left, _ = ClearSolutions().preprocess(given, {})
    ours = TemplateCell("one", kind, text, "answer", "q1", 0.0, {"nbgrader": data})
    assert left.cells[0].source == ours.released != text
