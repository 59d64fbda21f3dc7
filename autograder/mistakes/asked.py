"""Which line is to be named of those that an exception came through: one of what is asked.

A rule that hands a wrong shape to another operation raises in that operation, which is right, and
often in given code below it. What a student looks for is the line of the rule; what it called is
said in words behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.errors import Line, StudentError
from autograder.language import say
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells

#: What is wrong with the line that raised, whoever called it.
OF_THE_LINE = (
    *("NameError", "UnboundLocalError", "NotImplementedError", "SyntaxError", "IndentationError"),
    *("ImportError", "ModuleNotFoundError", "RecursionError"),
)


def name_the_line(
    error: StudentError, cells: Cells, question: str, cell: str, whole: bool = False
) -> None:
    """Set which line of an exception is to be named, where that is not the one that raised.

    Parameters
    ----------
    error : StudentError
        Its ``asked_at``, ``through`` and ``given_says`` are set.
    cells : Cells
    question, cell : str
        What is asked: a question, and a graded cell.
    whole : bool
        Whether the notebook as a whole is asked, and no cell of it.

    Examples
    --------
    >>> error = StudentError({"type": "NameError", "trace": [["q1", 2, "f", "return y", "f"]]})
    >>> name_the_line(error, Cells(), "q1", "q1-f")
    >>> error.asked_at
    """
    lines, outlines = error.lines, [_outline_of(line, cells) for line in error.lines]
    if not lines or error.kind in OF_THE_LINE:
        return
    asked = [] if whole else asked_cells(cells, question, cell)
    error.given_says = _is_given(outlines[-1]) and lines[-1].source.startswith("raise")
    own = [place for place, outline in enumerate(outlines) if not _is_given(outline)]
    starts = [place for place in own if outlines[place] in asked]
    if not own:
        return
    start = starts[0] if starts else _first_operation(lines, outlines, own)
    last = start
    while last + 1 < len(lines) and outlines[last + 1] in (None, outlines[start]):
        last += 1
    if last == len(lines) - 1:
        return
    error.asked_at = lines[start]
    if lines[start].function != lines[last].function:  # a helper of its own, and no recursion
        place = _beside(lines[last], outlines[last] is outlines[start])
        error.through = say(", there in {place}", place=place)
    else:
        error.asked_at = lines[last]
    called = own[-1]
    if called > last:
        error.through += say(
            ", in {function}, which it called", function=_called(lines[called], outlines[called])
        )
        if lines[called].source:
            line = say("line {line}", line=lines[called].line)
            error.through += f" ({line}: `{lines[called].source}`)"
    elif error.given_says:
        error.through += say(
            ", in {function}, which it called", function=_called(lines[-1], outlines[-1])
        )


def asked_cells(cells: Cells, question: str, cell: str) -> list[Outline]:
    """Give the answer cells that a graded cell is about: the one it asks, or all there are."""
    answers = cells.answers(question)
    if named := [one for one in answers if cell in one.graded]:
        return named
    part = cell.removeprefix(f"{question}-")
    own = [one for one in answers if f"{one.id.partition('-')[2]}-".startswith(f"{part}-")]
    return own or answers


def _outline_of(line: Line, cells: Cells) -> Outline | None:
    """Give the assignment's cell that a line belongs to; none for a student's own cell."""
    return cells.outlines.get(line.cell) or cells.defining(line.defines)


def _is_given(outline: Outline | None) -> bool:
    return outline is not None and outline.role == "given"


def _first_operation(
    lines: Sequence[Line], outlines: Sequence[Outline | None], own: Sequence[int]
) -> int:
    """Give the place of the innermost line of the student's own; of operations, the outermost.

    An operation chooses what it hands to another one. A walk does not, so it is left alone.
    """
    found = own[-1]
    for place in reversed(own[:-1]):
        bases = _bases(lines[found], outlines[found])
        if not bases or bases != _bases(lines[place], outlines[place]):
            break
        found = place
    return found


def _beside(line: Line, same: bool) -> str:
    if not (same and line.source):
        return line.place
    return say("line {line}", line=line.line) + f": `{line.source}`"


def _bases(line: Line, outline: Outline | None) -> tuple[str, ...]:
    return outline.shape.bases.get(line.defines, ()) if outline is not None else ()


def _called(line: Line, outline: Outline | None) -> str:
    """Write a function's name, with that of its class."""
    of_class = outline is not None and line.defines in outline.shape.bases
    if line.function.startswith("<"):
        return f"`{line.defines}`"
    return f"`{line.defines}.{line.function}`" if of_class else f"`{line.function}`"
