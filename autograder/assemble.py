"""From a submission's cells to the program that is graded.

Given cells run as the assignment has them, whatever the submission made of them; answers and the
student's own cells run as submitted, in the submission's order. For a question that fails, the
program is put together again: with own cells kept in their place, without any, and with reference
answers in place of all *other* answers, at last also of the same question's. Imports, helpers and
constants beside a replaced answer stay: see `beside`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.beside import beside, imports_of, kept_names, reserved_names
from autograder.notebook import Notebook, carried_checks
from autograder.pack import Assignment
from autograder.parts import as_released, reference_parts
from autograder.recognize import Piece, additions, open_answers, recognize, same_code
from autograder.report import Others
from autograder.source import TemplateCell

#: What becomes of the student's own cells: all run; those after the question do not, and none
#: gives names of given cells another meaning; of none more than its imports runs.
Own = Literal["all", "tidy", "bare"]

#: Cells that only ask: what a student wrote into one is the student's own.
_ASKING = ("demo", "check", "points")


@dataclass(frozen=True, slots=True)
class Program:
    """Cells to run, in order.

    Parameters
    ----------
    cells : tuple of (name, source)
    own : frozenset of int
        Which of them are the student's own.
    kept : tuple of str
        Names that have, after an own cell, the value they had before it.
    reference : frozenset of str
        Names of the cells that hold reference answers.
    """

    cells: tuple[tuple[str, str], ...]
    own: frozenset[int] = frozenset()
    kept: tuple[str, ...] = ()
    reference: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to put a submission's program together: what `CheckResult.others` calls it.

    A cell stands alone where reference answers are put in place of the question's other cells, too.
    """

    others: Others
    program: Program
    alone: bool = False

    @property
    def among(self) -> bool:
        """Whether reference answers run beside the submission's."""
        return bool(self.program.reference)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell where it runs: the submission's, or the assignment's where the submission has none."""

    template: TemplateCell | None
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class Arranged:
    """A submission's cells, recognized and in order; programs are put together from it."""

    assignment: Assignment
    pieces: tuple[Piece, ...]
    placed: tuple[Placed, ...]
    open: Mapping[str, str]

    @property
    def recognized(self) -> bool:
        """Whether any cell is the assignment's; an answer, where the checks are another's."""
        roles = {piece.template.role for piece in self.pieces if piece.template is not None}
        return "answer" in roles if self.other else bool(roles)

    @property
    def other(self) -> str:
        """The name of another assignment whose public checks the notebook carries."""
        name = carried_checks(piece.source for piece in self.pieces)
        return "" if name == self.assignment.name else name

    def of(self, template: TemplateCell) -> list[Piece]:
        """Give the cells that are one of the assignment's."""
        return [piece for piece in self.pieces if piece.template is template]


def arranged(notebook: Notebook, assignment: Assignment) -> Arranged:
    """Recognize a submission's cells, and put what is missing where it belongs."""
    pieces = recognize(notebook, assignment)
    placed = tuple(_place_missing(pieces, assignment))
    return Arranged(assignment, pieces, placed, open_answers(notebook, assignment))


def program(
    notebook: Notebook, assignment: Assignment, question: str | None = None
) -> list[tuple[str, str]]:
    """Put the program of a submission together, as it stands or for one question.

    Parameters
    ----------
    notebook : Notebook
    assignment : Assignment
    question : str, optional
        If given, only this question's answers are the submission's; all others are reference
        answers.

    Returns
    -------
    list of (name, source)
        The cells to run, in order.
    """
    return list(assembled(arranged(notebook, assignment), question).cells)


def assembled(
    cells: Arranged,
    question: str | None = None,
    own: Own = "all",
    until: str | None = None,
    alone: str = "",
) -> Program:
    """Put a program together.

    Parameters
    ----------
    cells : Arranged
    question : str, optional
        Whose answers are the submission's; all others are reference answers. By default all are
        the submission's.
    own : str
        What becomes of the student's own cells. Without any, the others run in the assignment's
        order, and of own cells the imports alone. What stands beside an answer that is replaced
        is the student's own, too.
    until : str, optional
        The question after whose last graded cell no own cell runs, if `own` is ``"tidy"``.
    alone : str
        The only answer cell of the question that is the submission's, if it is not all of them.
    """
    assignment, placed = cells.assignment, cells.placed
    if own == "bare":
        order = {id(cell): number for number, cell in enumerate(assignment.cells)}
        placed = tuple(sorted(placed, key=lambda one: order.get(id(one.template), -1)))
    last = _last_graded(placed, until) if own == "tidy" else len(placed)
    demos = {cell.source.strip() for cell in assignment.cells if cell.role == "demo"}
    reserved = _reserved(assignment, question, alone)
    done: set[str] = set()
    chosen: list[tuple[str, str]] = []
    mine: set[int] = set()
    reference: set[str] = set()

    def add_own(name: str, source: str, position: int) -> None:
        if source.strip() and position < last:
            mine.add(len(chosen))
            chosen.append((name, source))

    for position, one in enumerate(placed):
        template, piece = one.template, one.piece
        if template is not None and template.role == "answer":
            if _is_asked(template, question, alone):
                if piece is not None:
                    chosen.append((piece.name, piece.source))
                    if question is not None and piece is cells.of(template)[-1]:
                        parts = _others(template, question)
                        chosen += parts
                        reference |= {name for name, _ in parts}
            else:
                stays = beside(template.source, piece.source if piece is not None else "", reserved)
                add_own(f"{template.id} (beside)", stays.before, position)
                if template.id not in done:
                    chosen.append((template.id, template.source))
                    reference.add(template.id)
                add_own(f"{template.id} (after)", stays.after, position)
            done.add(template.id)
            continue
        name, extra = _own_part(one, done)
        if template is not None and template.role == "given" and template.id not in done:
            done.add(template.id)
            chosen.append((template.id, template.source))
        if own == "bare":
            extra = imports_of(extra, reserved) if template is None else ""
        if extra.strip() not in demos:
            add_own(name, extra, position)
    kept = kept_names(assignment) if own == "tidy" and mine else ()
    return Program(tuple(chosen), frozenset(mine), kept, frozenset(reference))


def _is_asked(template: TemplateCell, question: str | None, alone: str) -> bool:
    """Say whether an answer is the submission's."""
    return question is None or (question in template.questions and alone in ("", template.id))


def _reserved(assignment: Assignment, question: str | None, alone: str) -> frozenset[str]:
    answers = [cell for cell in assignment.cells if cell.role == "answer"]
    return reserved_names(
        assignment, [cell for cell in answers if not _is_asked(cell, question, alone)]
    )


def _others(template: TemplateCell, question: str) -> list[tuple[str, str]]:
    """Give a cell with the reference's answers to the other questions of a student's cell."""
    texts = reference_parts(template, question)
    return [(f"{template.id} (reference {n})", text) for n, text in enumerate(texts, start=1)]


def _own_part(one: Placed, done: set[str]) -> tuple[str, str]:
    """Give what the student added: a cell, a changed copy, or lines of a given cell."""
    template, piece = one.template, one.piece
    if piece is None:
        return "", ""
    if template is None:
        return piece.name, piece.source
    if not is_changed(template, piece):
        return "", ""
    if template.role in _ASKING:
        return f"{template.id} (changed)", piece.source
    if template.id in done:  # a later copy that was changed is the student's own work
        return template.id, piece.source
    return f"{template.id} (changed)", additions(template, piece.source)


def _last_graded(placed: Sequence[Placed], question: str | None) -> int:
    """Give the position of a question's last graded cell."""
    found = [
        position
        for position, one in enumerate(placed)
        if one.template is not None
        and one.template.role in ("answer", "points")
        and question in one.template.questions
    ]
    return max(found, default=len(placed))


def _place_missing(pieces: Sequence[Piece], assignment: Assignment) -> list[Placed]:
    """Give every cell its place; cells of ours that are missing stand where they belong.

    A missing cell comes right after the one before it in the assignment.
    """
    placed = [Placed(piece.template, piece) for piece in pieces]
    present = {piece.template.id for piece in pieces if piece.template is not None}
    position = 0
    for template in assignment.cells:
        if not template.id or template.kind != "code":
            continue
        if template.id in present:
            position = 1 + next(i for i, one in enumerate(placed) if one.template is template)
        else:
            placed.insert(position, Placed(template, None))
            position += 1
    return placed


def untouched(cells: Arranged) -> set[str]:
    """Give the questions whose every answer is still the stub that was released.

    A question without an answer of its own, such as one about the whole, asks all of them.
    """
    touched, answered = set(), set()
    for template in cells.assignment.cells:
        if template.role == "answer":
            texts = [piece.source for piece in cells.of(template)]
            answered |= set(template.questions)
            touched |= {
                question
                for question in template.questions
                if not texts or not all(as_released(template, text, question) for text in texts)
            }
    return (answered if touched else set(cells.assignment.questions)) - touched


def is_changed(template: TemplateCell, piece: Piece) -> bool:
    """Say whether a piece is another text of a cell that is no answer, where that may matter."""
    if template.role == "setup":
        return bool(additions(template, piece.source))
    changeable = template.role in ("given", *_ASKING)
    return changeable and not same_code(piece.source, template.source)
