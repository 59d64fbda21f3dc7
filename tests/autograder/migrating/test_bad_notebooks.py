"""Notebooks that cannot be migrated: a line that names cell and remedy, and nothing written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.cli import main

HERE = Path(__file__).parent
SCALAR = HERE.parents[2] / "assignments" / "scalar"

Change = Callable[[dict[str, Any]], object]


def cell(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    """Give a cell by its `grade_id`."""
    return next(
        one
        for one in notebook["cells"]
        if one["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def marks(name: str, **values: Any) -> Change:
    return lambda notebook: cell(notebook, name)["metadata"]["nbgrader"].update(values)


def text(name: str, source: str) -> Change:
    return lambda notebook: cell(notebook, name).update(source=source)


def all_cleared(notebook: dict[str, Any]) -> None:
    for one in notebook["cells"]:
        if one["metadata"].get("nbgrader", {}).get("solution"):
            one["source"] = "# YOUR CODE HERE\nraise NotImplementedError()"


def without_marks(notebook: dict[str, Any]) -> None:
    for one in notebook["cells"]:
        one["metadata"] = {}


#: What was done to the notebook, and words of the line that says so.
BROKEN: dict[str, tuple[Change, list[str]]] = {
    "one id twice": (marks("grade-mul", grade_id="grade-sub"), ["cells 8 and 9", "Rename"]),
    "no id": (marks("square", grade_id=""), ["cell 20", "no grade_id"]),
    "odd points": (marks("grade-mul", points="many"), ["cell 9", "'many'", "number of points"]),
    "endless points": (marks("grade-mul", points=1e300), ["cell 9", "number of points"]),
    "points without number": (marks("grade-mul", points=float("nan")), ["cell 9", "'nan'"]),
    "a schema to come": (marks("square", schema_version=4), ["cell 20", "schema '4'", "nbgrader"]),
    "an odd schema": (marks("square", schema_version=[1]), ["cell 20", "schema '[1]'"]),
    "metadata that is a text": (
        lambda notebook: cell(notebook, "square")["metadata"].update(nbgrader="solution"),
        ["cell 20", "no table"],
    ),
    "text marked as code": (marks("why", solution=False), ["cell 18", "only code can be"]),
    "half a mark": (text("square", "### BEGIN SOLUTION\nx = 1"), ["cell 20", "END SOLUTION"]),
    "the release": (all_cleared, ["stubs", "with the solutions"]),
    "no nbgrader": (without_marks, ["no code cell", "solution"]),
    "another homework": (
        lambda notebook: [
            text(name, "def f(): return 1")(notebook) for name in ("ops", "one_class", "operations")
        ],
        ["no solution cell", "_mul", "-a"],
    ),
    "tests with a magic": (text("grade-square", "%run tests.py"), ["cell 21", "not plain Python"]),
    "tests that import all": (
        text("grade-square", "from os import *\nassert _square"),
        ["cell 21", "everything from os"],
    ),
    "tests with quotes": (
        text("grade-square", "assert _square != \"'''\""),
        ["cell 21", "three single quotes"],
    ),
    "deeply nested": (
        text("grade-square", f"assert _square{' + 1' * 900}"),
        ["nested too deeply", "in parts"],
    ),
    "half a character": (text("why", "\ud800"), ["halves of characters", "Jupyter"]),
    "a cell that is none": (lambda notebook: notebook["cells"].insert(0, 7), ["cell 1", "no cell"]),
    "migrated already": (
        lambda notebook: cell(notebook, "ops")["metadata"].update(adlearn={"role": "answer"}),
        ["cell 4", "was migrated", "notebook.py"],
    ),
    "a line that begins a cell": (
        text("square", "x = 1\n# %% [markdown]\n# more\nclass _square: pass"),
        ["plain text", "# %%"],
    ),
}


@pytest.mark.parametrize("name", list(BROKEN))
def test_what_cannot_be_migrated_is_said_in_one_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    notebook = json.loads((HERE / "lab4.ipynb").read_text())
    change, words = BROKEN[name]
    change(notebook)
    path, pack = tmp_path / "lab4.ipynb", tmp_path / "lab4"
    path.write_text(json.dumps(notebook))
    assert main(["migrate", str(path), "-a", str(SCALAR), "-o", str(pack)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("autograder: ") and said.count("\n") == 1, said
    assert str(path) in said
    assert all(word in said for word in words), said
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"[]", b'{"nbformat": 3}', b"{" * 10**5])
def test_what_is_no_notebook_is_refused(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "hw.ipynb"
    path.write_bytes(data)
    assert main(["migrate", str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_hostile_notebook_runs_nothing_and_draws_nothing_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """Its code, its names and its headings are text, wherever they are shown."""
    monkeypatch.setenv("COLUMNS", "300")
    notebook = json.loads((HERE / "lab4.ipynb").read_text())
    evil = f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n"
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["source"] = evil + "".join(one["source"])
    notebook["cells"][2]["source"] = "# [red]\x1b[31mred\u202e :smile: <script>"
    cell(notebook, "grade-sub")["metadata"]["nbgrader"]["grade_id"] = "../[b]\x1b]0;x\x07"
    path, pack, listed = tmp_path / "lab4.ipynb", tmp_path / "lab4", tmp_path / "list.md"
    path.write_text(json.dumps(notebook))
    words = ["migrate", str(path), "-a", str(SCALAR), "-o", str(pack), "--markdown", str(listed)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said and "\u202e" not in said
    assert "[red]" in said and ":smile:" in said
    assert not (tmp_path / "ran").exists()
    for file in [listed, *pack.rglob("*.toml")]:
        assert "\x1b" not in file.read_text()


def test_a_full_disk_leaves_nothing_by_half(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """The folder is there with all of it, or not at all."""
    wrote = Path.write_text

    def full(path: Path, *words: Any, **more: Any) -> int:
        if path.name == "notebook.py":
            raise OSError(28, "No space left on device")
        return wrote(path, *words, **more)

    monkeypatch.setattr(Path, "write_text", full)
    words = ["migrate", str(HERE / "lab4.ipynb"), "-a", str(SCALAR), "-o", str(tmp_path / "lab4")]
    assert main(words) == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
