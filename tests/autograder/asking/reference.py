"""The reference answers of a pack with something wrong in their place: what a claim says then."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.run import Run, running
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.errors import CheckFailure
from autograder.pack import load_assignment

PACKS = Path(__file__).resolve().parents[3] / "assignments"


class Reference:
    """The answers of one pack, for claims that are asked alone."""

    def __init__(self, name: str) -> None:
        self.pack = load_assignment(PACKS / name)

    @cached_property
    def code(self) -> Any:
        cells = [cell for cell in self.pack.cells if cell.role in ("given", "answer")]
        return compile("\n\n".join(cell.source for cell in cells), "notebook", "exec")

    def answers(self, more: str = "") -> Submission:
        """The reference answers, and what stands in their place."""
        names: dict[str, Any] = {"__name__": "notebook"}
        exec(self.code, names)
        exec(more, names)
        return Submission(LocalSession(names))

    def replaced(self, cell: str, *changes: tuple[str, str]) -> str:
        """A cell of the reference with something wrong in it."""
        text = self.pack.answers()[cell]
        for right, wrong in changes:
            assert right in text
            text = text.replace(right, wrong)
        return text

    def refused(self, claim: Callable[..., None], more: str, *given: Any, **named: Any) -> str:
        """What is said of answers that are wrong, where the reference passes."""
        with running(Run(0)):
            claim(self.answers(), *given, **named)
            with pytest.raises(CheckFailure) as failure:
                claim(self.answers(more), *given, **named)
        return str(failure.value)
