"""The cells of a submitted file as `Cells`, with what stopped them when they were run apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from autograder.mistakes.outline import Cells, Outline, Ran

_LINE = re.compile(r" \(line (\d+)\)$")


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
        Cell to what stopped it, as ``"kind: message (line 3)"``.

    Examples
    --------
    >>> cells = submitted({}, [("q1", "x = ")], {"q1": "SyntaxError: invalid syntax (line 1)"})
    >>> cells.ran[0].error, cells.ran[0].line
    ('SyntaxError', 1)
    """
    ran = []
    for name, source in cells:
        kind, _, detail = errors.get(name, "").partition(": ")
        line = _LINE.search(detail)
        ran.append(Ran(name, source, kind, _LINE.sub("", detail), int(line[1]) if line else None))
    return Cells(outlines, ran)
