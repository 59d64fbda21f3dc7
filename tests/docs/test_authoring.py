"""The how-to for authors is carried out: its pack is built, released, and grades two answers."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import feedback
from autograder.asking import assertions
from autograder.asking.scalars import assertions as of_scalars
from autograder.batch import read_results
from autograder.build import answered_notebook, write_notebook
from autograder.cli import main
from autograder.pack import Assignment, load_assignment
from autograder.report import Report
from autograder.trial.bank import grade_bank
from autograder.trial.diagnosis_table import diagnosed_answer

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`(tanh/[\w./-]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The folder that the page describes."""
    folder = tmp_path_factory.mktemp("authoring")
    for name, text in FILE.findall(PAGE):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_assignment(folder / "tanh")


@pytest.fixture(scope="module")
def reports(pack: Assignment, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    """Reports on a right and a wrong answer, graded by the command the page shows."""
    folder = tmp_path_factory.mktemp("course")
    for name, cells in (("ada", {}), ("ben", pack.bank("wrong")["no-square"].cells)):
        write_notebook(answered_notebook(pack, cells), folder / "submitted" / f"{name}.ipynb")
    results = folder / "results"
    command = ["grade", str(folder / "submitted"), "-a", str(pack.folder), "-o", str(results)]
    assert main([*command, "--seed", "3"]) == 0
    found, problems = read_results(results)
    assert not problems
    return {Path(name).stem: report for name, report in found.items()}


def test_the_page_shows_a_whole_pack():
    """Settings, notebook, checks, a misconception and both banks stand on the page."""
    names = {name for name, _ in FILE.findall(PAGE)}
    assert {"tanh/assignment.toml", "tanh/notebook.py", "tanh/checks.py"} <= names
    assert {name.split("/")[1] for name in names if name.count("/") == 2} == {
        *("misconceptions", "wrong", "right")
    }


def test_its_check_is_under_ten_lines():
    """The promise to authors: stub, solution, and a check of a few lines."""
    (text,) = [text for name, text in FILE.findall(PAGE) if name == "tanh/checks.py"]
    for function in text.split("\n\n\n")[1:]:
        assert len(function.strip().splitlines()) < 10


def test_helpers_on_the_page_exist():
    """Every assertion in the table is one of ours."""
    named = set(re.findall(r"^\| `(assert_\w+)", PAGE, re.MULTILINE))
    assert named and named <= {*assertions.__all__, *of_scalars.__all__}


def test_the_released_notebook_holds_a_stub(pack: Assignment, tmp_path: Path, capsys: Any):
    """What students get has the public check and neither the solution nor the hidden check."""
    assert main(["release", str(pack.folder), "-o", str(tmp_path)]) == 0
    path = Path(capsys.readouterr().out.strip())
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
    assert "raise NotImplementedError()" in text and "def test_tanh(" in text
    assert "tanh(a) ** 2" not in text and "test_tanh_everywhere" not in text
    assert "misconception" not in text


def test_a_right_and_a_wrong_answer_are_graded(reports: dict[str, Report]):
    """Full marks for one; for the other no points, the case, both witnesses, and the name."""
    assert reports["ada"].points == 5.0
    assert reports["ben"].points == 0.0
    text = feedback.to_text(reports["ben"])
    (shown,) = re.findall(r"and reads\n\n```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    for line in shown.splitlines():
        assert line.strip() in text
    assert "tanh-no-square" in text and "What is the slope of tanh at -3" in text
    json.dumps(reports["ben"].to_dict())


def test_hidden_cases_stay_hidden_unless_the_setting_allows(
    reports: dict[str, Report], pack: Assignment
):
    """The settings shown on the page are what decides."""
    hidden = tuple(check for check in reports["ben"].checks if check.hidden)
    alone = dataclasses.replace(reports["ben"], checks=hidden)
    assert hidden and hidden[0].message not in feedback.to_text(alone)
    open_ = dataclasses.replace(alone, hidden_inputs=True)
    assert hidden[0].message in feedback.to_text(open_)
    settings = pack.folder / "assignment.toml"
    before = settings.read_text(encoding="utf-8")
    (allowed,) = re.findall(r"```toml\n(\[feedback\].*?)```", PAGE, re.DOTALL)
    try:
        settings.write_text(before + allowed, encoding="utf-8")
        assert load_assignment(pack.folder).hidden_inputs is True
    finally:
        settings.write_text(before, encoding="utf-8")
    assert pack.hidden_inputs is False


def test_the_banks_and_the_diagnosis_are_as_the_page_says(pack: Assignment):
    """The wrong answer loses its points and gets its name; the unusual one keeps everything."""
    assert [problem for graded in grade_bank(pack, 3, jobs=1) for problem in graded.problems] == []
    assert diagnosed_answer(pack, "no-square", 3).given == ("tanh-no-square",)
