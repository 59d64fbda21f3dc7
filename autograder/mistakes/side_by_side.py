"""The assignment's cells beside those that the student ran, wherever they ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from autograder.mistakes.definitions import Shape
from autograder.mistakes.outline import Outline, digest, title_of


@dataclass(frozen=True, slots=True)
class Ran:
    """A cell as the student has it, and how it ran.

    Parameters
    ----------
    name : str
        Its id, where it has one; a kernel does not know any.
    source : str
    error : str
        Name of the exception that stopped it, or an empty string.
    detail : str
        The exception's message.
    line : int or None
        The line that it stopped in.
    """

    name: str
    source: str
    error: str = ""
    detail: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Cells:
    """The assignment's cells beside the student's.

    Parameters
    ----------
    outlines : dict
        The assignment's given and answer cells by id, in order.
    ran : sequence of Ran
        In the order in which they ran last.
    namespace : dict or None
        The notebook's names, where they are at hand: in the student's own kernel.
    """

    outlines: Mapping[str, Outline] = field(default_factory=dict)
    ran: Sequence[Ran] = ()
    namespace: Mapping[str, Any] | None = None

    @cached_property
    def _shapes(self) -> list[Shape]:
        return [Shape.of(one.source) for one in self.ran]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: self._find(outline) for name, outline in self.outlines.items()}

    def _find(self, outline: Outline) -> int:
        """Give the place of the cell that became of an outline, or -1."""
        wanted = outline.shape.bound
        found = -1
        for place, (one, shape) in enumerate(zip(self.ran, self._shapes, strict=True)):
            if one.name:
                same = one.name == outline.id
            elif wanted:
                alike = {n for n in wanted & shape.bound if outline.alike(n, shape)}
                same = 2 * len(alike) >= len(wanted)
            else:
                same = bool({*outline.shape.statements} & {*shape.statements})
                same = same or (outline.title != "" and title_of(one.source) == outline.title)
            found = place if same else found
        return found

    def place(self, outline: Outline) -> int:
        """Give its place among the cells that ran, or -1."""
        return self._places[outline.id]

    def of(self, outline: Outline) -> Ran | None:
        """Give the student's cell that became of one of the assignment's, as it ran last."""
        place = self._places[outline.id]
        return None if place < 0 else self.ran[place]

    def shape(self, outline: Outline) -> Shape:
        """Give what the student's cell defines; nothing if there is none."""
        place = self._places[outline.id]
        return Shape() if place < 0 else self._shapes[place]

    def defining(self, name: str) -> Outline | None:
        """Give the assignment's cell that sets a name, or None."""
        return next((o for o in self.outlines.values() if name in o.shape.bound), None)

    def answers(self, question: str) -> list[Outline]:
        """Give the answer cells of a question."""
        return [o for o in self.outlines.values() if o.role == "answer" and o.asked_in(question)]

    def changed(self) -> list[Outline]:
        """Give the given cells that ran with another text than was released."""
        given = [o for o in self.outlines.values() if o.role == "given"]
        return [o for o in given if (own := self.of(o)) and digest(own.source) != o.digest]

    def strangers(self, classes: bool) -> list[str]:
        """Give the student's classes (or functions) that are none of the assignment's."""
        known = {
            name
            for outline in self.outlines.values()
            for name in outline.shape.definitions
            if (name in outline.shape.bases) == classes
        }
        return [
            name
            for shape in self._shapes
            for name in shape.definitions
            if (name in shape.bases) == classes and name not in known
        ]
