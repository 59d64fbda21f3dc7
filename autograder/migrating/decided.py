"""All that is decided about a notebook, as it is decided bit by bit."""

from __future__ import annotations

from dataclasses import dataclass, field

from autograder.migrating.asked import Asked
from autograder.migrating.own_tests import OwnTest
from autograder.migrating.reading import Source
from autograder.migrating.target import NewCell, Target, valid_id


@dataclass
class Decided:
    """All that was decided about a notebook.

    Parameters
    ----------
    source : Source
    asked : Asked
    targets : list of Target
        What each of its cells becomes, in order.
    hosts : dict
        Answer cell of ours to the number of the cell that has it.
    questions : dict
        Question to title, in order.
    moved : dict
        Graded cell of ours to the graded cell that takes its checks.
    points : dict
        Graded cell to its points.
    own_tests : list of OwnTest
    left : list of str
        Our graded cells that are not asked, for the notebook has no test of that.
    top : list of NewCell
        What comes before the first cell.
    """

    source: Source
    asked: Asked
    targets: list[Target]
    hosts: dict[str, int] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    own_tests: list[OwnTest] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    top: list[NewCell] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def new_id(self, wish: str) -> str:
        """Give an id that no other cell has."""
        name, number = valid_id(wish), 2
        while name in self.taken:
            name, number = f"{valid_id(wish)[:50]}-{number}", number + 1
        self.taken.add(name)
        return name
