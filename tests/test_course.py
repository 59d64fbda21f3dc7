"""A course as one thing: made and added to without losing an edit, tried before release, shown."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder import demo
from autograder.build import release_notebook, source_notebook
from autograder.course import cells, leaks, trying
from autograder.course.command import main
from autograder.course.folder import open_course
from autograder.course.picture import course_picture
from autograder.course.progression import units_of
from autograder.course.whole import about_the_course
from autograder.nbgrader.commands import gradebook_scores
from autograder.pack import load_assignment
from autograder.report import CheckResult, Report

ROOT = Path(__file__).parents[1]
OURS = ["scalar", "tensor", "functional", "optimization", "applications"]

SETTINGS = """\
name = "{name}"
title = "Two functions"
packages = ["numpy"]

[questions]
q1 = "Q1: a function"
q2 = "Q2: its derivative"

[demo]
ada = "right"
ben = "stubs"
"""

CHECKS = '''\
"""Checks of two functions."""

import pytest


@pytest.mark.points(2, cell="q1-f")
def test_f(submission):
    """f computes at 3."""
    assert submission.f(3.0) == 19.0


@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-f")
def test_f_elsewhere(submission):
    """f computes at -2."""
    assert submission.f(-2.0) == 4.0


@pytest.mark.points(2, cell="q2-df")
def test_df(submission):
    """df computes at 3."""
    assert submission.df(3.0) == 8.0
'''

#: Cell, role, question, points, and text.
CELLS = [
    ("setup", "setup", "", 0, "# The first cell."),
    ("public-checks", "public-checks", "", 0, "# The checks."),
    ("square", "given", "", 0, "def square(x):\n    return x * x"),
    (
        *("q1-f-answer", "answer", "q1", 0),
        "def f(x):\n    ### BEGIN SOLUTION\n    twice_and_one = 2.0 * x + 1.0\n"
        "    with_the_square = square(x) + twice_and_one\n    return with_the_square + 3.0\n"
        "    ### END SOLUTION",
    ),
    ("q1-f", "points", "q1", 3, 'check.points("q1-f")'),
    (
        *("q2-df-answer", "answer", "q2", 0),
        "def df(x):\n    ### BEGIN SOLUTION\n    return 2.0 * x + 2.0\n    ### END SOLUTION",
    ),
    ("q2-df", "points", "q2", 2, 'check.points("q2-df")'),
]


def make_pack(folder: Path) -> Path:
    """Write a pack of two questions, called as its folder."""
    parts = ["# %% [markdown]\n# # Two functions\n"]
    for name, role, question, points, text in CELLS:
        answer = role == "answer"
        nbgrader = {"grade": role == "points", "grade_id": name, "locked": not answer}
        nbgrader |= {"schema_version": 3, "solution": answer, "task": False}
        nbgrader |= {"points": points} if points else {}
        ours = {"role": role} | ({"question": question} if question else {})
        parts.append(f"# %% nbgrader={json.dumps(nbgrader)} adlearn={json.dumps(ours)}\n{text}\n")
    folder.mkdir(parents=True)
    (folder / "notebook.py").write_text("\n".join(parts))
    (folder / "assignment.toml").write_text(SETTINGS.format(name=folder.name))
    (folder / "checks.py").write_text(CHECKS)
    return folder


def ours(*names: str) -> str:
    """Name assignments of ours by their folders, which need not be installed."""
    return ",".join(str(ROOT / "assignments" / name) for name in names)


def tree(folder: Path) -> dict[str, str]:
    """Give each file's hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def shown_below(command: str) -> str:
    """Give what the page for graders shows below a command."""
    page = (ROOT / "docs" / "how-to" / "grading.md").read_text()
    return page.split(f"```sh\n{command}\n```")[1].split("```text\n")[1].split("```")[0]


def texts(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


@pytest.fixture
def two(tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of scalar and tensor."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "calculus", "--assignments", ours("tensor", "scalar")]) == 0
    return tmp_path / "calculus"


# --- new


def test_a_new_course_has_all_that_an_instructor_needs_and_says_so(two: Path, capsys: Any) -> None:
    printed = capsys.readouterr().out
    assert printed == shown_below("adlearn course new calculus --assignments scalar,tensor")
    made = re.findall(r"^made    (.+)$", printed, re.MULTILINE)
    assert len(made) == 7 and set(made) == tree(two).keys() - {".autograder/course.json"}
    assert {cell.cell_type for cell in nbformat.read(two / "header.ipynb", 4).cells} == {"markdown"}
    read = (two / "README.md").read_text()
    for command in ("generate_assignment", "autograde", "generate_feedback"):
        assert f"`nbgrader {command} scalar`" in read and f"`nbgrader {command} tensor`" in read
    syllabus = (two / "syllabus.md").read_text()
    assert "| 3 to 4 | tensor: " in syllabus and "Students bring along" in syllabus
    assert open_course(two).header == two / "header.ipynb"
    assert open_course(two).config["CourseDirectory"]["course_id"] == "calculus"


def test_the_index_leads_students_from_each_assignment_to_the_next(two: Path) -> None:
    notebook = nbformat.read(two / "index.ipynb", 4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert {cell.cell_type for cell in notebook.cells} == {"markdown"}
    assert text.index("(scalar/scalar.ipynb)") < text.index("(tensor/tensor.ipynb)")
    assert "11 hours in all" in text and "**Where you are after scalar.**" in text
    assert "the product of matrices" in text and "train a network that reads digits" in text
    assert 'src="data:image/svg+xml;base64,' in text and "tensor, which starts from scalar" in text


def test_a_second_run_changes_nothing_and_says_that_all_was_kept(two: Path, capsys: Any) -> None:
    before = tree(two)
    capsys.readouterr()
    assert main(["new", str(two), "--assignments", ours("tensor", "scalar")]) == 0
    told = capsys.readouterr().out.splitlines()[:-1]
    assert len(told) == 7 and {line.split()[0] for line in told} == {"kept"}
    assert tree(two) == before


def test_what_was_edited_is_kept_and_what_is_missing_is_added(two: Path, capsys: Any) -> None:
    edited = ["README.md", "syllabus.md", "header.ipynb", "source/scalar/scalar.ipynb"]
    for name in edited:
        (two / name).write_text((two / name).read_text().replace("o", "0"))
    (two / "source" / "tensor" / "tensor.ipynb").unlink()
    before = tree(two)
    capsys.readouterr()
    assert main(["new", str(two), "--assignments", ours("scalar", "tensor")]) == 0
    done = dict(reversed(line.split()[:2]) for line in capsys.readouterr().out.splitlines()[:-1])
    assert done.pop("source/tensor/tensor.ipynb") == "made"
    assert set(done.values()) == {"kept"}
    after = tree(two)
    assert {name: after[name] for name in before} == before


def test_another_list_is_added_to_what_nobody_changed_and_asked_for_elsewhere(
    two: Path, capsys: Any
) -> None:
    syllabus = two / "syllabus.md"
    syllabus.write_text(syllabus.read_text().replace("Cut from it", "I cut from it"))
    before = tree(two)
    capsys.readouterr()
    assert main(["new", str(two), "--assignments", ours(*OURS[:1:-1])]) == 0
    told = capsys.readouterr().out
    assert "kept    syllabus.md: it says nothing of functional, optimization, applications" in told
    for name in ("nbgrader_config.py", "README.md", "index.ipynb"):
        assert f"renewed {name}\n" in told
    assert tree(two)["syllabus.md"] == before["syllabus.md"]
    index = "\n".join(texts(two / "index.ipynb"))
    places = [index.index(f"({name}/{name}.ipynb)") for name in OURS]
    assert places == sorted(places) and "30 hours" in index
    course = open_course(two)
    assert set(course.names) == set(course.packs) == set(OURS)
    assert course.config["CourseDirectory"]["course_id"] == "calculus"


def test_a_name_given_once_stays_the_courses_name(tmp_path: Path) -> None:
    course, pack = tmp_path / "c", make_pack(tmp_path / "packs" / "waves")
    assert main(["new", str(course), "--assignments", str(pack), "--id", "AD 101"]) == 0
    other = make_pack(tmp_path / "packs" / "tides")
    assert main(["new", str(course), "--assignments", str(other)]) == 0
    assert open_course(course).config["CourseDirectory"]["course_id"] == "AD 101"
    assert "# AD 101: for the instructor" in (course / "README.md").read_text()


def test_what_notebooks_install_is_said_once_for_all_of_them(tmp_path: Path, capsys: Any) -> None:
    """A second time, when the notebooks are there, it says that nothing was changed."""
    packs = [make_pack(tmp_path / "packs" / name) for name in ("waves", "tides")]
    wheel = tmp_path / "adlearn-9.9-py3-none-any.whl"
    wheel.write_bytes(b"a wheel")
    listed = ",".join(map(str, packs))
    assert main(["new", str(tmp_path / "c"), "--assignments", listed, "--install", str(wheel)]) == 0
    for name in ("waves", "tides"):
        folder = tmp_path / "c" / "source" / name
        assert (folder / wheel.name).read_bytes() == b"a wheel"
        assert any(f"'{wheel.name}[notebook]'" in text for text in texts(folder / f"{name}.ipynb"))
    assert "--install was not used" not in capsys.readouterr().out
    assert main(["new", str(tmp_path / "c"), "--assignments", listed, "--install", "adlearn"]) == 0
    assert "note: --install was not used" in capsys.readouterr().out


def test_a_configuration_of_ones_own_is_kept_with_what_it_should_have(
    tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    pack = make_pack(tmp_path / "packs" / "waves")
    assert main(["new", str(tmp_path), "--assignments", str(pack)]) == 0
    assert "autograder nbgrader init" in capsys.readouterr().out
    assert (tmp_path / "nbgrader_config.py").read_text() == "c = get_config()\n"


def test_an_assignment_of_ones_own_gets_what_its_pack_says_and_nothing_else(tmp_path: Path) -> None:
    course, pack = tmp_path / "c", make_pack(tmp_path / "packs" / "waves")
    assert main(["new", str(course), "--assignments", f"{pack},{ours('scalar')}"]) == 0
    scalar, waves = units_of([load_assignment(pack), load_assignment(ours("scalar"))])
    assert (scalar.name, scalar.hours) == ("scalar", 5)
    assert (waves.points, waves.questions) == (5.0, ("Q1: a function", "Q2: its derivative"))
    assert (waves.hours, waves.needs, waves.gives, waves.starts_from) == (None, (), (), {})
    about = [text for text in texts(course / "index.ipynb") if text.startswith("## Two functions")]
    assert about == [
        "## Two functions\n\n[waves](waves/waves.ipynb): 5 points.\n\n**Its questions:**\n\n"
        "- Q1: a function\n- Q2: its derivative"
    ]
    assert "|  | waves: Two functions | 5 |  |" in (course / "syllabus.md").read_text()
    assert "hours in all" not in "\n".join(texts(course / "index.ipynb"))


def test_by_default_all_that_are_installed_come_in_the_order_of_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    project = tomllib.loads((ROOT / "assignments" / "pyproject.toml").read_text())["project"]
    points = project["entry-points"]["autograder.assignments"]
    info = tmp_path / "here" / "adlearn_assignments-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: adlearn-assignments\nVersion: 0\n")
    lines = "".join(f"{name} = {value}\n" for name, value in sorted(points.items()))
    (info / "entry_points.txt").write_text(f"[autograder.assignments]\n{lines}")
    for name in [name for name in sys.modules if name.startswith("adlearn_assignments")]:
        monkeypatch.delitem(sys.modules, name)
    (tmp_path / "here" / "adlearn_assignments").symlink_to(ROOT / "assignments")
    monkeypatch.syspath_prepend(tmp_path / "here")
    course = tmp_path / "c"
    assert main(["new", str(course)]) == 0
    made = re.findall(r"^made    source/(\w+)/", capsys.readouterr().out, re.MULTILINE)
    order = tomllib.loads((ROOT / "assignments" / "progression.toml").read_text())["order"]
    assert made == [name for name in order if name in points]
    assert "PackPreprocessor.packs = {" not in (course / "nbgrader_config.py").read_text().replace(
        "# c.PackPreprocessor", ""
    )


@pytest.mark.parametrize(
    ("assignments", "remedy"),
    [
        ("nowhere", "there is no assignment called 'nowhere'. Installed: "),
        ("{pack},{pack}", "waves is named twice"),
        ("{pack},", "names nothing in one place"),
    ],
)
def test_a_list_that_cannot_be_is_refused_with_the_remedy(
    tmp_path: Path, capsys: Any, assignments: str, remedy: str
) -> None:
    pack = make_pack(tmp_path / "packs" / "waves")
    listed = assignments.format(pack=pack)
    assert main(["new", str(tmp_path / "c"), "--assignments", listed]) == 2
    assert remedy in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_a_file_is_no_place_for_a_course(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "c").write_text("mine")
    assert main(["new", str(tmp_path / "c"), "--assignments", ours("scalar")]) == 2
    assert "is a file. Name a folder" in capsys.readouterr().err
    assert (tmp_path / "c").read_text() == "mine"


def test_the_progression_speaks_of_assignments_that_are_there_and_come_before() -> None:
    said = tomllib.loads((ROOT / "assignments" / "progression.toml").read_text())
    order = said.pop("order")
    assert list(said) == [name for name in order if name in said]
    for name, about in said.items():
        assert load_assignment(ROOT / "assignments" / name).name == name
        for earlier in about.get("starts_from", {}):
            assert order.index(earlier) < order.index(name)


def test_hours_are_those_that_the_assignments_say_themselves() -> None:
    """Where a README or a notebook names its time, the course says the same."""
    words = dict(zip(("five", "six", "seven", "eight"), (5, 6, 7, 8), strict=True))
    said = tomllib.loads((ROOT / "assignments" / "progression.toml").read_text())
    for name in OURS:
        folder = ROOT / "assignments" / name
        read = [path.read_text() for path in folder.glob("README.md")]
        read.append((folder / "notebook.py").read_text())
        for word in re.findall(r"\b(\w+) hours in all", "\n".join(read)):
            assert said[name]["hours"] == words[word.lower()], name


def test_the_picture_has_a_box_for_each_and_an_arrow_for_each_start() -> None:
    units = units_of(load_assignment(ROOT / "assignments" / name) for name in reversed(OURS))
    drawn = course_picture(units)
    assert drawn.count('stroke-width="1.5"') == len(units) == 5
    assert drawn.count("marker-end") == sum(len(unit.starts_from) for unit in units) == 6
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_the_command_is_registered() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    module, _, name = project["entry-points"]["adlearn.commands"]["course"].partition(":")
    assert getattr(import_module(module), name) is main


# --- check


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of scalar, as it is made."""
    course = tmp_path_factory.mktemp("sound") / "course"
    assert main(["new", str(course), "--assignments", ours("scalar")]) == 0
    return course


def rows(printed: str) -> dict[str, tuple[str, str, str]]:
    """Read the table: assignment to solution, stubs, and what is to be mended, in one line."""
    found: dict[str, tuple[str, str, str]] = {}
    name = ""
    for line in printed.splitlines():
        parts = [part.strip() for part in line.split("│")][1:-1]
        if len(parts) == 4:
            name = parts[0] or name
            before = found.get(name, ("", "", ""))
            found[name] = tuple(  # type: ignore[assignment]
                f"{a} {b}".strip() for a, b in zip(before, parts[1:], strict=True)
            )
    return found


def test_a_sound_course_passes_and_stays_as_it_is(
    sound: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    before = tree(sound)
    status = main(["check", str(sound)])
    printed = capsys.readouterr().out
    assert rows(printed) == {
        "scalar": ("100 / 100", "0 / 100", "nothing"),
        "course": ("", "", "nothing"),
    }
    assert status == 0 and "Nothing to mend" in printed
    assert "note: course: header.ipynb still says: WRITE HERE whom to ask" in printed
    steps = re.findall(r"^\s*[\d.]+ s  (.*)$", printed, re.MULTILINE)
    assert len(steps) == 5 and "scalar: release it: nbgrader generate_assignment" in steps
    assert tree(sound) == before
    page = shown_below("adlearn course check calculus")
    assert rows(page)["scalar"] == rows(printed)["scalar"]
    assert all(step in page for step in steps[1:]) and "Nothing to mend" in page


def change(path: Path, edit: Any) -> None:
    """Edit a notebook: `edit` gets its cells by grade_id, and the notebook."""
    notebook = nbformat.read(path, as_version=4)
    edit(cells.by_grade_id(notebook), notebook)
    nbformat.write(notebook, path)


def broken_waves(by_id: dict[str, Any], notebook: Any) -> None:
    """The solution of f lacks points, the stub of df earns some, a given cell breaks df."""
    right = by_id["q1-f-answer"].source
    by_id["q1-f-answer"].source = right.replace("return with_the_square", "return 0.5 * square(x)")
    by_id["q2-df-answer"].source = (
        "def df(x):\n    if x == 3.0:\n        return square(x) - 1.0\n"
        "    ### BEGIN SOLUTION\n    return 2.0 * x + 2.0\n    ### END SOLUTION"
    )
    by_id["square"].source = "def square(y):\n    return y * y * y"
    told = "\n".join(line for line in right.splitlines() if "SOLUTION" not in line)
    notebook.cells.append(new_markdown_cell(f"Answers:\n\n```\n{told}\n```"))
    notebook.cells.append(new_code_cell(CHECKS.split("\n\n\n")[2]))


def test_each_thing_to_mend_is_listed(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "4000")  # a problem in one line
    packs = [make_pack(tmp_path / "packs" / name) for name in ("waves", "tides", "dunes")]
    course = tmp_path / "course"
    assert main(["new", str(course), "--assignments", ",".join(map(str, packs))]) == 0
    source = course / "source"
    change(source / "waves" / "waves.ipynb", broken_waves)
    shutil.copy(packs[0] / "checks.py", source / "waves")

    def points(by_id: dict[str, Any], notebook: Any) -> None:
        by_id["q2-df"].metadata["nbgrader"]["points"] = 4

    change(source / "tides" / "tides.ipynb", points)
    (source / "tides" / "tides.ipynb").rename(source / "tides" / "homework.ipynb")
    (source / "dunes" / "dunes.ipynb").unlink()
    (course / "header.ipynb").unlink()
    before = tree(course)
    capsys.readouterr()
    assert main(["check", str(course)]) == 1
    printed = capsys.readouterr().out
    found = rows(printed)
    solution, stubs, waves = found["waves"]
    assert (solution, stubs) == ("2 / 5", "2 / 5"), printed
    for problem in (
        "the solution lacks 3 of q1-f: This does not hold: submission.f(3.0) == 19.0",
        "the untouched stub earns 2 of q2-df: df computes at 3",
        "the check test_df of q2-df passes where it is graded and not in the students' notebook",
        "given cells that are no longer the assignment's: square.",
        "the solution of q1-f-answer stands in the release, in cell number ",
        "the hidden check test_f_elsewhere stands in the release, in cell number ",
        "checks.py is released beside the notebook and holds test_f_elsewhere",
    ):
        assert problem in waves, (problem, waves)
    assert found["tides"][:2] == ("", "")
    assert "source/tides has homework.ipynb. Call the notebook tides.ipynb" in found["tides"][2]
    assert "q2-df is 4 here and 2 there" in found["tides"][2]
    assert "source/dunes has no notebook" in found["dunes"][2]
    assert "the header is missing" in found["course"][2]
    assert "index.ipynb leads to dunes/dunes.ipynb, which is not released" in found["course"][2]
    assert tree(course) == before


@pytest.mark.parametrize("name", OURS)
def test_an_assignment_as_it_is_holds_nothing_it_should_not(name: str) -> None:
    """And each of its answers is found if it stands in its own cell or in another."""
    pack = load_assignment(ROOT / "assignments" / name)
    source, released = source_notebook(pack, "adlearn==1.0"), release_notebook(pack)
    assert leaks.left_in(released, source, pack) == []
    assert cells.not_the_assignments(source, pack) == []
    assert cells.points_that_differ(source, pack) == []
    by_id, last = cells.by_grade_id(released), new_markdown_cell("")
    released.cells.append(last)
    for answer, text in list(pack.answers().items())[:3]:
        stub, by_id[answer].source = by_id[answer].source, text
        wrong = f"the solution of {answer} stands in the release, in cell {answer}."
        assert wrong in leaks.left_in(released, source, pack)
        by_id[answer].source, last.source = stub, text
        wrong = f"the solution of {answer} stands in the release, in cell number "
        assert any(one.startswith(wrong) for one in leaks.left_in(released, source, pack))
        last.source = ""


def test_a_cell_without_a_gap_and_a_cell_that_is_gone_are_named(tmp_path: Path) -> None:
    pack = load_assignment(make_pack(tmp_path / "waves"))
    source, released = source_notebook(pack), release_notebook(pack)
    cells.by_grade_id(released)["q2-df-answer"].source = "def df(x):\n    return 7.0"
    (told,) = leaks.left_in(released, source, pack)
    assert told.startswith("cell q2-df-answer is released without a gap")
    source.cells = [cell for cell in source.cells if cell.id != "q2-df"]
    (told,) = cells.not_the_assignments(source, pack)
    assert told.startswith("cells of the assignment that are missing: q2-df.")
    (told,) = cells.points_that_differ(source, pack)
    assert "q2-df is not graded here and 2 there" in told


def test_a_line_that_anybody_writes_is_a_solution_in_its_own_cell_only(tmp_path: Path) -> None:
    pack = load_assignment(make_pack(tmp_path / "waves"))
    source, released = source_notebook(pack), release_notebook(pack)
    released.cells.append(new_code_cell("def g(x):\n    return 2.0 * x + 2.0"))
    assert leaks.left_in(released, source, pack) == []
    cells.by_grade_id(released)["q2-df-answer"].source += "\n    return 2.0 * x + 2.0"
    (told,) = leaks.left_in(released, source, pack)
    assert told == "the solution of q2-df-answer stands in the release, in cell q2-df-answer."


@pytest.mark.parametrize(("others", "told"), [("submitted", 1), ("bare", 1), ("reference", 0)])
def test_one_wrong_solution_is_not_told_again_for_every_check_that_uses_it(
    monkeypatch: pytest.MonkeyPatch, others: Any, told: int
) -> None:
    check = CheckResult("test_df", "q2", "q2-df", "passed", 2.0, 2.0, others=others)
    asked = {"test_df": ("failed", "It is 3."), "test_f": ("failed", "It is 4.")}
    monkeypatch.setattr(trying, "verdicts_elsewhere", lambda notebook, seed: asked)
    said = trying.fails_elsewhere(Path("n.ipynb"), Report("waves", "n.ipynb", "", (check,)))
    assert [one.startswith("the check test_df of q2-df") for one in said] == [True] * told


def test_a_header_that_nobody_would_see_and_another_engine_are_named(sound: Path, tmp_path: Path):
    course = Path(shutil.copytree(sound, tmp_path / "course"))
    (course / "release" / "scalar").mkdir()
    bare = release_notebook(load_assignment(ours("scalar")))
    nbformat.write(bare, course / "release" / "scalar" / "scalar.ipynb")
    problems, notes = about_the_course(open_course(course), course)
    assert "scalar: the release does not begin with header.ipynb." in problems
    (course / "nbgrader_config.py").write_text("c = get_config()\n")
    problems, _ = about_the_course(open_course(course), course)
    assert any("nbgrader_config.py does not name it" in one for one in problems)
    assert any("does not grade with this engine" in one for one in problems)
    (course / "header.ipynb").unlink()
    problems, notes = about_the_course(open_course(course), course)
    assert not any("header" in one for one in problems) and any("no header" in one for one in notes)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (None, "is not there"),
        ({}, "has no nbgrader_config.py"),
        ({"nbgrader_config.py": "c = get_config()\n"}, "has no assignment"),
        ({"nbgrader_config.py": "c = \n", "source/a/a.ipynb": ""}, "cannot be read: SyntaxError"),
    ],
)
def test_what_is_no_course_cannot_be_checked(
    tmp_path: Path, capsys: Any, files: dict[str, str] | None, told: str
) -> None:
    for name, text in (files or {}).items():
        (tmp_path / "c" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "c" / name).write_text(text)
    if files == {}:
        (tmp_path / "c").mkdir()
    assert main(["check", str(tmp_path / "c")]) == 2
    assert told in capsys.readouterr().err


# --- demo


def test_a_demo_of_two_assignments_has_a_table_of_each_and_a_gradebook_with_both(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    packs = [make_pack(tmp_path / "packs" / name) for name in ("waves", "tides")]
    folder = tmp_path / "demo"
    assert demo.main(["-o", str(folder), "--assignments", ",".join(map(str, packs))]) == 0
    expected = {"ada": (5.0, 5.0), "ben": (0.0, 5.0)}
    assert gradebook_scores(folder, "waves") == gradebook_scores(folder, "tides") == expected
    printed = capsys.readouterr().out
    assert "waves: Two functions" in printed and "tides: Two functions" in printed
    assert re.search(r"│ ben +│ 0 / 5 +│ 0 / 5 +│", printed) is not None
    assert len(re.findall(r"│ ada +│ the reference answers", printed)) == 2
    pages = {path.relative_to(folder / "feedback").parts[:2] for path in folder.rglob("*.html")}
    assert pages == {(who, name) for who in expected for name in ("waves", "tides")}


def test_a_class_needs_somebody_in_it(tmp_path: Path, capsys: Any) -> None:
    pack = make_pack(tmp_path / "waves")
    settings = pack / "assignment.toml"
    settings.write_text(settings.read_text().partition("\n[demo]")[0])
    assert demo.main(["-o", str(tmp_path / "demo"), "-a", str(pack)]) == 2
    assert "it has no table [demo]" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()
