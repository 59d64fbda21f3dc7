"""The command `autograder`, from the source of an assignment to a page of results."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.build import release_notebook, source_notebook, write_notebook
from autograder.cli import main
from autograder.pack import Assignment

pytestmark = pytest.mark.usefixtures("no_process_left")


@pytest.mark.parametrize(
    ("command", "build"), [("generate", source_notebook), ("release", release_notebook)]
)
def test_notebooks_are_written(
    command: str,
    build: object,
    scalar: Assignment,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    """generate and release write the notebook they promise and print its path."""
    assert main([command, str(scalar.folder), "-o", str(tmp_path / "new" / "place")]) == 0
    path = tmp_path / "new" / "place" / "scalar.ipynb"
    assert capsys.readouterr().out.strip() == str(path)
    expected = write_notebook(build(scalar), tmp_path / "expected.ipynb")  # type: ignore[operator]
    assert path.read_bytes() == expected.read_bytes()


def test_a_notebook_that_cannot_be_written(
    scalar: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """An output folder below a file is named, with the remedy."""
    (tmp_path / "file").touch()
    assert main(["release", str(scalar.folder), "-o", str(tmp_path / "file")]) == 2
    err = capsys.readouterr().err
    assert str(tmp_path / "file") in err and "Choose another -o" in err


def test_check_says_what_a_student_can_do(
    shelf: Mapping[str, Path], capsys: pytest.CaptureFixture[str]
):
    """check ends with 0 where all passes and with 1 where not, and shows the checks asked for."""
    assert main(["check", str(shelf["right"]), "-q", "q1"]) == 0
    assert "Q1: operations: 5 of 5 public checks passed" in capsys.readouterr().out
    assert main(["check", str(shelf["swapped"]), "-q", "q1-mul"]) == 1
    out = capsys.readouterr().out
    assert "not right yet" in out and "_sub" not in out
    assert main(["check", str(shelf["right"]), "-q", "q99"]) == 2
    assert "Ask for one of these" in capsys.readouterr().err
    assert main(["check", "gone.ipynb"]) == 1
    assert "gone.ipynb: there is no such file" in capsys.readouterr().err


def test_grade_then_report(
    scalar: Assignment,
    shelf: Mapping[str, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    """Grading prints the table and how submissions were kept apart; reports come from its files."""
    results = tmp_path / "results"
    names = [str(shelf["stubs"]), str(shelf["swapped"])]
    assert main(["grade", *names, "-a", str(scalar.folder), "-o", str(results), "--seed", "5"]) == 0
    out = capsys.readouterr().out
    assert "[1/2] stubs: 0 / 100" in out and "[2/2] swapped: 94 / 100" in out
    assert "2 of 2 graded" in out and "Submissions were " in out and " of 3; tried" in out
    data = json.loads((results / "swapped.json").read_text())
    assert data["seed"] == 5 and data["isolation"]["level"] in (0, 1, 2, 3)
    assert {"cpu-time", "memory"} <= set(data["isolation"]["layers"])

    assert main(["report", str(results), "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("name,submission,q1-sub") and len(lines) == 3
    table = tmp_path / "table.json"
    assert main(["report", str(results), "--format", "json", "-o", str(table)]) == 0
    assert set(json.loads(table.read_text())["results"]) == {"stubs", "swapped"}
    capsys.readouterr()
    assert main(["report", str(results)]) == 0
    index = Path(capsys.readouterr().out.strip())
    assert index == results / "html" / "index.html" and (index.parent / "swapped.html").is_file()


@pytest.mark.parametrize("to", ["csv", "json", "html"])
def test_reports_that_cannot_be_made(to: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Without results, report says to grade first; into a bad place it names the place."""
    assert main(["report", str(tmp_path / "none"), "--format", to]) == 2
    assert "Grade first: autograder grade" in capsys.readouterr().err
    results = tmp_path / "results"
    results.mkdir()
    (results / "x.error.json").write_text('{"submission": "x", "problem": "x: gone"}')
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "below"
    assert main(["report", str(results), "--format", to, "-o", str(target)]) == 2
    assert str(target) in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [[], ["grade"], ["grade", "x.ipynb"], ["report", "r", "--format", "pdf"], ["mark", "x.ipynb"]],
)
def test_a_call_that_makes_no_sense(words: list[str], capsys: pytest.CaptureFixture[str]):
    """Missing and unknown words end with 2 and the usage."""
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "usage: autograder" in capsys.readouterr().err


def test_the_command_as_a_process(
    scalar: Assignment,
    shelf: Mapping[str, Path],
    tmp_path: Path,
    child_environment: dict[str, str],
):
    """From a shell: output on one stream, complaints on the other, and the exit code."""
    words = [str(shelf["stubs"]), str(tmp_path / "gone.ipynb"), "-a", str(scalar.folder)]
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "grade", *words],
        cwd=tmp_path,
        env=child_environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 1, done.stderr
    assert "1 of 2 graded; results in results/." in done.stdout
    assert done.stderr.splitlines() == [
        f"not graded: {tmp_path / 'gone.ipynb'}: there is no such file. Check the path."
    ]
    assert sorted(p.name for p in (tmp_path / "results").iterdir()) == [
        "gone.error.json",
        "stubs.json",
    ]


def test_a_missing_package_is_named_with_the_remedy(monkeypatch, capsys, shelf, scalar):
    """Students' installations lack what grading needs; the command says what to install."""
    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.delitem(sys.modules, "autograder.tables", raising=False)
    assert main(["grade", str(shelf["right"]), "-a", str(scalar.folder)]) == 2
    said = capsys.readouterr().err
    assert "a package is missing: rich.console. Install what this needs: python -m pip" in said
    assert "[grading]" in said


def test_a_reader_that_stops_reading_gets_no_traceback(
    graded, tmp_path: Path, child_environment: dict[str, str]
):
    """`autograder report ... --format csv | head` ends quietly."""
    report = graded("stubs")
    for number in range(300):  # more than a pipe holds
        path = tmp_path / f"s{number}.json"
        path.write_text(json.dumps(report.to_dict()), encoding="utf-8")
    command = [sys.executable, "-m", "autograder.cli", "report", str(tmp_path), "--format", "csv"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=child_environment
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=120) == 1


@pytest.mark.parametrize("name", ["autograder", "adlearn"])
def test_the_command_is_there_where_a_shell_does_not_find_it(name: str):
    """`python -m autograder`, as somebody types whose scripts are on no path."""
    command = [sys.executable, "-m", name, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"usage: {name} ")
