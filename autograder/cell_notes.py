"""What is said of a submission's cells: to the student beside a check, to the instructor once.

Which were changed, deleted, copied or found without their names, and what did not run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.assemble import Arranged, is_changed
from autograder.errors import SubmissionError
from autograder.feedback.words import to_be_graded
from autograder.language import say, template
from autograder.mistakes.outline import title_of
from autograder.notebook import Notebook, carried_checks
from autograder.pack import Assignment
from autograder.recognize import Piece, defined, recognize
from autograder.source import TemplateCell

#: What is said of how a cell was found.
_BY = {
    "cell id": template("cells found by the notebook's own cell ids, not by grade_id: {names}"),
    "text": template("cells found by their text, not by grade_id: {names}"),
    "names": template("cells found by the names they define, not by grade_id: {names}"),
}


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


def unchanged_cells(notebook: Notebook, assignment: Assignment) -> set[int]:
    """Give the numbers of the cells that are the assignment's, as it was released."""
    texts = {cell.released.strip() for cell in assignment.cells if cell.kind == "code"}
    pieces = recognize(notebook, assignment)
    other = {
        piece.cell.number
        for piece in pieces
        if piece.template is None
        or piece.template.role == "answer"
        or is_changed(piece.template, piece)
    }
    return {
        cell.number
        for cell in notebook.cells
        if cell.number not in other or cell.source.strip() in texts
    }


def changed_given(cells: Arranged) -> dict[str, str]:
    """Give the given cells that the submission changed or does not have: id to what happened."""
    found = {}
    for asked in cells.assignment.cells:
        if asked.role == "given" and asked.kind == "code" and asked.id:
            mine = cells.of(asked)
            if not mine:
                found[asked.id] = "deleted"
            elif all(is_changed(asked, piece) for piece in mine):
                found[asked.id] = "changed"
    return found


def notes(cells: Arranged) -> list[str]:
    """Say what an instructor should know about the submission's cells."""
    assignment = cells.assignment
    found = []
    for asked in assignment.cells:
        copies = cells.of(asked) if asked.id else []
        if len(copies) > 1 and len({piece.cell.number for piece in copies}) > 1:
            places = ", ".join(dict.fromkeys(_place(piece) for piece in copies))
            if asked.role == "answer":
                found.append(
                    say(
                        "cell {name} stands more than once ({places}): all were run",
                        name=asked.id,
                        places=places,
                    )
                )
            elif asked.role == "given":
                found.append(
                    say(
                        "cell {name} stands more than once ({places}): the assignment's own was "
                        "used, then changed copies",
                        name=asked.id,
                        places=places,
                    )
                )
    if cells.other:
        found.append(
            say("it carries the public checks of another assignment, {name!r}", name=cells.other)
        )
    found += _how_found(cells)
    given = changed_given(cells)
    for what, text in _GIVEN.items():
        names = [name for name, happened in given.items() if happened == what]
        if names:
            found.append(say(text, names=_listed(names)))
    asking = [one for one in assignment.cells if one.role in ("setup", "check", "points")]
    if more := [c.id for c in asking if any(is_changed(c, piece) for piece in cells.of(c))]:
        found.append(say("cells {names} were changed: run as own code", names=_listed(more)))
    answers = [one for one in assignment.cells if one.role == "answer"]
    gone = [one.id for one in answers if not cells.of(one)]
    if gone:
        found.append(
            say("no cell answers {names}: deleted, or under other names", names=_listed(gone))
        )
    graded = [one for one in assignment.cells if one.role == "points"]
    gone = [one.id for one in graded if not cells.of(one)]
    if gone:
        found.append(
            say("graded cells {names} are missing, which costs nothing", names=_listed(gone))
        )
    strange = [p.cell.id for p in cells.pieces if p.template is None and p.cell.id]
    found += [
        to_be_read(name, assignment.open[name], bool(text)) for name, text in cells.open.items()
    ]
    found += [
        say("cell {name} is not part of the assignment: run as own code", name=name)
        for name in strange
    ]
    return found


def to_be_read(cell: str, points: float, written: bool) -> str:
    """Say of a cell that a person still gives its points."""
    return say(_OPEN if written else _OPEN_AND_EMPTY, name=cell, points=to_be_graded(points))


_OPEN = template("cell {name}: {points}, which are in no total")
_OPEN_AND_EMPTY = template(
    "cell {name}: {points}, which are in no total; nothing was written in it"
)
#: What happened to given cells, for the instructor and for the student.
_GIVEN = {
    "changed": template("given cells {names} were changed: the assignment's own were used"),
    "deleted": template("given cells {names} were deleted: the assignment's own were used"),
}
_ONE_GIVEN = {
    "changed": template("A given cell was changed: `{name}`; take it from the release."),
    "deleted": template("A given cell was deleted: `{name}`; take it from the release."),
}


def not_run(errors: Mapping[str, str]) -> list[str]:
    """Say which cells did not run, and why."""
    return [
        say("cell {name} did not run: {text}", name=name, text=text)
        for name, text in errors.items()
    ]


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
    for asked in cells.assignment.cells:
        if asked.role != "answer" or (question and question not in asked.questions):
            continue
        if answer and asked.id != answer:
            continue
        called = _called(asked)
        for piece in cells.of(asked):
            if piece.name in errors:
                text = errors[piece.name].rstrip(".")
                unread = text.startswith(("SyntaxError", "IndentationError", "TabError"))
                said_so = _DID_NOT_RUN if unread else _DID_NOT_END
                found.append(say(said_so, called=called, text=text))
            notes = [text.rstrip(".") for text in said.get(piece.name, ())]
            found += [
                say("In the cell {called}, {text}.", called=called, text=text) for text in notes
            ]
            if piece.cell.kind != "code":
                found.append(
                    say(
                        "The cell {called} is a {kind} cell: turn it into a code cell.",
                        called=called,
                        kind=piece.cell.kind,
                    )
                )
        if not cells.of(asked):
            found.append(
                say(
                    "The cell {called} was deleted: take it from the release and write your answer "
                    "there.",
                    called=called,
                )
            )
    for name, what in changed_given(cells).items():
        found.append(say(_ONE_GIVEN[what], name=name))
    return list(dict.fromkeys(found))


_DID_NOT_RUN = template("The cell {called} did not run: {text}.")
_DID_NOT_END = template("The cell {called} did not run to its end: {text}.")


def _called(asked: TemplateCell) -> str:
    """Give an answer cell as a student knows it: by its stub, of which the answer is no part."""
    names = [name for name in sorted(defined(asked.released)) if "." not in name]
    if names:
        return say("that defines {names}", names=_listed([f"`{name}`" for name in names]))
    title = title_of(asked.released)
    return f"'{title}'" if title else asked.id


def _how_found(cells: Arranged) -> list[str]:
    """Say how cells were found whose `grade_id` did not tell, and which stood in text cells."""
    found = []
    for how, said in _BY.items():
        pieces = [p for p in cells.pieces if p.how == how and p.template is not None]
        names = dict.fromkeys(f"{p.template.id} ({_place(p)})" for p in pieces if p.template)
        if names:
            found.append(say(said, names=_listed(list(names))))
    return found + [
        say(
            "{name} stands in a {kind} cell ({place}): it was read as code",
            name=piece.name,
            kind=piece.cell.kind,
            place=_place(piece),
        )
        for piece in cells.pieces
        if piece.cell.kind != "code"
    ]


def _place(piece: Piece) -> str:
    """Say where something stands in the notebook that was handed in."""
    return say("number {number}", number=piece.cell.number)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    if len(names) <= 8:
        return shown
    return say("{names} and {count} more", names=shown, count=len(names) - 8)
