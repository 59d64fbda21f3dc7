"""Every sentence that a student reads comes from the table, and German has them all."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.build import answered_notebook
from autograder.feedback import to_markdown, to_page, to_text
from autograder.grading import grade_notebook
from autograder.language.collecting import of_grader
from autograder.language.packs import of_pack
from autograder.language.tables import OURS
from autograder.language.translating import compiled, mo_of, problem_of, read, update
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.report import Report

#: Wrong answers of many kinds: numbers, exceptions, names, cells, loops, what is not there.
WRONG = {
    "scalar": (
        *("mul-swapped", "overwrites", "endless-loop", "backward-recursion", "fake-rules-central"),
        *("print-and-step-unfinished", "forward-by-number"),
    ),
    "tensor": ("ewisediv-numbers", "epoch-returns-nothing"),
    "functional": ("backward-overwritten", "cell-with-syntax-error"),
    "optimization": ("descents-gradients-add-up", "cell-deleted"),
}
#: Letters that are no Latin ones, so that whatever is not looked up is seen.
OTHER = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувщхыз" + "АБЦДЕФГХИЙКЛМНОПЯРСТУВЩХЫЗ",
)


def disguised(sentence: str) -> str:
    """Write a sentence in other letters, but its places and what stands between backticks."""
    parts = re.split(r"(`[^`]*`|\{[^}]*\}|\w+\([^)]*\))", sentence)
    return "".join(part if k % 2 else part.translate(OTHER) for k, part in enumerate(parts))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A course's tables of a language in which everything is said in other letters."""
    from babel.messages.pofile import write_po

    folder = tmp_path_factory.mktemp("tables")
    packs = [load_assignment(root / "assignments" / name) for name in WRONG]
    places = [*of_grader(), *(place for pack in packs for place in of_pack(pack))]
    path = update("eo", folder, places).path
    table = read(path, "eo")
    for message in table:
        if isinstance(message.id, str):
            message.string = disguised(message.id) if message.id else message.string
        else:
            message.string = tuple(map(disguised, message.id))
    with path.open("wb") as file:
        write_po(file, table)
    assert compiled(path).wrong == ()
    return folder


@pytest.fixture(scope="module")
def reports(tables: Path, root: Path) -> Iterator[dict[str, tuple[Report, str]]]:
    """Reports in that language on all of `WRONG`, with the text of each submission."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_LANGUAGE", "eo")
        patch.setenv("AUTOGRADER_TABLES", str(tables))
        found = {}
        for pack, names in WRONG.items():
            assignment = load_assignment(root / "assignments" / pack)
            for name in names:
                found[f"{pack}/{name}"] = graded(assignment, name)
    yield found


def graded(assignment: Assignment, name: str) -> tuple[Report, str]:
    answer = assignment.bank("wrong")[name]
    notebook = answered_notebook(assignment, answer.cells, answer.own)
    data = json.dumps(notebook).encode()
    report = grade_notebook(parse_notebook(data, f"{name}.ipynb"), assignment, seed=1)
    source = "\n".join(cell.source for cell in notebook.cells)
    return Report.from_dict(json.loads(json.dumps(report.to_dict()))), source


def left_over(text: str, source: str) -> set[str]:
    """Give the Latin words of a text that are neither code nor the submission's own."""
    text = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<code>.*?</code>|<[^>]*>", " ", text, flags=re.DOTALL)
    text = re.sub(r"```.*?```|`[^`\n]*`", " ", html.unescape(text), flags=re.DOTALL)
    known = set(re.findall(r"\w+", source)) | NAMES
    return {word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in known}


#: Names that are the same in every language.
NAMES = {"ipynb", "SHA", "numpy", "NumPy", "hypothesis", "adlearn", "python", "landlock"}


@pytest.mark.parametrize("write", [to_page, to_text, to_markdown])
def test_nothing_is_said_but_what_the_table_says(
    reports: dict[str, tuple[Report, str]], write: object
):
    for name, (report, source) in reports.items():
        assert left_over(write(report), source) == set(), name  # type: ignore[operator]
