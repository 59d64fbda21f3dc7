"""Nothing a submission can be stops a batch: one clear line each, and the rest is graded."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import nbformat.v4
import pytest

from autograder.build import answered_notebook, write_notebook
from autograder.classroom.grades import grades_of
from autograder.cli import main
from autograder.errors import SubmissionError
from autograder.grading import grade_notebook
from autograder.notebook import MAX_CELLS, MAX_PARTS, parse_notebook, read_notebook
from autograder.outgoing.tables import to_csv
from autograder.pack import Assignment
from autograder.results import read_results
from tests.autograder.boxes import handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

Grade = Callable[..., tuple[int, str, str]]


def test_another_assignments_notebook_is_called_that(scalar: Assignment, tmp_path: Path):
    """Cells that many assignments have, such as imports, do not make it ours."""
    notebook = handed_in(make_pack(tmp_path / "boxes"))
    for one in notebook["cells"]:
        if "-answer" in one["metadata"].get("nbgrader", {}).get("grade_id", ""):
            one |= {"source": "x = 1", "metadata": {}, "id": f"own-{len(one['source'])}"}
    data = json.dumps(notebook).encode()
    with pytest.raises(SubmissionError, match="its public checks are those of 'boxes'"):
        grade_notebook(parse_notebook(data, "n.ipynb"), scalar, checks=[])


@pytest.fixture
def grade(scalar: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Grade:
    """The command `autograder grade`: its exit code, what it printed, and what it complained."""

    def run(*arguments: object, results: Path = tmp_path / "results") -> tuple[int, str, str]:
        words = [*map(str, arguments), "-a", str(scalar.folder), "-o", str(results), "--seed", "1"]
        code = main(["grade", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def not_json(path: Path) -> Path:
    path.write_text("PK\x03\x04 this was a zip file")
    return path


def format_3(path: Path) -> Path:
    cells = [{"cell_type": "code", "input": "1", "language": "python", "outputs": []}]
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}], "metadata": {}}))
    return path


def without_graded_cells(path: Path) -> Path:
    cells = [nbformat.v4.new_code_cell("a = 1"), nbformat.v4.new_code_cell("a + 1")]
    return write_notebook(nbformat.v4.new_notebook(cells=cells), path)


def text(content: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(content)
        return path

    return write


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def nested(path: Path) -> Path:
    path.write_text("[" * 100_000)
    return path


def crowded(path: Path) -> Path:
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}
    path.write_text(json.dumps({"nbformat": 4, "cells": [cell] * (MAX_CELLS + 1)}))
    return path


#: What a submission is: how it is made, what is said about it, and what remedy is named.
BAD: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "missing": (lambda path: path, "there is no such file", "Check the path."),
    "below-a-file": (
        lambda path: not_json(path) / "inner.ipynb",
        "it cannot be opened (Not a directory)",
        "Check it.",
    ),
    "not-json": (not_json, "its text is not JSON", "save it and submit the saved file"),
    "format-3": (
        format_3,
        "is in format 3; only format 4 is graded",
        "Open it in a current Jupyter",
    ),
    "no-graded-cells": (
        without_graded_cells,
        "none of its cells belong to the assignment 'scalar', and none defines what it asks for",
        "Submit the notebook that was released.",
    ),
    "empty-file": (text(""), "the file is empty", "Ask for the file again"),
    "a-list": (text("[1, 2]"), "JSON but not a notebook", "Open it in Jupyter"),
    "no-cells": (text('{"nbformat": 4}'), "has no list of cells", "Open it in Jupyter"),
    "strange-cells": (
        text('{"nbformat": 4, "cells": [1, null, {"cell_type": "code", "source": 5}]}'),
        "has no code cells",
        "Submit the notebook that was released.",
    ),
    "deeply-nested": (nested, "its text is not JSON", "submit the saved file"),
    "too-many-cells": (crowded, f"has {MAX_CELLS + 1} cells", f"Keep it under {MAX_CELLS}"),
    "empty-folder": (folder, "there are no notebooks in this folder", "Check the path."),
}


def test_mixed_batch(grade: Grade, shelf: Mapping[str, Path], tmp_path: Path):
    """Each bad one gets one line with its file and the remedy; the good ones are graded."""
    bad = {name: make(tmp_path / f"{name}.ipynb") for name, (make, _, _) in BAD.items()}
    middle = list(bad.values())
    results = tmp_path / "results"
    code, out, err = grade(*middle[:5], shelf["stubs"], *middle[5:], results=results)
    assert code == 1
    assert f"1 of {len(bad) + 1} graded" in out and "0 / 100" in out
    lines = err.splitlines()
    assert len(lines) == len(bad)
    for line, (name, (_, problem, remedy)) in zip(lines, BAD.items(), strict=True):
        assert line.startswith(f"not graded: {bad[name]}: "), line
        assert problem in line and remedy in line
    assert json.loads((results / "stubs.json").read_text())["possible"] == 100.0
    problem = json.loads((results / "not-json.error.json").read_text())["problem"]
    assert "its text is not JSON" in problem


def test_a_folder_is_not_a_notebook(tmp_path: Path):
    """Where one notebook is expected, a folder is refused by name."""
    with pytest.raises(SubmissionError, match=r"this is a folder. Name the .ipynb file inside it"):
        read_notebook(tmp_path)


def test_fifty_megabytes_of_outputs(grade: Grade, shelf: Mapping[str, Path], tmp_path: Path):
    """Such a file is refused before it is read, and graded where the limit is raised."""
    notebook = json.loads(shelf["stubs"].read_text())
    code_cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    line = "training step, loss 0.6931\n"
    stream = {"output_type": "stream", "name": "stdout", "text": line * (50 * 2**20 // len(line))}
    code_cell["outputs"] = [stream]
    path = tmp_path / "huge.ipynb"
    path.write_text(json.dumps(notebook))
    assert path.stat().st_size > 50 * 2**20

    code, _, err = grade(path)
    assert code == 1
    assert err.startswith(f"not graded: {path}: the file has 5")
    assert "more than 20 MB" in err and "Clear all outputs" in err and "--max-megabytes" in err

    code, out, _ = grade(path, "--max-megabytes", "60")
    assert code == 0 and "0 / 100" in out


@pytest.mark.parametrize("part", ["[],", "{},", "0,", '{"a":[0]},'])
def test_a_file_of_many_small_parts_is_not_read_at_all(part: str):
    """It would take many times its size of the memory that all submissions share."""
    wide = "[" + part * MAX_PARTS + "0]"
    data = f'{{"nbformat": 4, "metadata": {{"x": {wide}}}, "cells": []}}'.encode()
    with pytest.raises(SubmissionError, match=r"consists of \d+ parts.*Clear all outputs"):
        parse_notebook(data, "wide.ipynb")


@pytest.mark.parametrize("place", ["empty-folder", "missing.ipynb"])
def test_nothing_to_grade(grade: Grade, place: str, tmp_path: Path):
    """A batch of nothing ends with 1 and names what was given."""
    if place == "empty-folder":
        (tmp_path / place).mkdir()
    code, out, err = grade(tmp_path / place)
    assert code == 1 and "0 of 1 graded" in out
    assert str(tmp_path / place) in err and len(err.splitlines()) == 1


def test_wrong_assignment_name(
    shelf: Mapping[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """An unknown assignment is a mistake of the call: exit code 2, the name, the remedy."""
    results = tmp_path / "results"
    code = main(["grade", str(shelf["stubs"]), "-a", "skalar", "-o", str(results)])
    err = capsys.readouterr().err
    assert code == 2
    assert len(err.splitlines()) == 1 and "'skalar'" in err and "give the path of its folder" in err
    assert not results.exists()


def test_a_folder_that_is_no_assignment(
    shelf: Mapping[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """A folder without assignment.toml is named, with what is missing in it."""
    code = main(["grade", str(shelf["stubs"]), "-a", str(tmp_path)])
    err = capsys.readouterr().err
    assert code == 2 and str(tmp_path) in err and "assignment.toml" in err


@pytest.mark.parametrize("below", ["", "deeper/results"])
def test_results_that_cannot_be_written(
    grade: Grade, below: str, shelf: Mapping[str, Path], tmp_path: Path
):
    """A results folder that cannot be made is noticed before anything is graded."""
    blocker = tmp_path / "file"
    blocker.write_text("not a folder")
    code, out, err = grade(shelf["right"], results=blocker / below)
    assert code == 2 and out.strip() == ""
    assert str(blocker) in err and "Choose another folder with -o" in err
    assert len(err.splitlines()) == 1
    assert blocker.read_text() == "not a folder"


def test_an_earlier_result_is_no_grade_of_a_file_that_is_broken_now(
    grade: Grade, shelf: Mapping[str, Path], tmp_path: Path
):
    """It is kept beside the complaint, and no table counts it, until the file is graded again."""
    path, results = tmp_path / "ada.ipynb", tmp_path / "results"
    path.write_bytes(shelf["stubs"].read_bytes())
    assert grade(path)[0] == 0
    before = (results / "ada.json").read_bytes()
    path.write_text("{")
    assert grade(path)[0] == 1
    assert (results / "ada.json.earlier").read_bytes() == before
    reports, problems = read_results(results)
    assert reports == {} and "not JSON" in problems["ada"] and "ada.json.earlier" in problems["ada"]
    (row,) = csv.DictReader(io.StringIO(to_csv(grades_of(results))))
    assert (row["name"], row["points"]) == ("ada", "")
    path.write_bytes(shelf["stubs"].read_bytes())
    assert grade(path)[0] == 0
    assert sorted(file.name for file in results.iterdir()) == ["ada.json"]


def test_everything_in_a_folder_is_graded_or_left_out_with_a_reason(
    grade: Grade, shelf: Mapping[str, Path], tmp_path: Path
):
    """What is no notebook is listed, and is no failure; what is called one and is none is."""
    folder = tmp_path / "in"
    (folder / "__MACOSX").mkdir(parents=True)
    (folder / "nothing").mkdir()
    (folder / "__MACOSX" / "._ada.ipynb").write_text("x")
    (folder / "._ben.ipynb").write_text("x")
    (folder / "away").symlink_to(tmp_path)
    (folder / "gone.ipynb").symlink_to(tmp_path / "nowhere.ipynb")
    (folder / "taken.ipynb").symlink_to(folder / "ben.ipynb")
    (folder / "eve.ipynb").mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    for name in ("solution.py", "all.zip", "notes.txt", "timestamp.txt"):
        (folder / name).write_text("x")
    for name in ("ADA.IPYNB", "ben.ipynb"):
        (folder / name).write_bytes(shelf["stubs"].read_bytes())
    code, out, err = grade(folder)
    assert code == 1 and "2 of 7 graded" in out

    def said(start: str) -> dict[str, str]:
        start += f": {folder}/"
        lines = [line for line in err.splitlines() if line.startswith(start)]
        return dict(line.removeprefix(start).split(": ", 1) for line in lines)

    link = "this is a link: ask for the file itself. Links are not followed."
    assert said("not graded") == {
        "away": link,
        "eve.ipynb": "this is an empty folder. Ask for the notebook.",
        "gone.ipynb": link,
        "pipe.ipynb": "this is not an ordinary file. Submit a .ipynb file.",
        "taken.ipynb": link,
    }
    assert said("left out") == {
        "__MACOSX": "what macOS adds to an archive.",
        "__MACOSX/._ada.ipynb": "what macOS adds to an archive.",
        "._ben.ipynb": "what macOS adds to an archive.",
        "all.zip": "an archive: unpack it, and grade what is in it.",
        "notes.txt": "not a notebook.",
        "nothing": "this is an empty folder. Ask for the notebook.",
        "solution.py": "a script, not a notebook: ask for the .ipynb file.",
    }


def cell_of(notebook: Any, name: str) -> Any:
    return next(cell for cell in notebook.cells if cell.id == name)


@pytest.fixture
def swapped(scalar: Assignment) -> Any:
    """A submission with a wrong product, to be tampered with."""
    return answered_notebook(scalar, scalar.bank("wrong")["mul-swapped"].cells)


def duplicate(notebook: Any, name: str) -> None:
    cell = cell_of(notebook, name)
    copy = nbformat.from_dict({**json.loads(json.dumps(cell)), "id": "copy"})
    notebook.cells.insert(notebook.cells.index(cell), copy)


def delete(notebook: Any, name: str) -> None:
    notebook.cells.remove(cell_of(notebook, name))


def rename(notebook: Any, name: str) -> None:
    cell_of(notebook, name).metadata.nbgrader.grade_id = "mine"


@pytest.mark.parametrize("cell", ["q1-mul", "q1-mul-answer", "q1-log-answer", "operators"])
@pytest.mark.parametrize("tamper", [duplicate, delete, rename])
def test_tampered_cells_change_no_points(tamper: Any, cell: str, swapped: Any, regrade: Any):
    """A duplicated, deleted or renamed cell is noted; every other point is as it was."""
    tamper(swapped, cell)
    report = regrade(swapped, only=["q1"])
    missing = {"q1-log"} if (tamper, cell) == (delete, "q1-log-answer") else set()
    wrong = {check.cell for check in report.checks if check.points < check.possible}
    assert wrong == {"q1-mul"} | missing
    assert report.possible == 15.0
    said = {
        duplicate: "stands more than once",
        delete: {
            "q1-mul": "graded cells q1-mul are missing, which costs nothing",
            "operators": "given cells operators were deleted: the assignment's own were used",
        }.get(cell, f"no cell answers {cell}: deleted, or under other names"),
        rename: f"the notebook's own cell ids, not by grade_id: {cell} (number ",
    }[tamper]
    # A graded cell says nothing that would run: a second one is of no interest.
    noted = any(said in note and cell in note for note in report.notes)
    assert noted == ((tamper, cell) != (duplicate, "q1-mul")), report.notes


def test_forged_metadata_changes_nothing(swapped: Any, regrade: Any):
    """Points, flags, roles and outputs that a submission claims are never read."""
    honest = regrade(swapped, only=["q1"])
    forged = nbformat.from_dict(json.loads(json.dumps(swapped)))
    forged.metadata["points"] = 100
    for cell in forged.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(points=999, grade=True, locked=False, solution=True)
            cell.metadata.adlearn = {"role": "given", "question": "q9", "points": 999}
    cell_of(forged, "q1-mul").source = "999.0"
    cell_of(forged, "public-checks").source = "raise SystemExit"
    cell_of(forged, "q1-mul").outputs = [
        nbformat.v4.new_output("execute_result", data={"text/plain": "999.0"})
    ]
    found = regrade(forged, only=["q1"])
    assert found.checks == honest.checks
    assert (found.points, found.possible) == (12.0, 15.0)


def test_metadata_of_any_kind_is_survived(swapped: Any, regrade: Any):
    """Metadata that is no dictionary, and ids that are no text, make a cell the student's own."""
    data = json.loads(json.dumps(swapped))
    data["cells"][5]["metadata"] = "strange"
    data["cells"].append({"cell_type": "code", "source": ["a = ", 5, "1"], "metadata": None})
    odd = {"nbgrader": {"grade_id": {"a": 1}}, "adlearn": []}
    data["cells"].append({"cell_type": "code", "source": "a", "metadata": odd})
    report = regrade(data, only=["q1-mul", "q1-sub"])
    assert (report.points, report.possible) == (3.0, 6.0)
