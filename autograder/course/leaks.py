"""What a release must not hold: a solution, or a hidden check."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.course.cells import by_grade_id
from autograder.fitting import assignment_checks
from autograder.names import shown
from autograder.pack import Assignment
from autograder.source import TO_BE_WRITTEN

#: How much of a solution must stand in another cell to be taken for it, in characters: lines such
#: as ``return a / b`` stand in given cells, too.
_TELLING = 60
#: Files beside a released notebook that are read, and how much of one.
_READ = {".py", ".md", ".txt", ".ipynb", ".toml"}
_LONGEST = 2**20

_BLOCK = re.compile(r"BEGIN SOLUTION[^\n]*\n(.*?)^[^\n]*END SOLUTION", re.MULTILINE | re.DOTALL)


def left_in(released: Any, source: Any, assignment: Assignment) -> list[str]:
    """Say where a solution or a hidden check stands in a released notebook.

    Parameters
    ----------
    released, source : nbformat.NotebookNode
        The students' notebook and the course's source: both its solutions and the assignment's are
        looked for.
    assignment : Assignment

    Returns
    -------
    list of str
        Sentences, each with the cell and the remedy.
    """
    solutions = _solutions(source, assignment)
    hidden = _hidden(assignment)
    stubs = {
        cell.id
        for cell in assignment.cells
        if cell.role == "answer" and cell.kind == "code" and TO_BE_WRITTEN in cell.released
    }
    said = []
    for number, cell in enumerate(released.cells, 1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        called = name or f"number {number}"
        for answer in _found(cell.source, name, solutions):
            said.append(f"the solution of {answer} stands in the release, in cell {called}.")
        if name in stubs and TO_BE_WRITTEN not in cell.source:
            said.append(
                f"cell {name} is released without a gap for students: mark the solution in it with "
                "### BEGIN SOLUTION and ### END SOLUTION, and have nbgrader take it for one."
            )
        for check in hidden:
            if _defines(check, cell.source):
                said.append(f"the hidden check {check} stands in the release, in cell {called}.")
    return list(dict.fromkeys(said))


def beside(folder: Path, notebook: Path, source: Any, assignment: Assignment) -> list[str]:
    """Say which other files of a release hold a solution or a hidden check.

    Parameters
    ----------
    folder, notebook : Path
        The released folder, and the notebook in it that `left_in` looks at.
    source : nbformat.NotebookNode
    assignment : Assignment
    """
    solutions, hidden = _solutions(source, assignment), _hidden(assignment)
    said = []
    for path in sorted(folder.rglob("*")):
        if path == notebook or path.suffix not in _READ or not path.is_file():
            continue
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("utf-8", errors="replace")
        if path.suffix == ".ipynb":
            text = _of_cells(text)
        found = [*_found(text, "", solutions), *(one for one in hidden if _defines(one, text))]
        if found:
            said.append(
                f"{shown(path.relative_to(folder))} is released beside the notebook and holds "
                f"{', '.join(found[:3])}{' and more' * (len(found) > 3)}: take it out of source/."
            )
    return said


def _of_cells(text: str) -> str:
    """Give the texts of a notebook's cells; of one that cannot be read, lines without quotes."""
    try:
        sources = [cell["source"] for cell in json.loads(text)["cells"]]
        return "\n".join(one if isinstance(one, str) else "".join(one) for one in sources)
    except (ValueError, KeyError, TypeError):
        return re.sub(r'(?m)^\s*"(.*?)(?:\\n)?",?$', r"\1", text).replace('\\"', '"')


def _hidden(assignment: Assignment) -> list[str]:
    return [check.id for check in assignment_checks(assignment) if check.hidden]


def _defines(check: str, text: str) -> bool:
    return re.search(rf"\bdef {re.escape(check)}\(", text) is not None


def _solutions(source: Any, assignment: Assignment) -> list[tuple[str, list[str]]]:
    """Give all solutions, the assignment's and the course's, in parts and whole: cell and lines."""
    texts = [(cell.id, cell.source) for cell in assignment.cells if cell.role == "answer"]
    answers = {name for name, _ in texts}
    texts += [(name, cell.source) for name, cell in by_grade_id(source).items() if name in answers]
    return [
        (name, lines)
        for name, text in dict.fromkeys(texts)
        for block in (*_BLOCK.findall(text), text)
        if (lines := list(_lines(block)))
    ]


def _lines(text: str) -> Iterator[str]:
    """Give the lines that say something, without what is in front of them."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _found(text: str, cell: str, solutions: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Give the answers whose solution stands in a text: in its own cell, any part of it.

    Comments are left out, and then taken for code: a solution may have been commented out.
    """
    code = list(_lines(text))
    bare = (line.strip().lstrip("# ") for line in text.splitlines())
    uncommented = [line for line in bare if line and "SOLUTION" not in line]
    found = {}
    for answer, block in solutions:
        own = answer == cell and (len(block) > 1 or len(block[0]) > len("return x"))
        telling = own or (len(block) > 1 and sum(map(len, block)) >= _TELLING)
        if telling and (_contains(code, block) or _contains(uncommented, block)):
            found[answer] = True
    return list(found)


def _contains(lines: Sequence[str], block: Sequence[str]) -> bool:
    size = len(block)
    return any(list(lines[i : i + size]) == list(block) for i in range(len(lines) - size + 1))
