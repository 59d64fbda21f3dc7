"""The how-to for authors is carried out: its pack is built, released, and grades two answers."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import feedback
from autograder.asking import assertions
from autograder.asking.arrays import assertions as of_arrays, chain_rule as chain_rule_of_arrays
from autograder.asking.scalars import assertions as of_scalars
from autograder.asking.sessions import LocalSession, WorkerSession
from autograder.asking.submission import Submission
from autograder.build import answered_notebook, write_notebook
from autograder.cli import main
from autograder.errors import CheckFailure
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import Report
from autograder.results import read_results
from autograder.sandbox.packages import offered_parts
from autograder.sandbox.process import Limits
from autograder.settings import limits_of, tolerances_of
from autograder.trial.bank import grade_bank
from autograder.trial.diagnosis_table import diagnosed_answer

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "authoring.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`((?:tanh|product)/[\w./-]+)`\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)


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
    names = {name for name, _ in FILE.findall(PAGE) if name.startswith("tanh/")}
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
    assert named and named <= {
        *(*assertions.__all__, *of_scalars.__all__),
        *(*of_arrays.__all__, *chain_rule_of_arrays.__all__),
    }


def test_numbers_stand_for_variables_in_one_step_backward():
    """The call in the table is one that can be made as it stands there."""
    names: dict[str, Any] = {}
    scalar = load_assignment(Path(__file__).parents[2] / "assignments" / "scalar")
    for cell in scalar.cells:
        if cell.role in ("given", "answer"):
            exec(cell.source, names)
    (call,) = re.findall(r"^\| `(assert_message\(.*?\))` \|", PAGE, re.MULTILINE)
    submission = Submission(LocalSession(names))
    eval(call, {"assert_message": of_scalars.assert_message, "submission": submission})
    names["_mul"].grads = lambda self, a, b: (a, b)
    with pytest.raises(CheckFailure, match="a.grad was 0 before and should be 15 after; it is 10"):
        eval(call, {"assert_message": of_scalars.assert_message, "submission": submission})


def test_the_pack_about_arrays_is_graded(pack: Assignment):
    """The solution passes in a process of its own; what is not summed back is told by its shape."""
    arrays = load_assignment(pack.folder.parent / "product")
    wrong = """class Mul(TensorOp):
    def compute(self, a, b):
        return a * b

    def gradient(self, grad, node):
        a, b = node.inputs
        return Tensor(grad.array * b.array), Tensor(grad.array * a.array)
"""
    points = {}
    for name, cells in (("ada", {}), ("ben", {"q1-mul-answer": wrong})):
        notebook = answered_notebook(arrays, cells)
        submitted = parse_notebook(json.dumps(notebook).encode(), f"{name}.ipynb")
        report = grade_notebook(submitted, arrays, seed=3)
        points[name] = report.points
    assert points == {"ada": 5.0, "ben": 0.0}
    text = feedback.to_text(report)
    shown = re.findall(r"and reads\n\n```\n(Mul.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    for line in shown[0].splitlines():
        assert line.strip() in text


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
    (shown,) = re.findall(r"and reads\n\n```\n(_tanh.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
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


def test_a_question_in_words_is_added_as_the_page_says(pack: Assignment, tmp_path: Path):
    """Students get a line to write on; the rubric and its points stay with the teacher."""
    (text,) = re.findall(r"^Add to `tanh/notebook.py`:\n\n```py\n(.*?)^```$", PAGE, re.M | re.S)
    copy = Path(shutil.copytree(pack.folder, tmp_path / "tanh"))
    with open(copy / "notebook.py", "a", encoding="utf-8") as file:
        file.write("\n" + text)
    more = load_assignment(copy)
    assert more.open == {"q1-why": 2.0} and more.points == pack.points
    notebook = answered_notebook(more)
    (cell,) = [one for one in notebook.cells if one.id == "q1-why"]
    assert "never negative" in cell.source and "1 minus a square" not in cell.source
    report = grade_notebook(parse_notebook(json.dumps(notebook).encode(), "n.ipynb"), more, seed=3)
    assert report.points == report.possible == 5.0
    assert any("q1-why: 2 points to be graded by hand" in note for note in report.notes)
    (rubric,) = re.findall(r"^```toml\n(\[rubrics\..*?)^```$", PAGE, re.M | re.S)
    with open(copy / "assignment.toml", "a", encoding="utf-8") as file:
        file.write("\n" + rubric)
    found = load_assignment(copy).rubric_of("q1-why")
    assert found is not None and found.points == 2.0 and found.show


def test_what_a_submission_may_use_is_declared_as_the_page_says(pack: Assignment, tmp_path: Path):
    """The settings on the page are read, and fit."""
    (text,) = re.findall(r"```toml\n(packages = .*?)```", PAGE, re.DOTALL)
    head, _, tables = text.partition("\n\n")
    copy = Path(shutil.copytree(pack.folder, tmp_path / "tanh"))
    settings = (copy / "assignment.toml").read_text(encoding="utf-8")
    replaced = settings.replace('packages = ["numpy"]', head)
    assert replaced != settings
    (copy / "assignment.toml").write_text(replaced + "\n" + tables, encoding="utf-8")
    changed = load_assignment(copy)
    assert assignment_checks(changed)[0].tolerances == tolerances_of(changed.tolerances)
    assert limits_of(changed.limits).reply_kib == 8192
    assert offered_parts(changed.packages) == ["show"]


def test_the_whole_engine_is_offered_as_the_page_says(pack: Assignment, tmp_path: Path):
    """The line and the probe on the page: a submission uses adlearn, and the check does."""
    (line,) = re.findall(r"offers the whole of adlearn by `(packages = [^`]+)`", PAGE)
    (probe,) = re.findall(r"`(def gradient\(ns, x\): [^`]+)` with `submission\.run", PAGE)
    copy = Path(shutil.copytree(pack.folder, tmp_path / "tanh"))
    settings = (copy / "assignment.toml").read_text(encoding="utf-8")
    assert settings.count('packages = ["numpy"]') == 1
    settings = settings.replace('packages = ["numpy"]', line)
    (copy / "assignment.toml").write_text(settings, encoding="utf-8")
    session = WorkerSession(
        [("c", "import adlearn.numpy as anp\ndef wave(x): return anp.sin(x)")],
        Limits(),
        load_assignment(copy).packages,
    )
    try:
        assert Submission(session).run(probe, 0.0) == 1.0
    finally:
        session.close()


def test_an_installed_pack_is_found_by_its_name(
    pack: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The entry point on the page leads to the folder, and everything a pack needs goes along."""
    (text,) = re.findall(r"^`course/pyproject.toml`\n\n```toml\n(.*?)^```$", PAGE, re.M | re.S)
    project = tomllib.loads(text)
    (group, points), *_ = project["project"]["entry-points"].items()
    info = tmp_path / "course-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: course\nVersion: 1.0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{group}]\n{lines}")
    target = tmp_path / points["tanh"].replace(".", "/")
    patterns = project["tool"]["setuptools"]["package-data"]["*"]
    for pattern in patterns:
        for path in pack.folder.glob(pattern):
            copy = target / path.relative_to(pack.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    for package in project["tool"]["setuptools"]["packages"]:
        (tmp_path / package.replace(".", "/") / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    found = load_assignment("tanh")
    assert found.folder == target
    assert [check.id for check in assignment_checks(found)] == [
        check.id for check in assignment_checks(pack)
    ]
    assert found.bank("wrong").keys() == pack.bank("wrong").keys()
