"""A class of six that hands in the small assignment, with a question in words that has a rubric."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from autograder.build import write_notebook
from autograder.cli import main
from autograder.pack import Assignment, load_assignment
from tests.autograder.boxes import ANSWERS, MUL, SETTINGS, cell, handed_in, make_pack

RUBRIC = """
[rubrics.q3-why]
show = {show}
items = [
  {{ id = "order", points = 2, text = "The order is named." }},
  {{ id = "hint", points = 1, one_of = "reason", text = "A reason is hinted at." }},
  {{ id = "proof", points = 2, one_of = "reason", text = "A reason is given." }},
]
"""
HEAD = {"grade": True, "grade_id": "q3-why", "locked": False, "schema_version": 3}
HEAD |= {"solution": True, "task": False, "points": 4}
OPEN = f"""
# %% [markdown] nbgrader={json.dumps(HEAD)} adlearn={{"role": "open", "question": "q3"}}
# Why in this order?
#
# ### BEGIN SOLUTION
# Half points are possible.
# ### END SOLUTION
"""
RIGHT = {"q1-mul-answer": MUL + "        return a * b"}
STUB = {"q1-mul-answer": MUL + "        # YOUR CODE HERE\n        raise NotImplementedError()"}
#: Student to answers that are not the right ones, and what is written in words.
STUDENTS: dict[str, tuple[dict[str, str], str]] = {
    "ada": (RIGHT, "First add,\n\nthen multiply: the sum comes in."),
    "ben": ({"q1-mul-answer": ANSWERS["q1-mul-answer"]}, "<script>alert(1)</script> Because."),
    "chloe": ({"q1-mul-answer": ANSWERS["q1-mul-answer"]}, "No idea."),
    "dev": (STUB, ""),
    "emil": ({**RIGHT, "q2-answer": "def half(self):\n    return 1.0\n\n\nBox.half = half"}, ""),
    "00123": (RIGHT, "=1+1 is what is asked."),
}


def pack_in(folder: Path, show: bool = False, more: str = "") -> Assignment:
    """Make the assignment."""
    settings = SETTINGS + RUBRIC.format(show=str(show).lower()) + more
    path = make_pack(folder / "boxes", settings=SETTINGS).folder
    with (path / "notebook.py").open("a") as notebook:
        notebook.write(OPEN)
    (path / "assignment.toml").write_text(settings)
    return load_assignment(path)


def hand_in(pack: Assignment, folder: Path) -> Path:
    """Hand in what the class has written."""
    plain = json.dumps(handed_in(pack))
    for name, (answers, words) in STUDENTS.items():
        notebook = json.loads(plain)
        for changed, text in answers.items():
            cell(notebook, changed)["source"] = text
        if words:
            cell(notebook, "q3-why")["source"] = f"Why in this order?\n\n{words}\n"
        write_notebook(notebook, folder / name / "boxes.ipynb")
    return folder


def grade(submitted: Path, pack: Assignment, results: Path, *more: str) -> int:
    """Give the real command."""
    words = ["grade", str(submitted), "-a", str(pack.folder), "-o", str(results), "-j", "2", *more]
    return main(words)


def copied(results: Path, to: Path) -> Path:
    """Give a copy of results, for a test that writes into them."""
    return Path(shutil.copytree(results, to))
