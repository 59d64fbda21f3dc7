"""Results in Gradescope's form, and a bundle that is set up and run as Gradescope does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.decisions import Row, write_decisions
from autograder.classroom.grades import grades_of
from autograder.cli import main
from autograder.feedback import escaped
from autograder.outgoing.gradescope import VISIBILITIES, to_gradescope
from autograder.pack import load_assignment
from autograder.report import Adjustment
from tests.autograder.outgoing.made import grades
from tests.autograder.small_variants import write_pack

#: What Gradescope's specification has; it refuses a file with a score that is no number.
TOP = {
    *("score", "execution_time", "output", "output_format", "visibility", "stdout_visibility"),
    *("extra_data", "tests"),
}
TEST = {
    *("score", "max_score", "name", "name_format", "number", "output", "output_format", "tags"),
    *("visibility", "status"),
}


def valid(text: str) -> dict[str, Any]:
    """Read a `results.json`, and hold it against the specification."""
    data = json.loads(text)
    assert set(data) <= TOP and isinstance(data["score"], float) and data["score"] >= 0
    assert data["stdout_visibility"] == "hidden"
    for test in data["tests"]:
        assert set(test) <= TEST and test["visibility"] in VISIBILITIES
        assert 0 <= test.get("score", 0) <= test.get("max_score", 0)
        assert test.get("status", "failed") in ("passed", "failed")
        assert "<script" not in test["output"]
    return data


def test_a_test_for_each_check_and_the_hidden_ones_wait(graded: Any) -> None:
    report = graded("swapped")
    (grade,) = grades({"ben": report})
    data = valid(to_gradescope(grade))
    assert data["score"] == 94.0 == sum(test["score"] for test in data["tests"])
    assert sum(test["max_score"] for test in data["tests"]) == 100.0
    hidden = [check.hidden for check in report.checks]
    assert [test["visibility"] == "after_published" for test in data["tests"]] == hidden
    title = "Q1: _mul computes a * b, and its local derivatives"
    (product,) = [test for test in data["tests"] if test["name"] == title]
    assert product["status"] == "failed" and "Smallest case" in product["output"]
    numbers = [test["number"] for test in data["tests"]]
    assert numbers[0] == "1.1" and len(set(numbers)) == len(numbers)
    # A sum beside tests that are not shown yet would tell what they gave.
    assert "94" not in data["output"]
    assert "94 of 100 points" in valid(to_gradescope(grade, "visible"))["output"]
    assert {test["visibility"] for test in valid(to_gradescope(grade, "hidden"))["tests"]} == {
        "visible",
        "hidden",
    }


def test_what_is_seen_refers_to_nothing_that_is_not(graded: Any) -> None:
    """Each test is told by itself: of no other one, and without "the same as above"."""
    report = graded("swapped")
    (grade,) = grades({"ben": report})
    tests = valid(to_gradescope(grade))["tests"]
    for check, test in zip(report.checks, tests, strict=True):
        assert escaped(check.title.rstrip(".")) in test["output"]
        others = [one.title.rstrip(".") for one in report.checks if one.id != check.id]
        assert not [title for title in others if f"{escaped(title)}: <b>" in test["output"]]
        assert "as above" not in test["output"]


def test_a_person_decides_and_the_score_is_what_counts(class_results: Path) -> None:
    """Points of a cell that was decided are those of the decision; being late is in the score."""
    write_decisions([Row("s2", "q1-mul", 2.5, "The idea is right.")], class_results)
    ben = grades_of(class_results)[1]
    assert ben.report is not None
    ben = replace(ben, report=replace(ben.report, adjustments=(Adjustment(-10.0, "A day late."),)))
    data = valid(to_gradescope(ben))
    assert data["score"] == 86.5
    assert sum(test.get("score", 0) for test in data["tests"]) == 96.5
    (decision,) = [one for one in data["tests"] if "decided by hand" in one["name"]]
    assert (decision["score"], decision["max_score"]) == (2.5, 3.0)
    assert "The idea is right." in decision["output"] and "A day late." in data["output"]


def test_a_submission_without_a_grade_says_why(class_results: Path) -> None:
    data = valid(to_gradescope(grades_of(class_results)[3]))
    assert data["score"] == 0.0 and "s4.ipynb: this is not a notebook" in data["output"]
    (test,) = data["tests"]
    assert test["status"] == "failed" and "not a notebook" in test["output"]


def test_the_command_writes_one_result(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", str(results), "--format", "gradescope"]
    assert main(words) == 2
    assert "there are 4. Name one with --only" in capsys.readouterr().err
    path = tmp_path / "results.json"
    for _ in range(2):
        assert main([*words, "--only", "ben", "--hidden", "visible", "-o", str(path)]) == 0
    assert "94 of 100" in valid(path.read_text())["output"]
    assert main([*words, "--only", "zed"]) == 2
    assert "--only zed: there is no such result" in capsys.readouterr().err


Submit = Callable[[dict[str, bytes]], dict[str, Any]]


@pytest.fixture(scope="module")
def gradescope(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Submit:
    """Set a bundle up as Gradescope does, by its own scripts; give what hands something in."""
    folder = tmp_path_factory.mktemp("gradescope") / "autograder"
    bundle = folder.parent / "scalar.zip"
    words = ["gradescope", "init", "-a", str(root / "assignments" / "scalar"), "-o", str(bundle)]
    assert main([*words, "--seed", "1"]) == 0
    source = folder / "source"
    source.mkdir(parents=True)
    with zipfile.ZipFile(bundle) as archive:
        for member in archive.infolist():
            path = Path(archive.extract(member, source))
            path.chmod(member.external_attr >> 16)
    (source / "run_autograder").rename(folder / "run_autograder")
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    beside = folder.parent / "bin"
    beside.mkdir()
    (beside / python).symlink_to(sys.executable)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment = {
        **kept,
        "AUTOGRADER_GRADESCOPE_ROOT": str(folder),
        "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}",
        "PIP_INDEX_URL": "http://127.0.0.1:9/nothing-is-fetched",
    }

    def call(script: Path) -> str:
        done = subprocess.run(
            [script], cwd=folder, env=environment, capture_output=True, text=True, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    assert "Level" in call(source / "setup.sh")

    def submit(files: dict[str, bytes]) -> dict[str, Any]:
        handed_in = folder / "submission"
        for path in handed_in.glob("*"):
            path.unlink()
        handed_in.mkdir(exist_ok=True)
        (folder / "results").mkdir(exist_ok=True)
        (folder / "results" / "results.json").unlink(missing_ok=True)
        for name, data in files.items():
            (handed_in / name).write_bytes(data)
        metadata = {"id": 1, "users": [{"id": 7, "name": "Ada", "email": "ada@uni.org"}]}
        (folder / "submission_metadata.json").write_text(json.dumps(metadata))
        call(folder / "run_autograder")
        return valid((folder / "results" / "results.json").read_text())

    return submit


def test_a_bundle_is_set_up_and_grades_as_the_command_does(
    gradescope: Submit, shelf: dict[str, Path], graded: Any
) -> None:
    """Its scripts' own text runs: a right submission, a wrong one, and each kind of broken one."""
    data = gradescope({"my scalar.ipynb": shelf["right"].read_bytes()})
    assert data["score"] == 100.0 and len(data["tests"]) == 43
    data = gradescope({"scalar.ipynb": shelf["swapped"].read_bytes(), "old.ipynb": b"{"})
    assert data["score"] == 94.0 and data["extra_data"]["autograder"]["seed"] == 1
    expected = [check.points for check in graded("swapped").checks]
    assert [test["score"] for test in data["tests"]] == expected
    data = gradescope({"scalar.ipynb": b"{"})
    assert data["score"] == 0.0 and "<p>scalar.ipynb: this is not a notebook" in data["output"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "no notebook was handed in. Hand in scalar.ipynb"),
        (["notes.txt"], "no notebook was handed in"),
        (["a.ipynb", "b.ipynb"], "several notebooks were handed in (a.ipynb, b.ipynb)"),
    ],
)
def test_what_is_no_submission_gets_a_clear_output(
    files: list[str], said: str, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "gradescope.json").write_text('{"seed": 1}')
    (tmp_path / "source" / "assignment").symlink_to(root / "assignments" / "scalar")
    (tmp_path / "submission").mkdir()
    for name in files:
        (tmp_path / "submission" / name).write_bytes(b"{")
    assert main(["gradescope", "run", "--root", str(tmp_path)]) == 0
    data = valid((tmp_path / "results" / "results.json").read_text())
    assert data["score"] == 0.0 and said in data["output"] and str(tmp_path) not in data["output"]


def test_a_bundle_is_made_again_bit_by_bit_and_writes_over_nothing_else(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheels, path = tmp_path / "wheels", tmp_path / "b.zip"
    words = ["gradescope", "init", "-a", str(root / "assignments" / "scalar"), "--seed", "1"]
    words += ["--wheels", str(wheels)]
    wheels.mkdir()
    assert main([*words, "-o", str(path)]) == 2
    assert "there are no wheels in it. Check --wheels" in capsys.readouterr().err
    (wheels / "numpy-9-py3-none-any.whl").write_bytes(b"x")
    assert main([*words, "-o", str(path)]) == 0
    first = path.read_bytes()
    assert main([*words, "-o", str(path)]) == 0 and path.read_bytes() == first
    folder = tmp_path / "bundle"
    assert main([*words, "-o", str(folder)]) == 0
    assert os.access(folder / "run_autograder", os.X_OK) and os.access(folder / "setup.sh", os.X_OK)
    text = (folder / "setup.sh").read_text() + (folder / "run_autograder").read_text()
    assert "--no-index" in text and "://" not in text and str(root) not in text
    assert not list(folder.glob("assignment/wrong")) and not list(folder.glob("assignment/right"))
    capsys.readouterr()
    assert main([*words, "-o", str(folder)]) == 2
    path.write_text("mine")
    assert main([*words, "-o", str(path)]) == 2 and path.read_text() == "mine"


def test_a_bundle_asks_what_the_edition_asks_in_the_course_s_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTOGRADER_LANGUAGE", "AUTOGRADER_TABLES"):
        monkeypatch.setenv(name, "")  # what commands set is undone at the end
        monkeypatch.delenv(name)
    tables, released = tmp_path / "tables", tmp_path / "release"
    tables.mkdir()
    table = 'msgid "{earned} of {possible} points"\nmsgstr "{earned} von ganzen {possible}"\n'
    (tables / "de.po").write_text(table)
    assert main(["language", "de", "--compile", "-o", str(tables)]) == 0
    monkeypatch.setenv("AUTOGRADER_TABLES", str(tables))
    words = ["release", "scalar", "--questions", "q1,q2", "--points", "q1=10", "-o", str(released)]
    assert main(words) == 0
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "numpy-9-py3-none-any.whl").write_bytes(b"x")
    words = ["gradescope", "init", "-a", str(released / "scalar.toml"), "--language", "de"]
    words += ["--wheels", str(tmp_path / "wheels"), "--hidden", "visible"]
    words += ["--allow-weak-isolation"]
    assert main([*words, "-o", str(tmp_path / "root" / "source")]) == 0
    monkeypatch.delenv("AUTOGRADER_LANGUAGE")
    monkeypatch.delenv("AUTOGRADER_TABLES")
    (tmp_path / "root" / "submission").mkdir()
    (released / "scalar.ipynb").rename(tmp_path / "root" / "submission" / "scalar.ipynb")
    assert main(["gradescope", "run", "--root", str(tmp_path / "root")]) == 0
    data = valid((tmp_path / "root" / "results" / "results.json").read_text())
    edition = load_assignment(released / "scalar.toml")
    most = sum(test["max_score"] for test in data["tests"])
    assert most == sum(edition.points.values()) < 100
    assert {test["number"].partition(".")[0] for test in data["tests"]} == {"1", "2"}
    first = [test["max_score"] for test in data["tests"] if test["number"].startswith("1.")]
    assert sum(first) == 10
    assert "von ganzen 30" in data["output"]


def test_numbers_of_students_own_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = write_pack(tmp_path / "multiples")
    words = ["release", str(pack), "--variants-by-id", "w", "-o", str(tmp_path / "released")]
    assert main(words) == 0
    edition = str(tmp_path / "released" / "multiples.toml")
    assert main(["gradescope", "init", "-a", edition, "-o", str(tmp_path / "b.zip")]) == 2
    assert "numbers of students' own cannot be graded there" in capsys.readouterr().err
    assert not (tmp_path / "b.zip").exists()


def test_a_bundle_that_is_damaged_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source").mkdir()
    assert main(["gradescope", "run", "--root", str(tmp_path)]) == 2
    assert "Make the bundle again, and upload it" in capsys.readouterr().err
    (tmp_path / "source" / "gradescope.json").write_text('{"seed": 1}')
    assert main(["gradescope", "run", "--root", str(tmp_path)]) == 0
    data = valid((tmp_path / "results" / "results.json").read_text())
    assert data["score"] == 0.0 and "no points yet" in data["output"]
