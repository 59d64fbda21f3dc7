"""Whatever a submission's cells say about themselves, nbgrader gets cells it can score."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from nbgrader.nbgraderformat import MetadataValidator  # noqa: E402

from autograder.build import answered_notebook, release_notebook  # noqa: E402
from autograder.errors import SubmissionError  # noqa: E402
from autograder.nbgrader.repair import harmless, repaired_notebook  # noqa: E402
from autograder.notebook import Notebook, parse_notebook  # noqa: E402
from autograder.pack import load_assignment  # noqa: E402

SCALAR = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "scalar")


def repaired(notebook: Any) -> Any:
    """What is shown of a notebook; nothing of one that cannot be read."""
    try:
        read = parse_notebook(json.dumps({"nbformat": 4, **notebook}).encode(), "one.ipynb")
    except SubmissionError:
        read = Notebook(Path("one.ipynb"), "", ())
    return repaired_notebook(read, SCALAR)


def ids(notebook: Any) -> list[str]:
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return [name for name in names if name]


def test_an_honest_submission_keeps_every_text_and_all_of_the_releases_metadata() -> None:
    submitted = answered_notebook(SCALAR)
    shown = repaired(submitted)
    assert [c.source for c in shown.cells] == [c.source for c in submitted.cells]
    wanted = [c.metadata.get("nbgrader") for c in release_notebook(SCALAR).cells]
    assert [c.metadata.get("nbgrader") for c in shown.cells] == wanted


def test_locked_cells_get_the_releases_text_back() -> None:
    submitted = answered_notebook(SCALAR)
    for cell in submitted.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in ("imports", "q1-mul"):
            cell.source = "mine"
            cell.metadata.nbgrader.update(locked=False, solution=True)
    assert "mine" not in [cell.source for cell in repaired(submitted).cells]


def test_deleted_graded_cells_come_back_right_after_their_answer() -> None:
    submitted = answered_notebook(SCALAR)
    submitted.cells = [
        cell
        for cell in submitted.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in SCALAR.points
    ]
    shown = repaired(submitted)
    assert ids(shown) == ids(release_notebook(SCALAR))


def test_copies_and_strangers_stay_as_ordinary_cells_in_their_place() -> None:
    submitted = answered_notebook(SCALAR)
    place = ids(submitted).index("q1-mul-answer")
    first = next(c for c in submitted.cells if c.get("id") == "q1-mul-answer")
    index = submitted.cells.index(first)
    submitted.cells.insert(index + 1, {**first, "source": "# a copy"})
    other = {"nbgrader": {"grade_id": "nobodys", "grade": True, "points": 50}}
    submitted.cells.insert(
        index + 2, {**first, "source": "# a stranger", "metadata": other, "id": "nobodys"}
    )
    shown = repaired(submitted)
    assert ids(shown).index("q1-mul-answer") == place
    assert [c.source for c in shown.cells[index + 1 : index + 3]] == ["# a copy", "# a stranger"]
    assert [dict(c.metadata) for c in shown.cells[index + 1 : index + 3]] == [{}, {}]


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

    shown = repaired({"cells": cells})
    nbformat.validate(shown)
    MetadataValidator().validate_nb(shown)
    assert set(SCALAR.points) <= set(ids(shown))


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
        {"cell_type": "code", "source": "1"},
        {"cell_type": "raw", "source": "<script></script>", "metadata": {"raw_mimetype": ""}},
        {"cell_type": "markdown", "source": "x", "attachments": {"a.svg": {"image/svg+xml": "x"}}},
    ]
    raw, text = repaired({"cells": cells}).cells[-2:]
    assert raw.metadata == {"raw_mimetype": "text/plain"}
    assert "attachments" not in text
