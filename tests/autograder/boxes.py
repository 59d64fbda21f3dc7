"""A small assignment whose grading takes a moment, and what its notebooks are made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.build import release_notebook
from autograder.pack import Assignment, load_assignment

SETTINGS = """\
name = "boxes"
title = "Boxes"

[questions]
q1 = "Q1: operations"
q2 = "Q2: halves"
q3 = "Q3: chains"
"""

CHECKS = '''\
"""Checks of boxes."""

import pytest


@pytest.mark.points(2, cell="q1-add")
def test_add(submission):
    """It adds."""
    assert submission.add(2.0, 3.0) == 5.0


@pytest.mark.points(2, cell="q1-mul")
def test_mul(submission):
    """It multiplies."""
    assert submission.mul(2.0, 3.0) == 6.0


@pytest.mark.points(3, cell="q2-half")
def test_half(submission):
    """It halves."""
    assert submission.Box(4.0).half() == 2.0


@pytest.mark.points(3, cell="q3-chain")
def test_chain(submission):
    """It uses both operations."""
    assert submission.chain(4.0) == 10.0
'''

MUL = "class _mul:\n    def func(self, a, b):\n"
#: Cell, role, question, points and text.
CELLS: list[tuple[str, str, str, int, str]] = [
    ("imports", "given", "", 0, "import math"),
    ("box", "given", "", 0, "class Box:\n    def __init__(self, v):\n        self.value = v"),
    ("q1-add-answer", "answer", "q1", 0, "def add(a, b):\n    {return a + b}"),
    ("q1-add", "points", "q1", 2, 'check.points("q1-add")'),
    ("q1-mul-answer", "answer", "q1", 0, MUL + "        {return a * b}"),
    ("q1-mul", "points", "q1", 2, 'check.points("q1-mul")'),
    ("operators", "given", "", 0, "def mul(a, b):\n    return _mul().func(a, b)"),
    (
        *("q2-answer", "answer", "q2", 0),
        "def half(self):\n    {return self.value / 2}\n\n\nBox.half = half",
    ),
    ("q2-half", "points", "q2", 3, 'check.points("q2-half")'),
    ("q3-answer", "answer", "q3", 0, "def chain(x):\n    {return mul(add(x, 1.0), 2.0)}"),
    ("q3-chain", "points", "q3", 3, 'check.points("q3-chain")'),
]
WRONG = MUL + "        return a + b"
ANSWERS = {
    name: text.replace("{", "").replace("}", "")
    for name, role, _, _, text in CELLS
    if role == "answer"
} | {"q1-mul-answer": WRONG}
#: With the wrong product, and Q3 right where the product is.
POINTS = {"q1-add": 2.0, "q1-mul": 0.0, "q2-half": 3.0, "q3-chain": 3.0}


def make_pack(
    folder: Path,
    cells: Sequence[tuple[str, str, str, int, str]] = CELLS,
    settings: str = SETTINGS,
    checks: str = CHECKS,
) -> Assignment:
    """Write a pack: this one, or one of other cells, in which `{...}` is a line of a solution."""
    lines = []
    for name, role, question, points, text in cells:
        nbgrader = {
            "grade": role == "points",
            "grade_id": name,
            "locked": role != "answer",
            "schema_version": 3,
            "solution": role == "answer",
            "task": False,
        } | ({"points": points} if points else {})
        ours = {"role": role} | ({"question": question} if question else {})
        head = f"# %% nbgrader={json.dumps(nbgrader)} adlearn={json.dumps(ours)}"
        solved = []
        for line in text.split("\n"):
            indent = line[: len(line) - len(line.lstrip())]
            if line.lstrip().startswith("{"):
                inside = [indent + "### BEGIN SOLUTION", line.replace("{", "").replace("}", "")]
                solved += [*inside, indent + "### END SOLUTION"]
            else:
                solved.append(line)
        lines += [head, *solved, ""]
    folder.mkdir(parents=True)
    locked = {"grade": False, "grade_id": "public-checks", "locked": True, "schema_version": 3}
    locked |= {"solution": False, "task": False}
    carrier = f'# %% nbgrader={json.dumps(locked)} adlearn={{"role": "public-checks"}}\n# Checks.\n'
    (folder / "notebook.py").write_text(carrier + "\n" + "\n".join(lines))
    (folder / "assignment.toml").write_text(settings)
    (folder / "checks.py").write_text(checks)
    return load_assignment(folder)


def cell(notebook: Any, name: str) -> Any:
    return next(
        c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def own(source: str, kind: str = "code") -> dict[str, Any]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "source": source, "metadata": {}, **code}


def bare(notebook: Any, keep_ids: bool = False) -> None:
    """Drop all that cells say about themselves, as pasting them into a new notebook does."""
    for one in notebook["cells"]:
        one["metadata"] = {}
        if not keep_ids:
            one.pop("id", None)
    notebook["nbformat_minor"] = 5 if keep_ids else 4


def handed_in(pack: Assignment, answers: dict[str, str] | None = None) -> Any:
    """Give a submission as JSON data, with a wrong product unless other answers are given."""
    notebook = json.loads(json.dumps(release_notebook(pack)))
    for name, text in {**ANSWERS, **(answers or {})}.items():
        cell(notebook, name)["source"] = text
    return notebook
