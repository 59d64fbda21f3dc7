"""What an assignment says of imports, limits and tolerances holds wherever it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.build import release_notebook
from autograder.check_file import check_notebook
from autograder.errors import AssignmentError
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.practice import Practice
from autograder.report import Report
from tests.autograder.boxes import ANSWERS, bare, cell, handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

SETTINGS = """
packages = ["numpy", "adlearn.show"]

[limits]
reply_kib = 4096

[tolerances]
float64 = 0.1
"""
CHECKS = '''

import numpy as np

from autograder.asking.assertions import assert_array, assert_same


@pytest.mark.points(3, cell="q3-chain")
def test_chain(submission):
    """It adds up a large array, roughly."""
    assert_array(submission.chain(4.0), np.full(200_000, 10.0), "What chain returns")
    assert_same(np.float64(10.5), 10.0, "It", scale=10.0)
'''
LARGE = "import numpy as np\ndef chain(x):\n    return np.full(200_000, 10.5)"


def changed(pack: Assignment, settings: str, checks: str = "") -> Assignment:
    path = pack.folder / "assignment.toml"
    head, questions = path.read_text().split("[questions]")
    own, _, tables = settings.partition("\n\n[limits]")
    path.write_text(head + own + "\n\n[questions]" + questions + ("\n[limits]" + tables))
    if checks:
        path = pack.folder / "checks.py"
        path.write_text(
            path.read_text().split('@pytest.mark.points(3, cell="q3-chain")')[0] + checks
        )
    return load_assignment(pack.folder)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """The small assignment with settings of its own."""
    small = make_pack(tmp_path_factory.mktemp("settings") / "boxes")
    return changed(small, SETTINGS, CHECKS)


def by_grading(pack: Assignment, notebook: Any, folder: Path) -> Report:
    return grade_notebook(parse_notebook(json.dumps(notebook).encode(), "n.ipynb"), pack, seed=1)


def by_command(pack: Assignment, notebook: Any, folder: Path) -> Report:
    path = folder / "n.ipynb"
    path.write_text(json.dumps(notebook))
    return check_notebook(path)


def in_the_notebook(pack: Assignment, notebook: Any, folder: Path) -> Report:
    names: dict[str, Any] = {"check": Practice()}
    for one in notebook["cells"]:
        kind = one["metadata"].get("nbgrader", {}).get("grade_id", "")
        if kind == "public-checks":
            exec("check.load(" + one["source"].partition("check.load(")[2], names)
        elif one["cell_type"] == "code" and not kind.startswith("q3-chain") and "check" not in kind:
            exec(one["source"].replace('check.points("', 'str("'), names)
    return names["check"](namespace=names).report


WAYS = [by_grading, by_command, in_the_notebook]


@pytest.mark.parametrize("way", WAYS)
def test_a_large_and_rough_answer_passes_where_the_assignment_allows_it(
    pack: Assignment, way: Callable[..., Report], tmp_path: Path
):
    report = way(pack, handed_in(pack, {"q3-answer": LARGE}), tmp_path)
    chain = next(check for check in report.checks if check.cell == "q3-chain")
    assert (chain.verdict, chain.message) == ("passed", "")


def test_without_these_settings_it_does_not(tmp_path: Path):
    plain = changed(make_pack(tmp_path / "boxes"), "\n\n[limits]\ncpu_seconds = 20\n", CHECKS)
    assert plain.carried == {"limits": {"cpu_seconds": 20}}
    report = by_grading(plain, handed_in(plain, {"q3-answer": LARGE}), tmp_path)
    chain = next(check for check in report.checks if check.cell == "q3-chain")
    assert "far too large" in chain.message


@pytest.mark.parametrize("way", [by_grading, by_command])
def test_only_the_parts_of_adlearn_that_are_named_can_be_imported(
    pack: Assignment, way: Callable[..., Report], tmp_path: Path
):
    text = "import adlearn.show\nimport adlearn.optim\n" + ANSWERS["q1-add-answer"]
    report = way(pack, handed_in(pack, {"q1-add-answer": text}), tmp_path)
    told = " ".join(report.notes)
    assert way is by_command or "line 2" in told
    add = next(check for check in report.checks if check.cell == "q1-add")
    assert add.verdict == "passed"  # a failing import at the top of a cell is noted, and no more
    used = text + "\nadlearn.optim.gradient_descent"
    report = way(pack, handed_in(pack, {"q1-add-answer": used}), tmp_path)
    assert "You can import adlearn.show." in " ".join(report.notes)


def test_a_notebook_carries_only_what_is_not_ordinary(pack: Assignment, tmp_path: Path):
    carried = cell(json.loads(json.dumps(release_notebook(pack))), "public-checks")["source"]
    assert "reply_kib" in carried
    plain = make_pack(tmp_path / "boxes")
    carried = cell(json.loads(json.dumps(release_notebook(plain))), "public-checks")["source"]
    assert "settings" not in carried


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[limits]\ncpu = 3\n", r"\[limits\] has no setting 'cpu'. It may have cpu_seconds, "),
        ("[limits]\ncpu_seconds = 2.5\n", "cpu_seconds must be a whole number above 0, not 2.5"),
        ("[limits]\nwall_seconds = 0\n", "wall_seconds must be a number above 0, not 0"),
        ('[tolerances]\nfloat32 = "wide"\n', "float32 must be a number above 0, not 'wide'"),
        ("[tolerances]\nhalf = 1e-2\n", r"It may have float64, float32\."),
        ("[tolerances]\nfloat64 = inf\n", "float64 must be a number above 0, not inf"),
        ("[limits]\nreply_kib = 4\n", "reply_kib must be at least 5"),
        ("[tolerances]\nfloat64 = 1.0\n", "float64 must be below 1, not 1.0"),
        ("[limit]\ncpu_seconds = 3\n", "no setting 'limit'. It may have name, title"),
        ("[feedback]\nhidden_input = true\n", r"\[feedback\] has no setting 'hidden_input'"),
        ("[install]\nfrom = 'here'\n", r"\[install\] has no setting 'from'. It may have what"),
        ('[feedback]\nhidden_inputs = "no"\n', "hidden_inputs must be true or false, not 'no'"),
        ('[leans]\nq2 = "q1"\n', "give a list of questions; there are q1, q2, q3"),
        ('[leans]\nq2 = ["q7"]\n', "give a list of questions"),
    ],
)
def test_a_setting_that_does_not_exist_is_refused(tmp_path: Path, settings: str, said: str):
    pack = make_pack(tmp_path / "boxes")
    path = pack.folder / "assignment.toml"
    path.write_text(path.read_text() + "\n" + settings)
    with pytest.raises(AssignmentError, match=said):
        assignment_checks(load_assignment(pack.folder))


def test_the_checks_are_found_in_a_notebook_that_lost_its_metadata(
    pack: Assignment, tmp_path: Path
):
    notebook = handed_in(pack, {"q3-answer": LARGE})
    bare(notebook)
    verdicts = {check.cell: check.verdict for check in by_command(pack, notebook, tmp_path).checks}
    assert verdicts == {
        **{"q1-add": "passed", "q1-mul": "failed", "q2-half": "passed"},
        "q3-chain": "passed",
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('packages = "numpy"', "packages must be a list of names, not 'numpy'"),
        ("packages = [3]", "packages must be names, and 3 is none"),
        ("limits = 3", "limits must be a table, not 3"),
    ],
)
def test_a_setting_of_another_kind_is_refused(tmp_path: Path, line: str, said: str):
    pack = make_pack(tmp_path / "boxes")
    path = pack.folder / "assignment.toml"
    path.write_text(f"{line}\n{path.read_text()}")
    with pytest.raises(AssignmentError, match=said):
        load_assignment(pack.folder)
