"""What is said of a submission's cells: to the student beside a check, to the instructor once.

Which were changed, deleted, copied or found without their names, and what did not run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.assemble import Arranged, is_changed
from autograder.errors import SubmissionError
from autograder.feedback.words import to_be_graded
from autograder.mistakes.outline import title_of
from autograder.notebook import Notebook, carried_checks
from autograder.pack import Assignment
from autograder.recognize import defined, recognize
from autograder.source import TemplateCell

#: What is said of how a cell was found.
_BY = {
    "cell id": "the notebook's own cell ids, not by grade_id",
    "text": "their text, not by grade_id",
    "names": "the names they define, not by grade_id",
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
    for template in cells.assignment.cells:
        if template.role == "given" and template.kind == "code" and template.id:
            mine = cells.of(template)
            if not mine:
                found[template.id] = "deleted"
            elif all(is_changed(template, piece) for piece in mine):
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
    if more := [c.id for c in asking if any(is_changed(c, piece) for piece in cells.of(c))]:
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
        f"cell {name}: {to_be_graded(assignment.open[name])}, which are in no total"
        f"{'' if text else '; nothing was written in it'}"
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
    title = title_of(template.released)
    return f"'{title}'" if title else template.id


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
