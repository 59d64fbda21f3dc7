"""Whose points change when a class is graded again, and why: nobody has to guess."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.build import write_notebook
from autograder.classroom.comparing import Change, Comparison, compare
from autograder.classroom.comparison_texts import to_html, to_markdown
from autograder.classroom.decisions import FILE
from autograder.cli import main
from autograder.errors import UsageError
from autograder.pack import Assignment
from tests.autograder.boxes import handed_in
from tests.autograder.classroom.small_class import RIGHT, copied, grade, hand_in, pack_in

pytestmark = pytest.mark.usefixtures("no_process_left")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def pack(where: Path) -> Assignment:
    return pack_in(where)


@pytest.fixture(scope="module")
def submitted(where: Path, pack: Assignment) -> Path:
    return hand_in(pack, where / "submitted")


@pytest.fixture(scope="module")
def old(where: Path, pack: Assignment, submitted: Path) -> Path:
    """Results that no test writes into, with a decision."""
    assert grade(submitted, pack, where / "old", "--seed", "3") == 0
    words = ["chloe", "q1-mul", "--points", "1", "--reason", "Half."]
    assert main(["decide", str(where / "old"), *words]) == 0
    return where / "old"


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_class_is_graded_again_and_every_change_has_its_cause(
    old: Path,
    pack: Assignment,
    submitted: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    """A mended check, another file, a student who left, and decisions that come along."""
    before = everything_in(old)
    mended = Path(shutil.copytree(pack.folder, tmp_path / "boxes"))
    checks = (mended / "checks.py").read_text()
    (mended / "checks.py").write_text(checks.replace("half() == 2.0", "half() >= 1.0"))
    again = Path(shutil.copytree(submitted, tmp_path / "again"))
    write_notebook(handed_in(pack, RIGHT), again / "ben" / "boxes.ipynb")
    shutil.rmtree(again / "dev")
    new, listed = tmp_path / "new", tmp_path / "changes.csv"
    words = ["grade", str(again), "-a", str(mended), "-o", str(new), "-j", "2"]
    capsys.readouterr()
    assert main([*words, "--compare", str(old), "--compare-to", str(listed)]) == 1
    said = capsys.readouterr().out
    assert f"The seed is that of {old}, 3: the same cases are drawn." in said
    assert "3 of 6 submissions change, in 3 places." in said
    assert "Both drew the same cases (seed 3)" in said
    assert everything_in(old) == before
    assert (new / FILE).read_bytes() == (old / FILE).read_bytes()
    rows = {row["submission"]: row for row in csv.DictReader(io.StringIO(listed.read_text()))}
    assert set(rows) == {"ben", "dev", "emil"}
    emil = rows["emil"]
    assert (emil["cell"], emil["points before"], emil["points now"]) == ("q2-half", "0", "3")
    assert emil["why"] == "checks or pack changed"
    assert emil["said before"].startswith("failed: ") and emil["said now"] == "passed"
    # One file holds the checks of all questions, so those of ben's are others, too.
    assert rows["ben"]["why"] == "another file, checks or pack changed"
    assert (rows["dev"]["points before"], rows["dev"]["why"]) == ("8", "no result any more")
    assert main(["compare", str(old), str(new), "--compare-to", str(listed)]) == 1
    assert main(["compare", str(old), str(old)]) == 0


def changed(old: Path, to: Path, name: str, change: Callable[[dict[str, Any]], None]) -> Comparison:
    """Compare results with a copy of which one is changed."""
    path = copied(old, to) / f"{name}.json"
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))
    return compare(old, to)


def lose(data: dict[str, Any], verdict: str = "failed") -> None:
    (check,) = [one for one in data["checks"] if one["cell"] == "q2-half"]
    check |= {"points": 0.0, "verdict": verdict, "message": "It halves nothing.\nAt all."}


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({}, ("unknown",)),
        ({"grader": "x"}, ("grader",)),
        ({"policy": "x"}, ("limits",)),
        ({"seed": 4}, ("seed",)),
        ({"grader": "x", "seed": 4}, ("grader", "seed")),
    ],
)
def test_a_cause_is_read_from_what_a_result_depends_on(
    old: Path, tmp_path: Path, part: dict[str, Any], why: tuple[str, ...]
):
    def change(data: dict[str, Any]) -> None:
        lose(data)
        data["basis"] |= part

    found = changed(old, tmp_path / "new", "ada", change)
    (one,) = found.changes
    assert (one.name, one.cell, one.more, one.why) == ("ada", "q2-half", -3.0, why)
    assert one.after.said == "failed: It halves nothing."
    assert found.distribution() == [(-3.0, 1), (0.0, 5)]
    assert found.by_cause() == [(one.reason, 1, 1, 0.0, -3.0)]


def test_the_checks_of_another_question_are_no_cause(old: Path, tmp_path: Path):
    def change(data: dict[str, Any]) -> None:
        lose(data)
        data["basis"]["questions"]["q1"] = "x"

    (one,) = changed(old, tmp_path / "other", "ada", change).changes
    assert one.why == ("unknown",)
    change_own: Callable[[dict[str, Any]], None] = lambda data: (  # noqa: E731
        lose(data),
        data["basis"]["questions"].update(q2="x"),
    )[0]
    (one,) = changed(old, tmp_path / "own", "ada", change_own).changes
    assert one.why == ("checks",)


def test_what_took_too_long_is_said(old: Path, tmp_path: Path):
    found = changed(old, tmp_path / "new", "ada", lambda data: lose(data, "timeout"))
    assert found.changes[0].why == ("time",)


def test_a_decision_is_a_cause_of_its_own(old: Path, tmp_path: Path):
    new = copied(old, tmp_path / "new")
    assert main(["decide", str(new), "ben", "q1-mul", "--points", "2", "--reason", "Fair."]) == 0
    assert main(["decide", str(new), "ben", "q3", "--points", "3", "--reason", "Good."]) == 0
    found = compare(old, new)
    assert [(one.cell, one.why) for one in found.changes] == [
        ("q1-mul", ("decision",)),
        ("q3", ("decision",)),
    ]
    assert found.changes[0].after.said == "decided by hand: Fair."
    assert found.totals["ben"] == (8.0, 13.0)


def test_a_file_that_was_handed_in_since_has_the_points_that_it_had(
    old: Path, pack: Assignment, submitted: Path, tmp_path: Path
):
    """Old results whose files stand there no more as they were are still what is compared with."""
    mine = Path(shutil.copytree(submitted / "ada", tmp_path / "in" / "ada")) / "boxes.ipynb"
    results = copied(old, tmp_path / "results")
    for path in results.glob("*.json"):
        data = json.loads(path.read_text())
        data["file"] = str(mine) if path.stem == "ada" else ""
        path.write_text(json.dumps(data))
    write_notebook(handed_in(pack), mine)
    assert compare(results, old).totals["ada"] == (10.0, 10.0)


def test_lists_escape_what_students_wrote(tmp_path: Path):
    from autograder.classroom.comparing import Side

    bad = "failed: <img src=x onerror=alert(1)> | [a](http://b)"
    change = Change("=ada", "q1", Side(2.0, 2.0, bad), Side(None, None, "no result"), ("gone",))
    found = Comparison("old", "new", (change,))
    assert "<img" not in to_html(found) and "&lt;img" in to_html(found)
    assert "\\<img" in to_markdown(found) and "\\[a\\]" in to_markdown(found)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--compare", "{old}", "-o", "{old}"], "results go there, too"),
        (["--compare", "{none}", "-o", "{new}"], "there is no such folder"),
        (["--compare", "{old}", "-o", "{new}", "--compare-to", "x.pdf"], "ends with .csv, .md"),
    ],
)
def test_what_cannot_be_compared_is_told_before_anything_is_graded(
    old: Path,
    pack: Assignment,
    submitted: Path,
    tmp_path: Path,
    words: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
):
    new = tmp_path / "new"
    filled = [word.format(old=old, new=new, none=tmp_path / "none") for word in words]
    before = everything_in(old)
    assert main(["grade", str(submitted), "-a", str(pack.folder), *filled]) == 2
    assert said in capsys.readouterr().err
    assert not new.exists() and everything_in(old) == before


def test_a_list_is_written_over_nothing_else(old: Path, tmp_path: Path):
    (tmp_path / "mine.csv").write_text("a,b\n")
    assert main(["compare", str(old), str(old), "--compare-to", str(tmp_path / "mine.csv")]) == 2
    assert (tmp_path / "mine.csv").read_text() == "a,b\n"
    with pytest.raises(UsageError):
        compare(old, tmp_path)
