"""Whatever a submission's cells say about themselves, nbgrader gets cells it can score."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.nbgraderformat import MetadataValidator  # noqa: E402

from autograder.assemble import program  # noqa: E402
from autograder.build import answered_notebook, release_notebook  # noqa: E402
from autograder.nbgrader.repair import harmless, repaired_notebook  # noqa: E402
from autograder.notebook import parse_notebook  # noqa: E402
from autograder.pack import load_assignment  # noqa: E402

SCALAR = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "scalar")


def ids(notebook: Any) -> list[str]:
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return [name for name in names if name]


def ids_of_all(notebook: Any) -> list[str]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]


def test_an_honest_submission_keeps_every_text_and_all_of_the_releases_metadata() -> None:
    submitted = answered_notebook(SCALAR)
    repaired = repaired_notebook(submitted, SCALAR)
    assert [c.source for c in repaired.cells] == [c.source for c in submitted.cells]
    wanted = [c.metadata.get("nbgrader") for c in release_notebook(SCALAR).cells]
    assert [c.metadata.get("nbgrader") for c in repaired.cells] == wanted


def test_locked_cells_get_the_releases_text_back() -> None:
    submitted = answered_notebook(SCALAR)
    for cell in submitted.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in ("imports", "q1-mul"):
            cell.source = "mine"
            cell.metadata.nbgrader.update(locked=False, solution=True)
    assert "mine" not in [cell.source for cell in repaired_notebook(submitted, SCALAR).cells]


def test_deleted_graded_cells_come_back_right_after_their_answer() -> None:
    submitted = answered_notebook(SCALAR)
    submitted.cells = [
        cell
        for cell in submitted.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in SCALAR.points
    ]
    repaired = repaired_notebook(submitted, SCALAR)
    assert ids(repaired) == ids(release_notebook(SCALAR))


def test_copies_and_strangers_stay_as_ordinary_cells_in_their_place() -> None:
    submitted = answered_notebook(SCALAR)
    place = ids(submitted).index("q1-mul-answer")
    first = next(c for c in submitted.cells if c.get("id") == "q1-mul-answer")
    index = submitted.cells.index(first)
    submitted.cells.insert(index + 1, {**first, "source": "# a copy"})
    other = {"nbgrader": {"grade_id": "nobodys", "grade": True, "points": 50}}
    submitted.cells.insert(index + 2, {**first, "source": "# a stranger", "metadata": other})
    repaired = repaired_notebook(submitted, SCALAR)
    assert ids(repaired).index("q1-mul-answer") == place
    assert [c.source for c in repaired.cells[index + 1 : index + 3]] == ["# a copy", "# a stranger"]
    copied = {"adlearn": {"copy_of": "q1-mul-answer"}}
    assert [dict(c.metadata) for c in repaired.cells[index + 1 : index + 3]] == [copied, {}]


@pytest.mark.parametrize(
    "cells",
    [
        None,
        "no list",
        [None, 3, "text", []],
        [{}],
        [{"cell_type": "code", "source": 5, "metadata": 7}],
        [{"cell_type": "code", "source": ["a", None], "metadata": {"nbgrader": []}}],
        [{"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": ["q1"]}}}],
        [{"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "q1-mul"}}}],
        [{"cell_type": "unheard-of", "source": "x"}],
    ],
)
def test_a_malformed_notebook_becomes_a_valid_one_with_every_graded_cell(cells: Any) -> None:
    import nbformat

    repaired = repaired_notebook({"cells": cells}, SCALAR)
    nbformat.validate(repaired)
    MetadataValidator().validate_nb(repaired)
    assert set(SCALAR.points) <= set(ids(repaired))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onmouseover=alert(1)>x</b>",
        "<IFRAME src='javascript:alert(1)'>",
        "<svg/onload=alert(1)>",
        "<!-- --><style>@import 'x'</style>",
        "<p\nonclick=alert(1)>",
    ],
)
def test_no_tag_that_could_run_or_load_something_survives_rendering(text: str) -> None:
    from nbconvert.filters import markdown2html

    page = markdown2html(harmless(text)).lower()
    for tag in ("<script", "<img", "<b ", "<iframe", "<svg", "<style", "<!--", "<p\n", "<p on"):
        assert tag not in page


def test_ordinary_markdown_is_left_alone() -> None:
    text = "> a < b\n\n**bold**, `x[0]`, $a < b$, <b>b</b><br/> and [link](https://example.org)"
    assert harmless(text) == text


def test_attachments_and_raw_cells_are_not_shown() -> None:
    cells = [
        {"cell_type": "raw", "source": "<script></script>", "metadata": {"raw_mimetype": ""}},
        {"cell_type": "markdown", "source": "x", "attachments": {"a.svg": {"image/svg+xml": "x"}}},
    ]
    raw, text = repaired_notebook({"cells": cells}, SCALAR).cells[-2:]
    assert raw.metadata == {"raw_mimetype": "text/plain"}
    assert "attachments" not in text


def test_copied_cells_are_graded_as_they_are_without_nbgrader() -> None:
    """A copy keeps its origin where grading looks, so both ways run the same program."""
    notebook = answered_notebook(SCALAR)
    index = ids_of_all(notebook).index("q1-mul-answer")
    twin = copy.deepcopy(notebook.cells[index])
    twin["id"], twin["source"] = "twin", twin["source"].replace("return b, a", "return a, b")
    changed = copy.deepcopy(notebook.cells[ids_of_all(notebook).index("operators")])
    changed["id"], changed["source"] = "changed", "added = 1"
    notebook.cells[index + 1 : index + 1] = [twin]
    notebook.cells.append(changed)
    plain = parse_notebook(json.dumps(notebook).encode(), "plain.ipynb")
    repaired = repaired_notebook(notebook, SCALAR)
    through = parse_notebook(json.dumps(repaired).encode(), "through.ipynb")
    for question in (None, "q1", "q2"):
        wanted = [source for _, source in program(plain, SCALAR, question)]
        assert [source for _, source in program(through, SCALAR, question)] == wanted
        assert ("added = 1" in wanted, twin["source"] in wanted) == (True, question != "q2")
