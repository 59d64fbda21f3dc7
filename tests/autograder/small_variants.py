"""A small pack whose numbers differ from student to student, written into a folder."""

from __future__ import annotations

import json
from pathlib import Path

#: What nbgrader says of each cell.
_CELLS = {
    "public-checks": {"locked": True},
    "numbers": {"locked": True},
    "q1-answer": {"solution": True},
    "q1-multiple": {"grade": True, "locked": True, "points": 3},
}
_ORDINARY = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}


def _head(name: str, **ours: str) -> str:
    nbgrader = {**_ORDINARY, "grade_id": name, **_CELLS[name]}
    return f"# %% nbgrader={json.dumps(nbgrader)} adlearn={json.dumps(ours)}"


NOTEBOOK = f"""\
# %% [markdown]
# # Multiples
#
# | question | what you write | points |
# | --- | --- | --- |
# | Q1 | a multiple | {{{{q1.points}}}} |

{_head("public-checks", role="public-checks")}
# The build puts the public checks here.

{_head("numbers", role="given")}
factor = {{{{q1.a}}}}

# %% [markdown]
# ## Q1: multiples ({{{{q1.points}}}} points)
#
# Write a function that multiplies by {{{{q1.a}}}}.

{_head("q1-answer", role="answer", question="q1")}
def multiple(x):
    ### BEGIN SOLUTION
    return {{{{q1.a}}}} * x
    ### END SOLUTION

{_head("q1-multiple", role="points", question="q1")}
check.points("q1-multiple")
"""

CHECKS = '''\
import pytest


@pytest.mark.points(1, cell="q1-multiple")
def test_once(submission):
    """multiple multiplies by your number."""
    assert submission.multiple(2.0) == 2 * submission.variant["a"]


@pytest.mark.hidden
@pytest.mark.points(2, cell="q1-multiple")
def test_anywhere(submission):
    """multiple multiplies anything."""
    assert submission.multiple(-3.0) == -3 * submission.variant["a"]
    assert submission.factor == submission.variant["a"]
'''

VARIANTS = """\
def q1(draw):
    return {"a": draw.integer(2, 99, default=7)}
"""

SETTINGS = """\
name = "multiples"
title = "Multiples"
packages = ["numpy"]

[questions]
q1 = "Q1: multiples"
"""


def write_pack(folder: Path) -> Path:
    """Write the pack, and give its folder."""
    folder.mkdir(parents=True)
    files = {"notebook": NOTEBOOK, "checks": CHECKS, "variants": VARIANTS}
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    (folder / "assignment.toml").write_text(SETTINGS)
    return folder
