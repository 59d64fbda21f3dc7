"""Files of any name and kind: each is named without harm, and none costs anybody else anything."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import finding
from autograder.build import write_notebook
from autograder.cli import main
from autograder.errors import SubmissionError
from autograder.notebook import read_notebook
from autograder.pack import Assignment
from autograder.sandbox.folders import remove_tree
from tests.autograder.boxes import POINTS, cell, handed_in, make_pack, own

pytestmark = pytest.mark.usefixtures("no_process_left")

TOTAL = sum(POINTS.values())

#: Names that somebody could take for something else.
ODD_NAMES = [
    *("x.ipynb", "x.error.ipynb", "y.ERROR.ipynb", "x.json.ipynb", "index.ipynb", "Index.ipynb"),
    *("CON.ipynb", "con.txt.ipynb", "..ipynb", ".hidden.ipynb", "-rf.ipynb", "=1+1.ipynb"),
    *("ada.ipynb", "ADA.ipynb", unicodedata.normalize("NFC", "é.ipynb")),
    *(unicodedata.normalize("NFD", "é.ipynb"), "ﬁ.ipynb", "fi.ipynb"),
    *("\x1b[31mred\x07.ipynb", "\u202egnp.ipynb", "two\nlines.ipynb", "back\\slash.ipynb"),
    *(os.fsdecode(b"\xff\xfe.ipynb"), "n" * 249 + ".ipynb", "<b>&'\".ipynb"),
]
UNSEEN = set("\x1b\x07\u202e") | {chr(number) for number in range(0xDC80, 0xDD00)}


@pytest.fixture
def pack(tmp_path: Path) -> Assignment:
    """A small assignment."""
    return make_pack(tmp_path / "boxes")


@pytest.fixture
def run(
    pack: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """The command `autograder`: its exit code, what it printed, and what it complained."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        extra = ["-a", str(pack.folder), "-o", str(tmp_path / "results"), "-j", "1"]
        code = main([*map(str, words), *(extra if words[0] == "grade" else [])])
        return code, *capsys.readouterr()

    return run


def test_no_name_of_a_file_costs_anything(run: Any, pack: Assignment, tmp_path: Path):
    """Every file is graded once; results and pages are one each; nothing acts on a terminal."""
    folder, results = tmp_path / "in", tmp_path / "results"
    for name in ODD_NAMES:
        answer = f"def add(a, b):\n    # {len(name)}\n    return a + b"
        write_notebook(handed_in(pack, {"q1-add-answer": answer}), folder / name)
    (folder / "\x1b]0;title\x07.ipynb").write_text("{")
    (folder / "\u202ecod.txt").write_text("not handed in")
    code, out, err = run("grade", folder)
    assert code == 1 and f"{len(ODD_NAMES)} of {len(ODD_NAMES) + 1} graded" in out
    assert r"not graded: " in err and r"\x1b]0;title\x07.ipynb: this is not a notebook" in err
    assert r"left out: " in err and r"\u202ecod.txt: not a notebook." in err
    assert len(err.splitlines()) == 2
    assert not UNSEEN & set(out + err)

    found = {path.name for path in results.iterdir()}
    assert len(found) == len(ODD_NAMES) + 1 == len({name.casefold() for name in found})
    assert not {"con.json", "con.txt.json", "index.json"} & {name.casefold() for name in found}
    written = [path.read_text(encoding="utf-8") for path in results.iterdir()]
    assert not UNSEEN & set("".join(written))
    about = {json.loads(text).get("submission") for text in written}
    assert len(about) == len(ODD_NAMES) + 1

    _, table, _ = run("report", results, "--format", "csv")
    assert not UNSEEN & set(table)
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["points"] for row in rows if row["points"]] == [f"{TOTAL:g}"] * len(ODD_NAMES)
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "-"))]
    for to, ending in {"html": "html", "md": "md", "feedback-json": "json"}.items():
        run("report", results, "--format", to)
        pages = [path for path in (results / to).glob("[!.]*") if path.name != "index.html"]
        every = len(ODD_NAMES) + (to == "html")  # what was not graded has a page, too
        assert len(pages) == len({path.name.casefold() for path in pages}) == every
        assert {path.suffix for path in pages} == {f".{ending}"}
        assert not UNSEEN & set("".join(path.read_text() for path in pages))
    index = (results / "html" / "index.html").read_text()
    assert not UNSEEN & set(index) and "<b>&" not in index
    _, document, _ = run("report", results, "--format", "json")
    assert not UNSEEN & set(document) and len(json.loads(document)["results"]) == len(ODD_NAMES)
    assert run("grade", folder)[1].startswith(f"{len(ODD_NAMES)} of {len(ODD_NAMES) + 1} are")


@pytest.mark.parametrize("name", ["n" * 300 + ".ipynb", "nul\0.ipynb"])
def test_a_name_that_no_file_can_have_is_one_line(name: str, run: Any, tmp_path: Path):
    """What was typed is said back, with what is wrong with it."""
    code, _, err = run("grade", tmp_path / name)
    assert code == 1 and "it cannot be opened" in err and len(err.splitlines()) == 1


def test_no_link_is_followed(run: Any, pack: Assignment, tmp_path: Path):
    """Neither a link to the solution, nor to a classmate's file, nor a folder that is a link."""
    folder = tmp_path / "in"
    theirs = write_notebook(handed_in(pack), folder / "ada" / "boxes" / "boxes.ipynb")
    (folder / "eve" / "boxes").mkdir(parents=True)
    (folder / "eve" / "boxes" / "boxes.ipynb").symlink_to(theirs)
    (folder / "joe").mkdir()
    (folder / "joe" / "boxes").symlink_to(theirs.parent)
    (folder / "max").symlink_to("../in/ada")
    code, out, err = run("grade", folder)
    assert code == 1 and "1 of 4 graded" in out
    link = "this is a link: ask for the file itself"
    assert [line.split(": ", 1)[1].split(": ", 1)[1][:39] for line in err.splitlines()] == [
        link
    ] * 3
    assert run("grade", folder / "eve" / "boxes" / "boxes.ipynb")[0] == 1
    assert run("grade", folder / "ada" / "boxes" / "boxes.ipynb")[0] == 0


def test_a_file_that_became_a_link_after_it_was_found_is_not_followed(
    pack: Assignment, tmp_path: Path
):
    """What is opened is what was found, folder by folder."""
    folder = tmp_path / "in"
    path = write_notebook(handed_in(pack), folder / "ada" / "boxes" / "boxes.ipynb")
    (one,) = finding.find([folder], "boxes").submissions
    assert read_notebook(one.path, below=one.below).cells
    elsewhere = path.parent.rename(tmp_path / "elsewhere")
    path.parent.symlink_to(elsewhere)
    assert read_notebook(one.path).cells  # as it would be without
    with pytest.raises(SubmissionError, match="this is a link"):
        read_notebook(one.path, below=one.below)
    path.parent.unlink()
    path.parent.mkdir()
    path.symlink_to(elsewhere / "boxes.ipynb")
    for below in (one.below, None):
        with pytest.raises(SubmissionError, match="this is a link"):
            read_notebook(one.path, below=below)


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_ordinary_file_is_not_waited_for(kind: str, tmp_path: Path):
    """A pipe that nobody writes into, and the like, is refused at once."""
    path = tmp_path / "x.ipynb"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/null")
    else:
        import socket

        socket.socket(socket.AF_UNIX).bind(str(path))
    with pytest.raises(SubmissionError, match="not an ordinary file|cannot be opened"):
        read_notebook(path)


def test_megabytes_of_metadata_do_not_reach_a_result(run: Any, pack: Assignment, tmp_path: Path):
    """Ids, names and errors are cut: a result stays one that tools can read."""
    notebook = handed_in(pack)
    cell(notebook, "q1-mul-answer")["metadata"]["nbgrader"]["grade_id"] = "g" * 5_000_000
    for number in range(1500):
        notebook["cells"].append(own("x"))
        notebook["cells"][-1]["metadata"] = {"nbgrader": {"grade_id": f"{number}" * 2000}}
    notebook["cells"].append(own(f"check.load('{'n' * 3_000_000}')"))
    notebook["cells"].append(own("raise ValueError('e' * 3_000_000)"))
    notebook["nbformat_minor"] = 4
    path = tmp_path / "in" / "ada.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps(notebook))
    assert run("grade", path.parent)[0] == 0
    result = tmp_path / "results" / "ada.json"
    assert result.stat().st_size < 1_000_000
    assert json.loads(result.read_text())["points"] == TOTAL
    assert run("report", tmp_path / "results")[0] == 0


def test_what_is_buried_is_named(tmp_path: Path, run: Any):
    """A folder in a folder in a folder, a thousand times, is one line."""
    folder = tmp_path / "in"
    folder.mkdir()
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
    finally:
        os.chdir(here)
    code, _, err = run("grade", folder)
    remove_tree(folder)  # deeper than pytest could
    assert code == 1 and "it lies deeper than anybody puts a notebook" in err
    assert len(err.splitlines()) == 1
