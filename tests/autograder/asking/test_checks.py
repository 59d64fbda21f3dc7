"""A pack keeps its checks in one file or in a folder of files: loaded, released and run alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import load_checks
from autograder.build import embedded_checks, public_source
from autograder.errors import AssignmentError
from autograder.grading import assignment_checks
from autograder.pack import Assignment, load_assignment
from autograder.practice import Practice

SETTINGS = (
    'name = "double"\ntitle = "Double"\n[questions]\nq2 = "Q2: double"\nq10 = "Q10: triple"\n'
)

CELL = (
    '# %% nbgrader={{"grade": true, "grade_id": "{0}-f", "points": 1}} '
    'adlearn={{"role": "points", "question": "{0}"}}\ncheck.points("{0}-f")\n\n'
)

# Both files call their helper `asked` and their number `TIMES`.
CHECK = '''"""Checks of {question}."""

import pytest

TIMES = {times}


def asked(submission):
    return submission.f{times}(1)


@pytest.mark.points(1, cell="{question}-f")
def test_{question}(submission):
    """It is so many times one."""
    assert asked(submission) == TIMES
'''


def make_pack(folder: Path, checks: dict[str, str]) -> Assignment:
    texts = {
        "assignment.toml": SETTINGS,
        "notebook.py": CELL.format("q2") + CELL.format("q10"),
        **checks,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return load_assignment(folder)


@pytest.fixture
def pack(tmp_path: Path) -> Assignment:
    """A pack with a file of checks for each of two questions, and a third that holds none."""
    files = {
        "checks/q10.py": CHECK.format(question="q10", times=3),
        "checks/q2.py": CHECK.format(question="q2", times=2),
        "checks/__init__.py": "raise RuntimeError('this is no file of checks')",
    }
    return make_pack(tmp_path / "double", files)


def test_questions_come_in_the_order_of_their_numbers(pack: Assignment):
    """q2 stands before q10, whatever the order of letters."""
    assert [check.id for check in assignment_checks(pack)] == ["test_q2", "test_q10"]


def test_the_notebook_carries_each_file_with_names_of_its_own(pack: Assignment):
    """Files that use one name for two things do not disturb each other in the student's kernel."""
    practice = Practice()
    exec(embedded_checks(pack).split("from None\n")[1], {"check": practice})
    right: dict[str, Any] = {"f2": lambda x: 2 * x, "f3": lambda x: 3 * x}
    for question in ("q2", "q10"):
        assert practice(question, namespace=right).report.points == 1.0
    wrong = practice("q10", namespace={**right, "f3": lambda x: 2 * x}).report
    assert (wrong.points, wrong.checks[0].message) == (
        0.0,
        "This does not hold: asked(submission) == TIMES",
    )


def test_one_file_and_a_folder_are_the_same_checks(pack: Assignment, tmp_path: Path):
    """What stands in two files may stand in one `checks.py`, if the names allow it."""
    one = CHECK.format(question="q2", times=2)
    other = CHECK.format(question="q10", times=3).replace("TIMES", "N").replace("asked", "ask")
    single = make_pack(tmp_path / "single", {"checks.py": one + other})
    fields = [
        [(check.id, check.question, check.cell, check.points, check.title) for check in checks]
        for checks in (assignment_checks(pack), assignment_checks(single))
    ]
    assert fields[0] == fields[1]


def test_two_checks_of_one_name_are_refused(tmp_path: Path):
    """Reports and gradebooks tell checks apart by name, so a second one is named with its file."""
    twice = {f"checks/q{n}.py": CHECK.format(question="q2", times=2) for n in (2, 10)}
    with pytest.raises(AssignmentError, match=r"q10\.py: another check is called test_q2 too"):
        assignment_checks(make_pack(tmp_path / "double", twice))


def test_no_checks_at_all_are_refused(tmp_path: Path):
    """An empty folder and a missing file are said with their path."""
    with pytest.raises(AssignmentError, match=r"checks\.py: the checks cannot be read"):
        assignment_checks(make_pack(tmp_path / "none", {}))
    with pytest.raises(AssignmentError, match="there are no checks in this folder"):
        assignment_checks(make_pack(tmp_path / "empty", {"checks/__init__.py": ""}))


@pytest.mark.parametrize("line", ["import pytest as p", "from pytest import mark\np = mark"])
def test_a_hidden_check_stays_hidden_however_pytest_is_imported(line: str):
    """What grading takes for hidden never stands in a notebook."""
    name = "p" if "mark" in line else "p.mark"
    text = f"{line}\n@{name}.points(1, cell='a')\n@{name}.hidden\ndef test_f(s):\n    pass\n"
    assert [check.hidden for check in load_checks({"q1.py": text}, {"a": "q1"})] == [True]
    assert "test_f" not in public_source(text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("import no_such_package", r"q1.py: .* a package that is not here .*pip install"),
        ("from math import no_such_name", r"q1.py: cannot import name 'no_such_name'.*another"),
        ("1 / 0", r"q1.py: the checks do not load: ZeroDivisionError"),
    ],
)
def test_checks_that_do_not_load_say_what_is_missing(line: str, says: str):
    with pytest.raises(AssignmentError, match=says):
        load_checks({"q1.py": line}, {})


@pytest.mark.parametrize("mark", ["hiden", "Hidden", "xfail"])
def test_a_mark_that_nobody_knows_is_refused(mark: str):
    """A hidden check whose mark is misspelt would stand in the students' notebook."""
    text = f"import pytest\n@pytest.mark.{mark}\n@pytest.mark.points(1, cell='q1-x')\n"
    with pytest.raises(AssignmentError, match=f"a check has no mark '{mark}'"):
        load_checks({"q1.py": f"{text}def test_it(submission):\n    pass\n"}, {"q1-x": "q1"})
