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
from autograder.errors import SubmissionError
from autograder.notebook import Notebook, carried_checks
from autograder.pack import Assignment
from autograder.parts import as_released, reference_parts
from autograder.recognize import (
    Piece,
    additions,
    defined,
    open_answers,
    recognize,
    same_code,
)
from autograder.source import TO_BE_WRITTEN, TemplateCell

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
    if not _is_changed(template, piece):
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


def stranger(notebook: Notebook, assignment: Assignment) -> SubmissionError:
    """Give the error about a notebook in which nothing is the assignment's."""
    name = carried_checks(cell.source for cell in notebook.cells)
    carries = f"; its public checks are those of {name!r}" if name else ""
    return SubmissionError(
        notebook.path,
        f"none of its cells belong to the assignment {assignment.name!r}, and none defines "
        f"what it asks for{carries}",
        "Is it another assignment's notebook? Submit the notebook that was released.",
    )


def untouched(cells: Arranged) -> set[str]:
    """Give the questions whose every answer is still the stub that was released."""
    touched = set()
    for template in cells.assignment.cells:
        if template.role == "answer":
            texts = [piece.source for piece in cells.of(template)]
            touched |= {
                question
                for question in template.questions
                if not texts or not all(as_released(template, text, question) for text in texts)
            }
    return set(cells.assignment.questions) - touched


def _is_changed(template: TemplateCell, piece: Piece) -> bool:
    """Say whether a piece is another text of a cell that is no answer, where that may matter."""
    if template.role == "setup":
        return bool(additions(template, piece.source))
    changeable = template.role in ("given", *_ASKING)
    return changeable and not same_code(piece.source, template.source)


def unchanged_cells(notebook: Notebook, assignment: Assignment) -> set[int]:
    """Give the numbers of the cells that are the assignment's, as it was released."""
    texts = {cell.released.strip() for cell in assignment.cells if cell.kind == "code"}
    pieces = recognize(notebook, assignment)
    other = {
        piece.cell.number
        for piece in pieces
        if piece.template is None
        or piece.template.role == "answer"
        or _is_changed(piece.template, piece)
    }
    return {
        cell.number
        for cell in notebook.cells
        if cell.number not in other or cell.source.strip() in texts
    }


def changed_given(cells: Arranged) -> dict[str, str]:
    """Give the given cells that the submission changed or does not have: id to what happened."""
    found = {}
    for template in cells.assignment.cells:
        if template.role == "given" and template.kind == "code" and template.id:
            mine = cells.of(template)
            if not mine:
                found[template.id] = "deleted"
            elif all(_is_changed(template, piece) for piece in mine):
                found[template.id] = "changed"
    return found


def notes(cells: Arranged) -> list[str]:
    """Say what an instructor should know about the submission's cells."""
    assignment = cells.assignment
    found = []
    for template in assignment.cells:
        copies = cells.of(template) if template.id else []
        if len(copies) > 1 and len({piece.cell.number for piece in copies}) > 1:
            places = ", ".join(dict.fromkeys(piece.place for piece in copies))
            if template.role == "answer":
                found.append(f"cell {template.id} stands more than once ({places}): all were run")
            elif template.role == "given":
                what = "the assignment's own was used, then changed copies"
                found.append(f"cell {template.id} stands more than once ({places}): {what}")
    if cells.other:
        found.append(f"it carries the public checks of another assignment, {cells.other!r}")
    found += _how_found(cells)
    given = changed_given(cells)
    for what in ("changed", "deleted"):
        names = [name for name, happened in given.items() if happened == what]
        if names:
            found.append(
                f"given cells {_listed(names)} were {what}: the assignment's own were used"
            )
    asking = [one for one in assignment.cells if one.role in ("setup", "check", "points")]
    if more := [c.id for c in asking if any(_is_changed(c, piece) for piece in cells.of(c))]:
        found.append(f"cells {_listed(more)} were changed: run as own code")
    answers = [one for one in assignment.cells if one.role == "answer"]
    gone = [one.id for one in answers if not cells.of(one)]
    if gone:
        found.append(f"no cell answers {_listed(gone)}: deleted, or under other names")
    graded = [one for one in assignment.cells if one.role == "points"]
    gone = [one.id for one in graded if not cells.of(one)]
    if gone:
        found.append(f"graded cells {_listed(gone)} are missing, which costs nothing")
    strange = [p.cell.id for p in cells.pieces if p.template is None and p.cell.id]
    found += [
        f"cell {name} is worth {assignment.open[name]:g} points and graded by hand: they are not "
        f"in the total{'' if text else ', and nothing was written in it'}"
        for name, text in cells.open.items()
    ]
    found += [f"cell {name} is not part of the assignment: run as own code" for name in strange]
    return found


def remarks(
    cells: Arranged,
    question: str | None,
    errors: Mapping[str, str],
    said: Mapping[str, Sequence[str]],
    answer: str = "",
) -> list[str]:
    """Say to the student what may be the reason why a check of a question fails.

    Parameters
    ----------
    cells : Arranged
    question : str or None
        None for a check of the whole notebook, which any answer may fail.
    errors : mapping
        What the submission's cells raised, by what the program calls them.
    said : mapping
        What else is known of their run.
    answer : str
        The one cell that is asked, if one alone is.
    """
    found = []
    for template in cells.assignment.cells:
        if template.role != "answer" or (question and question not in template.questions):
            continue
        if answer and template.id != answer:
            continue
        called = _called(template)
        for piece in cells.of(template):
            if piece.name in errors:
                text = errors[piece.name].rstrip(".")
                unread = text.startswith(("SyntaxError", "IndentationError", "TabError"))
                how = "did not run" if unread else "did not run to its end"
                found.append(f"The cell {called} {how}: {text}.")
            notes = [text.rstrip(".") for text in said.get(piece.name, ())]
            found += [f"In the cell {called}, {text}." for text in notes]
            if piece.cell.kind != "code":
                found.append(
                    f"The cell {called} is a {piece.cell.kind} cell: turn it into a code cell."
                )
        if not cells.of(template):
            found.append(
                f"The cell {called} was deleted: take it from the release and write your "
                "answer there."
            )
    for name, what in changed_given(cells).items():
        found.append(f"A given cell was {what}: `{name}`; take it from the release.")
    return list(dict.fromkeys(found))


def _called(template: TemplateCell) -> str:
    """Give an answer cell as a student knows it: by its stub, of which the answer is no part."""
    names = [name for name in sorted(defined(template.released)) if "." not in name]
    if names:
        return f"that defines {_listed([f'`{name}`' for name in names])}"
    first = template.released.lstrip().partition("\n")[0]
    if not first.startswith("#") or first.strip() == TO_BE_WRITTEN:
        return template.id
    return f"'{first.lstrip('# ').rstrip('. ')}'"


_BY = {
    "cell id": "the notebook's own cell ids, not by grade_id",
    "text": "their text, not by grade_id",
    "names": "the names they define, not by grade_id",
}


def _how_found(cells: Arranged) -> list[str]:
    """Say how cells were found whose `grade_id` did not tell, and which stood in text cells."""
    found = []
    for how, said in _BY.items():
        pieces = [p for p in cells.pieces if p.how == how and p.template is not None]
        names = dict.fromkeys(f"{p.template.id} ({p.place})" for p in pieces if p.template)
        if names:
            found.append(f"cells found by {said}: {_listed(list(names))}")
    return found + [
        f"{piece.name} stands in a {piece.cell.kind} cell ({piece.place}): it was read as code"
        for piece in cells.pieces
        if piece.cell.kind != "code"
    ]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"
