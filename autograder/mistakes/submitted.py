"""The cells of a submitted file as `Cells`, with what stopped them when they were run apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from autograder.language import pattern
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran


def submitted(
    outlines: Mapping[str, Outline], cells: Iterable[tuple[str, str]], errors: Mapping[str, str]
) -> Cells:
    """Put a submission's cells beside the assignment's.

    Parameters
    ----------
    outlines : mapping
        The assignment's cells by id.
    cells : iterable of (name, source)
        The submission's, in order.
    errors : mapping
        Cell to what stopped it, as ``"kind, line 3: message"``.

    Examples
    --------
    >>> cells = submitted({}, [("q1", "x = ")], {"q1": "SyntaxError, line 1: invalid syntax"})
    >>> cells.ran[0].error, cells.ran[0].line
    ('SyntaxError', 1)
    >>> submitted({}, [("q1", "x")], {"q1": "The submission's code ended."}).ran[0].error
    ''
    """
    line_ = pattern("line {line}", line=r"(\d+)")
    stopped = re.compile(rf"(\w+)(?:, {line_})?(?:: (.*))?", re.DOTALL)
    ran = []
    for name, source in cells:
        # What ended the whole process is said in a sentence, and by the check itself.
        found = stopped.fullmatch(errors.get(name, ""))
        kind, line, detail = found.groups() if found else ("", None, "")
        ran.append(Ran(name, source, kind, detail or "", int(line) if line else None))
    return Cells(outlines, ran)
