"""What an attack is: cells in a notebook, and the most that they may get.

>>> attack = hostile("asks the shell", "import os\\nos.system('true')")
>>> attack.base, attack.highest, attack.boundary
('stubs', 0.0, True)
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Base = Literal["stubs", "right", "none"]

#: What every attack is asked: a public and a hidden check of Q1, and one of Q5.
CHECKS = ("test_mul", "test_mul_everywhere", "test_backward_tree")
#: The points of these.
FULL = 6.0

#: For what loops or sleeps, so that nobody waits for it long.
HASTY: Mapping[str, float] = {
    "cpu_seconds": 6,
    "wall_seconds": 12.0,
    "cell_seconds": 1.0,
    "query_seconds": 1.0,
    "memory_mib": 256,
}
#: For what has to come to its end, however busy the machine is.
PATIENT: Mapping[str, float] = {
    "cpu_seconds": 60,
    "wall_seconds": 300.0,
    "cell_seconds": 60.0,
    "query_seconds": 60.0,
    "memory_mib": 256,
}


@dataclass(frozen=True, slots=True)
class Attack:
    """One submission, and what must be true of it.

    Parameters
    ----------
    name : str
        What it tries, in words.
    cells : tuple of str
        Cells of the student's own; `tools.TOOLS` stands before them.
    base : str
        ``"stubs"``, ``"right"``, or ``"none"`` if `file` is all there is.
    after : str
        The cell of the assignment that they stand after.
    answers : mapping
        Cell id to the text that takes the place of what the base has there.
    lowest, highest : float
        Points it must and may get.
    checks : sequence of str
        What it is asked.
    limits : mapping
        Limits of the assignment.
    boundary : bool
        Whether stopping it is the business of the boundary around the worker.
    machine : str
        The only kind of processor that it makes sense on; empty for any.
    says : str
        A pattern that must be found in what the instructor reads.
    clean : bool
        Whether its cells must run to their end.
    file : str
        How the submitted file is made, if not as an ordinary notebook: see `intake`.
    within : float
        Seconds in which it must be done with, on a busy machine too.
    """

    name: str
    cells: tuple[str, ...] = ()
    base: Base = "stubs"
    after: str = "imports"
    answers: Mapping[str, str] = field(default_factory=dict)
    lowest: float = 0.0
    highest: float = 0.0
    checks: Sequence[str] = CHECKS
    limits: Mapping[str, float] = field(default_factory=lambda: PATIENT)
    boundary: bool = False
    machine: str = ""
    says: str = ""
    clean: bool = False
    file: str = ""
    within: float = 60.0
    group: str = ""


def hostile(name: str, *cells: str, **more: object) -> Attack:
    """Make an attack on the machine around the worker: what it may not reach, and gets 0 for."""
    return _made(name, cells, {"boundary": True, **more})


def cheating(name: str, *cells: str, **more: object) -> Attack:
    """Make an attack on the grading itself: forged answers, changed builtins."""
    return _made(name, cells, more)


def honest(name: str, *cells: str, **more: object) -> Attack:
    """Make right answers with something unusual beside them: no point may be lost."""
    return _made(name, cells, {"base": "right", "lowest": FULL, "highest": FULL, **more})


def _made(name: str, cells: Sequence[str], more: Mapping[str, object]) -> Attack:
    texts = tuple(textwrap.dedent(cell).strip("\n") for cell in cells)
    answers: Mapping[str, str] = more.get("answers", {})  # type: ignore[assignment]
    told = {cell: textwrap.dedent(text).strip("\n") for cell, text in answers.items()}
    return Attack(name, texts, **{**more, "answers": told})  # type: ignore[arg-type]
