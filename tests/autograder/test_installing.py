"""The first cell of a notebook: it installs what the course says, and says what to do otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.build import release_notebook, source_notebook
from autograder.cli import main
from autograder.errors import UsageError
from autograder.installing import first_cell, release_note, wanted, what_is_missing
from autograder.notebook import read_notebook
from autograder.pack import Assignment


def run(cell: str, folder: Path, *flags: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run a first cell in a process of its own."""
    command = [sys.executable, *flags, "-c", f"{before}\n{cell}\nprint('check is', type(check))"]
    environment = {"PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


#: Without site-packages: adlearn is nowhere.
WITHOUT = ("-S",)


def test_where_nothing_is_said_it_asks_for_the_file(tmp_path: Path):
    """Without a setting, and without adlearn, the cell says which file to ask for and where to."""
    done = run(first_cell(""), tmp_path, *WITHOUT)
    assert done.returncode == 1
    assert "adlearn is missing, and nothing says where to get it" in done.stderr
    assert "put it beside the notebook" in done.stderr


def test_an_installation_that_fails_says_why_and_what_to_do(tmp_path: Path):
    """What pip says is shown, and the remedy after it."""
    done = run(first_cell(f"file://{tmp_path}/adlearn-0.0.0-py3-none-any.whl"), tmp_path, *WITHOUT)
    assert done.returncode == 1
    assert "No such file" in done.stdout
    assert "could not be installed; the text above says why. Ask for the file" in done.stderr


def test_a_wheel_beside_the_notebook_comes_first(tmp_path: Path):
    """A wheel in the notebook's folder is what is installed."""
    (tmp_path / "adlearn-7.0.0-py3-none-any.whl").write_bytes(b"no wheel")
    done = run(first_cell("adlearn==0.1"), tmp_path, *WITHOUT)
    assert (
        f"Installing {tmp_path.resolve()}/adlearn-7.0.0-py3-none-any.whl[notebook]" in done.stdout
    )


def test_what_is_missing_is_named(tmp_path: Path, root: Path):
    """A package that adlearn needs is named, and not adlearn in its place."""
    before = f"import sys; sys.path.insert(0, {str(root)!r}); sys.modules['hypothesis'] = None"
    done = run(first_cell("adlearn"), tmp_path, before=before)
    assert "hypothesis is missing. Run  %pip install hypothesis" in done.stderr


def test_where_adlearn_is_the_cell_gives_check(tmp_path: Path, root: Path):
    """Where all is there, nothing is said and nothing is installed."""
    before = f"import sys; sys.path.insert(0, {str(root)!r})"
    done = run(first_cell("adlearn"), tmp_path, before=before)
    assert done.stdout == "check is <class 'autograder.practice.Practice'>\n", done.stderr


def test_the_unrelated_package_is_noticed(tmp_path: Path, root: Path, monkeypatch):
    """The other package called autograder is noticed by the cell and by the command."""
    other = tmp_path / "autograder-3.6.3.dist-info"
    other.mkdir()
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: autograder\nVersion: 3.6.3\n")
    before = f"import sys; sys.path[:0] = [{str(root)!r}, {str(tmp_path)!r}]"
    done = run(first_cell("adlearn"), tmp_path, before=before)
    assert "Another package called autograder is installed" in done.stdout
    assert "%pip uninstall -y autograder" in done.stdout
    monkeypatch.syspath_prepend(str(tmp_path))
    said = what_is_missing(ImportError("cannot import name 'x' from 'autograder'"), "grading")
    assert "python -m pip uninstall -y autograder" in said


@pytest.mark.parametrize("install", ["adlearn==0.1", "https://school.example/adlearn.whl"])
def test_the_course_says_what_is_installed(scalar: Assignment, install: str):
    """The instructor's notebook and the students' have it in their first cell."""
    for notebook in (source_notebook(scalar, install), release_notebook(scalar, install)):
        (cell,) = [cell for cell in notebook.cells if cell.id == "setup"]
        assert wanted(install) in cell.source


def test_release_puts_the_wheel_beside_the_notebook(scalar: Assignment, tmp_path: Path, capsys):
    """`autograder release --install FILE.whl`; without --install, a line says what is missing."""
    wheel = tmp_path / "adlearn-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    out = tmp_path / "out"
    command = ["release", str(scalar.folder), "-o", str(out)]
    assert main([*command, "--install", str(wheel)]) == 0
    assert (out / wheel.name).read_bytes() == b"wheel"
    assert capsys.readouterr().err == ""
    assert main(command) == 0
    assert "--install WHAT" in capsys.readouterr().err
    assert main([*command, "--install", "two words"]) == 2


def test_what_cannot_be_installed_is_refused():
    """Something that is no name, no address and no wheel is refused with what would be."""
    with pytest.raises(UsageError, match="Give the name it has in an index"):
        wanted("two words")


def test_grading_notes_another_version(scalar: Assignment, tmp_path: Path):
    """A notebook that another version released is graded, and the note says so."""
    from autograder.build import write_notebook

    notebook = release_notebook(scalar)
    path = write_notebook(notebook, tmp_path / "a.ipynb")
    assert release_note(read_notebook(path)) == []
    (cell,) = [cell for cell in notebook.cells if cell.id == "public-checks"]
    cell.source = cell.source.replace("    version='", "    version='9.")
    path = write_notebook(notebook, tmp_path / "b.ipynb")
    assert "was released with adlearn 9." in release_note(read_notebook(path))[0]
