"""One line of the table of mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from autograder.language import template
from autograder.mistakes.situation import Situation

#: What is done after a cell was mended; the place ``{run_it}`` of a line.
RUN_IT = template("Then run the cell, see that no red error is left below it, and check again.")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the table.

    Parameters
    ----------
    name : str
        What tests and pages call it.
    recognize : callable
        Takes a `Situation` and gives the words that the text leaves open, or None.
    text : str
        What to do next, in English; as it is said, it is looked up.
    """

    name: str
    recognize: Callable[[Situation], Mapping[str, str] | None]
    text: str
