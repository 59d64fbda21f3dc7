"""The same odd notebooks through the command, pytest and nbgrader: the same points everywhere."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder.build import source_notebook, write_notebook  # noqa: E402
from autograder.cli import main  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.report import Report  # noqa: E402
from autograder.results import read_results  # noqa: E402
from tests.autograder.boxes import POINTS, bare, cell, handed_in, make_pack, own  # noqa: E402
from tests.autograder.nbgrader.command_line import run_nbgrader  # noqa: E402


def without_metadata(notebook: Any) -> None:
    bare(notebook)


def with_cell_ids_only(notebook: Any) -> None:
    bare(notebook, keep_ids=True)


def with_other_grade_ids(notebook: Any) -> None:
    for number, one in enumerate(notebook["cells"]):
        one["metadata"].get("nbgrader", {})["grade_id"] = f"mine-{number}"


def split(notebook: Any) -> None:
    answer = cell(notebook, "q2-answer")
    first, second = answer["source"].split("\n\n\n")
    answer["source"] = first
    notebook["cells"].insert(notebook["cells"].index(answer) + 1, own(second))


def split_without_metadata(notebook: Any) -> None:
    split(notebook)
    bare(notebook)


def merged(notebook: Any) -> None:
    """Two cells merged: the first one's metadata stays."""
    first, second = cell(notebook, "q1-add-answer"), cell(notebook, "q1-mul-answer")
    first["source"] += "\n\n\n" + second["source"]
    notebook["cells"].remove(second)


def merged_across_questions_without_metadata(notebook: Any) -> None:
    first, second = cell(notebook, "q1-mul-answer"), cell(notebook, "q2-answer")
    first["source"] = "import math as m\n\n" + first["source"] + "\n\n\n" + second["source"]
    notebook["cells"].remove(second)
    bare(notebook)


def in_one_cell(notebook: Any) -> None:
    """Everything pasted into one cell of a new notebook."""
    code = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"]
    notebook["cells"] = [own("\n\n\n".join(code[1:]))]
    notebook["nbformat_minor"] = 4


def rewritten_at_the_end(notebook: Any) -> None:
    answer = cell(notebook, "q2-answer")
    notebook["cells"].remove(answer)
    notebook["cells"].append(own("import math\n" + answer["source"]))


def stub_left_below(notebook: Any) -> None:
    """The answer in a cell of one's own, and below it the stub."""
    answer = cell(notebook, "q1-add-answer")
    notebook["cells"].insert(notebook["cells"].index(answer), own(answer["source"]))
    answer["source"] = "def add(a, b):\n    # YOUR CODE HERE\n    raise NotImplementedError()"


def as_kind(kind: str, text: str = "{}", drop: bool = False) -> Callable[[Any], None]:
    def change(notebook: Any) -> None:
        answer = cell(notebook, "q1-add-answer")
        changed = {**own(text.format(answer["source"]), kind), "metadata": answer["metadata"]}
        notebook["cells"][notebook["cells"].index(answer)] = changed
        notebook["nbformat_minor"] = 4
        for one in notebook["cells"]:
            one.pop("id", None)
        if drop:
            bare(notebook)

    return change


def in_the_graded_cell(notebook: Any) -> None:
    answer, graded = cell(notebook, "q1-add-answer"), cell(notebook, "q1-add")
    graded["source"] = answer["source"] + "\n\n" + graded["source"]
    answer["source"] = ""


def answers_swapped(notebook: Any) -> None:
    one, other = cell(notebook, "q1-add-answer"), cell(notebook, "q2-answer")
    one["source"], other["source"] = other["source"], one["source"]


def copied(notebook: Any) -> None:
    """An older version of an answer kept above it, metadata and all."""
    answer = cell(notebook, "q1-add-answer")
    old = copy.deepcopy(answer)
    old["source"], old["id"] = "def add(a, b):\n    return a - b", "old"
    notebook["cells"].insert(notebook["cells"].index(answer), old)


def given_cells_gone_and_changed(notebook: Any) -> None:
    """A given cell with an import of one's own and another value, another one deleted."""
    notebook["cells"].remove(cell(notebook, "operators"))
    cell(notebook, "imports")["source"] = "import math, operator\nfrom functools import reduce"
    cell(notebook, "box")["source"] = "class Box:\n    pass"
    answer = cell(notebook, "q1-add-answer")
    answer["source"] = "def add(*numbers):\n    return reduce(operator.add, numbers)"


def second_half_indented(notebook: Any) -> None:
    """A cell that begins with spaces runs in a notebook."""
    answer = cell(notebook, "q1-add-answer")
    answer["source"] = "\n".join("  " + line for line in answer["source"].split("\n"))


def lists_of_lines(notebook: Any) -> None:
    for one in notebook["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)


ODD: dict[str, Callable[[Any], None]] = {
    "as-released": lambda notebook: None,
    "no-metadata": without_metadata,
    "cell-ids": with_cell_ids_only,
    "grade-ids": with_other_grade_ids,
    "split": split,
    "split-bare": split_without_metadata,
    "merged": merged,
    "merged-bare": merged_across_questions_without_metadata,
    "one-cell": in_one_cell,
    "at-the-end": rewritten_at_the_end,
    "stub-below": stub_left_below,
    "markdown": as_kind("markdown"),
    "raw": as_kind("raw"),
    "markdown-bare": as_kind("markdown", drop=True),
    "fenced": as_kind("markdown", "```python\n{}\n```", drop=True),
    "graded-cell": in_the_graded_cell,
    "swapped": answers_swapped,
    "copied": copied,
    "given": given_cells_gone_and_changed,
    "indented": second_half_indented,
    "lines": lists_of_lines,
}


#: What goes through nbgrader and pytest as well, which takes its time: one of every kind.
THROUGH_ALL = [
    *("no-metadata", "cell-ids", "split-bare", "merged-bare", "one-cell", "at-the-end"),
    *("raw", "fenced", "graded-cell", "swapped", "copied", "given"),
]


class Everywhere:
    """What the three ways to grade give for every odd notebook."""

    def __init__(self, place: Path) -> None:
        self.pack = make_pack(place / "boxes")
        self.place = place
        self.course = init_course(place / "course")
        for name, change in ODD.items():
            notebook = handed_in(self.pack)
            change(notebook)
            write_notebook(notebook, self.handed_in(name))
            if name in THROUGH_ALL:
                write_notebook(notebook, self.submitted(name))
        self.by_command = self._command()
        self.log = self._nbgrader()

    def handed_in(self, name: str) -> Path:
        return self.place / "all" / f"{name}.ipynb"

    def submitted(self, name: str) -> Path:
        return self.course / "submitted" / name / "boxes" / "boxes.ipynb"

    def _command(self) -> dict[str, Report]:
        words = ["grade", str(self.place / "all"), "-a", str(self.pack.folder)]
        assert main([*words, "-o", str(self.place / "results"), "--seed", "1"]) == 0
        return read_results(self.place / "results")[0]

    def _nbgrader(self) -> str:
        config = self.course / "nbgrader_config.py"
        packs = f"c.PackPreprocessor.packs = {{'boxes': {str(self.pack.folder)!r}}}\n"
        config.write_text(config.read_text() + packs)
        source = self.course / "source" / "boxes" / "boxes.ipynb"
        write_notebook(source_notebook(self.pack), source)
        self._run("generate_assignment")
        other = self.submitted("renamed").with_name("boxes (1).ipynb")
        write_notebook(handed_in(self.pack), other)
        log = self._run("autograde")
        self._run("generate_feedback", "--student=copied")
        return log

    def _run(self, command: str, *options: str) -> str:
        return run_nbgrader(self.course, command, "boxes", *options)

    def by_nbgrader(self, name: str) -> dict[str, float | None]:
        with nbgrader_api.Gradebook(f"sqlite:///{self.course / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission_notebook("boxes", "boxes", name)
            return {grade.name: grade.auto_score for grade in found.grades}

    def by_pytest(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> tuple[dict[str, float], str]:
        junit = self.place / f"{name}.xml"
        (self.place / "pytest.ini").write_text("[pytest]\n")
        plugin = [] if _installed() else ["-p", "autograder.plugin_pytest"]
        words = [*plugin, "-p", "no:cacheprovider", "-c", str(self.place / "pytest.ini"), "-q"]
        words += [f"--junitxml={junit}", "--submission-seed=1"]
        before = list(sys.path)  # pytest puts the checks' folder there, with its notebook.py
        pytest.main([*words, f"--submission={self.handed_in(name)}", str(self.pack.checks_path)])
        sys.path[:] = before
        cells = {"test_add": "q1-add", "test_mul": "q1-mul"}
        cells |= {"test_half": "q2-half", "test_chain": "q3-chain"}
        found = {}
        for case in ElementTree.parse(junit).iter("testcase"):
            told = {p.get("name"): p.get("value") for p in case.iter("property")}
            found[cells[str(case.get("name"))]] = float(str(told["points"]).partition("/")[0])
        return found, capsys.readouterr().out


def _installed() -> bool:
    from importlib.metadata import entry_points

    return "autograder" in {point.name for point in entry_points(group="pytest11")}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Everywhere:
    """All odd notebooks, graded by the command and by nbgrader."""
    return Everywhere(tmp_path_factory.mktemp("odd"))


@pytest.mark.parametrize("name", ODD)
def test_one_wrong_product_costs_its_points_alone(name: str, everywhere: Everywhere) -> None:
    """Wherever the answers stand; the report says how they were found."""
    report = everywhere.by_command[name]
    assert {cell: report.of(cell=cell).points for cell in POINTS} == POINTS, report.notes
    plain = name in ("as-released", "lines", "indented")
    assert bool(report.notes) != plain, report.notes


@pytest.mark.parametrize("name", THROUGH_ALL)
def test_the_same_points_everywhere(name: str, everywhere: Everywhere, capsys: Any) -> None:
    """nbgrader's gradebook and pytest have the points, and the notes, that the command gives."""
    assert everywhere.by_nbgrader(name) == POINTS
    kept = everywhere.course / "autograded" / name / "boxes" / "boxes.report.json"
    notes = everywhere.by_command[name].notes
    assert Report.from_dict(json.loads(kept.read_text())).notes == notes
    by_pytest, said = everywhere.by_pytest(name, capsys)
    assert by_pytest == POINTS
    assert all(f"note: {note}" in said for note in notes)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-metadata", "found by the names they define, not by grade_id: q1-add-answer (number "),
        ("no-metadata", "found by their text, not by grade_id: "),
        ("cell-ids", "found by the notebook's own cell ids, not by grade_id: "),
        ("fenced", "q1-add-answer stands in a markdown cell (number "),
        ("raw", "q1-add-answer stands in a raw cell (number "),
        ("given", "given cells imports, box were changed: the assignment's own were used"),
        ("given", "given cells operators were deleted: the assignment's own were used"),
        ("copied", "cell q1-add-answer stands more than once"),
    ],
)
def test_a_report_says_how_each_cell_was_found(
    name: str, said: str, everywhere: Everywhere
) -> None:
    """Whoever grades reads where an answer was found; nbgrader's log says it in a few lines."""
    notes = everywhere.by_command[name].notes
    assert any(said in note for note in notes), notes
    assert 1 <= sum(f"of {name}:" in line for line in everywhere.log.splitlines()) <= 4


def test_a_notebook_of_another_name_is_graded_and_the_log_says_so(everywhere: Everywhere) -> None:
    """A browser's `boxes (1).ipynb` has its points in the gradebook."""
    assert everywhere.by_nbgrader("renamed") == POINTS
    assert "boxes (1).ipynb: graded as boxes.ipynb, a copy of it." in everywhere.log


def test_the_page_names_its_cells_and_is_small(everywhere: Everywhere) -> None:
    """The list at the top says which cell each entry leads to; the page is no style sheet."""
    page = (everywhere.course / "feedback" / "copied" / "boxes" / "boxes.html").read_text()
    assert '<a href="#q1-mul"><code>q1-mul</code></a> (Score: 0.0 / 2.0)' in page
    assert "Comment on <code>q1-mul-answer</code>" in page
    assert "Test cell" not in page
    assert len(page) < 60_000


def test_the_carrier_of_the_checks_is_not_shown(everywhere: Everywhere) -> None:
    """What formgrader shows is the student's work, without pages of public checks."""
    path = everywhere.course / "autograded" / "copied" / "boxes" / "boxes.ipynb"
    assert "check.load(" not in path.read_text()
