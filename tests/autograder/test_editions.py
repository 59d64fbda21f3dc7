"""An edition asks some of an assignment's questions, at other points, and everybody agrees."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook, release_notebook, source_notebook, write_notebook
from autograder.check_file import check_as_carried
from autograder.classroom.grades import grades_of
from autograder.cli import main
from autograder.edition import Edition, listed_points
from autograder.errors import AssignmentError
from autograder.feedback import to_page
from autograder.fingerprint import basis_of
from autograder.fitting import verify_edition_answers
from autograder.grading import assignment_checks
from autograder.outgoing.tables import to_csv
from autograder.pack import Assignment, edited, load_assignment
from autograder.report import total
from autograder.results import read_results
from autograder.trial.bank import grade_answer, verify_answers
from autograder.worth import reweighted, shares

PACKS = Path(__file__).resolve().parents[2] / "assignments"
Refused = Callable[..., str]


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Q1 and Q2 of the scalar assignment at other points, as the command writes them."""
    folder = tmp_path_factory.mktemp("edition") / "release"
    command = ["release", str(PACKS / "scalar"), "-o", str(folder)]
    assert main([*command, "--questions", "q1,q2", "--points", "q1=10,q2-chain=4.5"]) == 0
    return folder


@pytest.fixture(scope="module")
def edition(released: Path) -> Assignment:
    return load_assignment(released / "scalar.toml")


@pytest.fixture(scope="module")
def graded(released: Path, edition: Assignment) -> Path:
    """Results of a right and of a wrong submission, graded with the file of the edition."""
    folder = released.parent
    wrong = edition.bank("wrong")["mul-swapped"]
    write_notebook(answered_notebook(edition), folder / "submitted" / "ada" / "scalar.ipynb")
    write_notebook(
        answered_notebook(edition, wrong.cells), folder / "submitted" / "ben" / "scalar.ipynb"
    )
    command = ["grade", str(folder / "submitted"), "-a", str(released / "scalar.toml"), "-j", "1"]
    assert main([*command, "-o", str(folder / "results"), "--seed", "1"]) == 0
    return folder / "results"


def texts_of(notebook: Any) -> str:
    return "\n".join(cell["source"] for cell in notebook.cells if cell.cell_type == "markdown")


def test_a_released_edition_holds_its_questions_and_nothing_of_the_others(released: Path) -> None:
    notebook = json.loads((released / "scalar.ipynb").read_text())
    told = json.dumps(notebook)
    graded = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbgrader"]["points"]
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    assert graded.keys() == {
        *("q1-sub", "q1-mul", "q1-div", "q1-exp", "q1-log"),
        *("q2-entries", "q2-chain", "q2-shared"),
    }
    assert sum(graded.values()) == 10 + 5 + 4.5 + 8
    assert graded["q2-chain"] == 4.5
    assert "Q1: operations (10 points)" in told and "| Q2 | forward mode | 17.5 |" in told
    for gone in ("Q3", "q3-", "Part 2", "backward_pass", "test_wrap", "working together"):
        assert gone not in told, gone
    assert "{{" not in re.sub(r"\{\{\w+", "", told) and ".points}}" not in told


def test_totals_are_the_same_wherever_they_are_said(graded: Path, edition: Assignment) -> None:
    reports, problems = read_results(graded)
    assert not problems
    ada, ben = reports["ada"], reports["ben"]
    assert (ada.points, ada.possible, ben.points) == (27.5, 27.5, 25.5)
    by_cell = {cell: ben.of(cell=cell).possible for cell in edition.points}
    assert by_cell == dict(edition.points)
    metadata = {
        cell.metadata["nbgrader"]["grade_id"]: cell.metadata["nbgrader"]["points"]
        for cell in release_notebook(edition).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert metadata == dict(edition.points)
    assert "25.5 of 27.5 points" in to_page(ben)
    row = to_csv(grades_of(graded)).splitlines()[-1]
    assert row.split(",")[-3:-1] == ["25.5", "27.5"]
    texts = texts_of(source_notebook(edition))
    assert "(10 points)" in texts and "(17.5 points)" in texts


def test_check_asks_what_the_notebook_asks(graded: Path) -> None:
    report = check_as_carried(graded.parent / "submitted" / "ben" / "scalar.ipynb")
    assert {check.question for check in report.checks} == {"q1", "q2"}
    lost = [check.cell for check in report.of(question="q1").checks if check.verdict != "passed"]
    assert lost == ["q1-mul"]
    sub = report.of(cell="q1-sub")
    assert sub.possible == 0.67  # of two points, what its public check has


def test_pytest_asks_what_an_edition_asks(
    graded: Path, released: Path, child_environment: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(
        [
            *command,
            f"--submission={graded.parent / 'submitted' / 'ben' / 'scalar.ipynb'}",
            f"--assignment={released / 'scalar.toml'}",
            "--submission-seed=1",
            *(str(PACKS / "scalar" / "checks" / name) for name in ("q1.py", "q3.py")),
        ],
        cwd=released.parent,
        env=child_environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "q1: 8 of 10" in done.stdout and "total: 8 of 10" in done.stdout, done.stdout
    assert "skipped" in done.stdout


def test_the_points_that_a_submission_claims_count_for_nothing(
    graded: Path, released: Path, tmp_path: Path
) -> None:
    notebook = json.loads((graded.parent / "submitted" / "ben" / "scalar.ipynb").read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"]["points"] = 100
        cell["source"] = re.sub(r"points=\{.*?\}", "points={'q1-mul': 900.0}", cell["source"])
    file = tmp_path / "ben.ipynb"
    file.write_text(json.dumps(notebook))
    command = ["grade", str(file), "-a", str(released / "scalar.toml"), "-j", "1", "--seed", "1"]
    assert main([*command, "-o", str(tmp_path / "results")]) == 0
    report = read_results(tmp_path / "results")[0]["ben"]
    assert (report.points, report.possible) == (25.5, 27.5)


def test_another_edition_is_another_basis(scalar: Assignment, edition: Assignment) -> None:
    other = edited(scalar, Edition("scalar", ("q1", "q2"), (), {"q1": 10, "q2": 17.5}))
    ours, theirs = basis_of(edition, 1).questions, basis_of(other, 1).questions
    assert ours["q1"] == theirs["q1"] and ours["q2"] != theirs["q2"]
    assert basis_of(scalar, 1).questions["q1"] != ours["q1"]


def test_banks_are_cut_as_the_questions_are(edition: Assignment, scalar: Assignment) -> None:
    verify_answers(edition)
    wrong, right = edition.bank("wrong"), edition.bank("right")
    assert 0 < len(wrong) < len(scalar.bank("wrong")) and right
    for answer in wrong.values():
        assert set(answer.expect["lose"]) <= edition.points.keys()
    graded = grade_answer(edition, "wrong", "mul-swapped", 1)
    assert not graded.problems and graded.lost


def test_the_answers_that_later_questions_need_are_given_worked_out() -> None:
    functional = load_assignment(PACKS / "functional")
    said = Edition("functional", ("q4",), ("q2", "q3", "q8-flatten-answer"), {"q4": 10})
    cut = edited(functional, said)
    verify_edition_answers(cut, assignment_checks(cut))
    given = {cell.id for cell in cut.cells if cell.role == "given"}
    assert {"q2-answer", "q3-dot-answer", "q8-flatten-answer", "node", "rules"} <= given
    assert {"flatten-func", "q1-answer", "q5-answer", "transposed"}.isdisjoint(cut.by_id)
    assert {cell.id for cell in cut.cells if cell.role == "answer"} == {
        *("q4-toposort-answer", "q4-backward-answer", "q4-vjp-answer", "q4-grad-answer")
    }
    assert sum(cut.points.values()) == 10
    notebook = release_notebook(cut)
    made = {cell.id: cell for cell in notebook.cells}
    assert (
        made["q2-answer"].metadata.nbgrader.locked and "YOUR CODE" not in made["q2-answer"].source
    )
    assert "YOUR CODE" in made["q4-grad-answer"].source
    texts = texts_of(notebook)
    assert "Q2: the tracer (given)" in texts and "| Q3 | a table of rules | given |" in texts
    assert "Q5" not in re.sub(r"\(.*?\)", "", texts.split("## Q2")[0])


def test_a_cell_with_two_answers_keeps_the_stub_of_the_one_that_is_not_asked() -> None:
    tensor = load_assignment(PACKS / "tensor")
    first = edited(tensor, Edition("tensor", ("q1",)))
    cell = first.by_id["q1-matmul-answer"]
    assert cell.parts == {} and cell.released.count("YOUR CODE HERE") >= 2
    verify_edition_answers(first, assignment_checks(first))
    # q2 is built upon q5, and that upon the others
    second = edited(tensor, Edition("tensor", ("q2",), ("q1", "q3", "q4", "q5")))
    other = second.by_id["q1-matmul-answer"]
    assert other.question == "q2" and "def compute" in other.released
    names = {node.name for node in ast.walk(ast.parse(other.released)) if hasattr(node, "name")}
    assert "compute" in names
    computed = other.released.split("def gradient")[0]
    assert "YOUR CODE HERE" not in computed and "BEGIN SOLUTION" not in computed
    assert "YOUR CODE HERE" in other.released


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Edition("scalar", ("q9",)), "there is no question 'q9'"),
        (Edition("scalar", ("q1",), (), {"q5": 3}), "q5 is given points, and q5 is left out"),
        (Edition("scalar", ("q1",), (), {"q5-tree": 3}), "and q5 is left out"),
        (Edition("scalar", ("q1",), (), {"q8": 3}), "no question or graded cell 'q8'"),
        (Edition("scalar", ("q5",)), "--given q1,q2,q4"),
        (Edition("scalar", ("q5", "q1"), ("q4",)), "built upon the answers to q2"),
        (Edition("scalar", ("q1",), ("q3",)), "need not be given away"),
        (Edition("scalar", ("q1", "q2"), ("q1",)), "asked and given at once"),
        (Edition("applications", (), (), {"q8": 20}), "q8-whole=..."),
    ],
)
def test_an_edition_that_cannot_be_is_refused(said: Edition, sentence: str) -> None:
    with pytest.raises(AssignmentError, match=re.escape(sentence)):
        edited(load_assignment(PACKS / said.pack), said)


@pytest.mark.parametrize(
    "worth", ["0", "-3", "nan", "inf", "many", "1.234", "1_0", "1e1", "1234567.25"]
)
def test_points_are_numbers_above_0(worth: str) -> None:
    with pytest.raises(AssignmentError, match="q1"):
        listed_points(f"q1={worth}")


@pytest.mark.parametrize("command", ["release", "generate"])
def test_nothing_of_others_is_written_over(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [command, "scalar", "--questions", "q1", "-o", str(tmp_path)]
    assert main(words) == 0 and main(words) == 0  # what it wrote itself it may write again
    for name in ("scalar.ipynb", "scalar.toml"):
        (tmp_path / "scalar.ipynb").unlink()
        (tmp_path / name).write_text("{}")
        before = sorted(path.name for path in tmp_path.iterdir())
        assert main(words) == 2
        assert f"{name}: this is there already" in capsys.readouterr().err
        assert (tmp_path / name).read_text() == "{}"
        assert sorted(path.name for path in tmp_path.iterdir()) == before
        assert main([*words, "--force"]) == 0
        assert (tmp_path / name).read_text() != "{}"


def test_points_are_kept_to_the_hundredth(tmp_path: Path) -> None:
    """Wherever they are written: in the file of the edition, in checks and in the notebook."""
    words = ["release", "scalar", "--questions", "q1", "--points", "q1=12345.67"]
    assert main([*words, "-o", str(tmp_path)]) == 0
    again = load_assignment(tmp_path / "scalar.toml")
    assert total(again.points.values()) == total(c.points for c in assignment_checks(again))
    assert total(again.points.values()) == 12345.67
    assert "12345.67 points" in (tmp_path / "scalar.ipynb").read_text()


@pytest.mark.parametrize("text", ["q1", "q1=1,,q2=2", "q1=1,q1=2", "=3"])
def test_points_are_written_in_one_way(text: str) -> None:
    with pytest.raises(AssignmentError, match="--points"):
        listed_points(text)


def test_a_file_of_an_edition_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    for text, sentence in (
        ('pack = "scalar"\nquestion = ["q1"]', "no setting 'question'"),
        ("questions = []", "it needs pack"),
        ('pack = "scalar"\n[points]\nq1 = nan', "nan points"),
        ('pack = "scalar"\n[points]\nq1 = true', "True points"),
        ('pack = "../nowhere"', "no folder of a pack"),
        ('pack = "scalar"\n[variants]\nword = "a"\nroster = "b"', "a roster, or a word"),
        ("pack = ", "cannot be read"),
    ):
        file.write_text(text)
        with pytest.raises(AssignmentError, match=re.escape(sentence)):
            load_assignment(file)
    with pytest.raises(AssignmentError, match="no such file"):
        load_assignment(tmp_path / "y.toml")


def test_nothing_is_written_of_an_edition_that_cannot_be_asked_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["release", str(PACKS / "functional"), "-o", str(tmp_path / "release")]
    assert main([*command, "--questions", "q4", "--given", "q2,q3"]) == 2
    said = capsys.readouterr().err
    assert "`flatten`" in said or "'flatten'" in said
    assert "--given q2,q3,q8-flatten-answer" in said
    assert not (tmp_path / "release").exists()


def test_shares_add_up_and_nobody_gets_less_for_more() -> None:
    for whole, weights in ((10, [1, 1, 1]), (0.07, [3, 2, 2]), (17.5, [5, 7, 8])):
        found = shares(whole, weights)
        assert round(sum(found), 6) == whole
        assert sorted(zip(weights, found, strict=True)) == sorted(
            zip(weights, found, strict=True), key=lambda pair: pair[1]
        )


def test_checks_are_written_anew_without_moving_a_line(scalar: Assignment) -> None:
    sources = scalar.check_sources()
    (path,) = [path for path in sources if path.endswith("q1.py")]
    text = reweighted({path: sources[path]}, {"q1-sub": 3.0, "q1-mul": 3.0}, {"q1-sub": 4.0})[path]
    assert text.count("\n") == sources[path].count("\n")
    assert "test_mul" not in text and "test_sub" in text
    line = sources[path].splitlines().index("def test_sub(submission):")
    assert text.splitlines()[line] == "def test_sub(submission):"
    unread = {"c.py": "N = 2\n@pytest.mark.points(N, cell='a')\ndef test_a(submission): pass\n"}
    with pytest.raises(AssignmentError, match="numbers and all"):
        reweighted(unread, {"a": 2.0}, {"a": 3.0})
