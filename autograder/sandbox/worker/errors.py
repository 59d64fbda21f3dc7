"""An exception in a student's code becomes a small plain record, whatever the exception tries.

Its ``__str__`` runs student code too, so everything here expects that asking fails.
"""

from __future__ import annotations

import linecache
import re
from collections.abc import Callable, Collection, Sequence
from types import FrameType, TracebackType
from typing import Any

from .limits import TimeLimit

MESSAGE_LIMIT = 500
SOURCE_LIMIT = 200
NAME_LIMIT = 80
#: A rule that calls another operation goes through half a dozen lines of given code.
TRACE_LIMIT = 24

# Control characters, and those that reorder or hide text; a newline becomes a space later.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_TERMINAL = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]")
_CELL = re.compile("<cell (.*)>", re.DOTALL)
_DEFINED = re.compile(r"(?:class|(?:async\s+)?def)\s+(\w+)")
#: How adlearn's note about the line that led to an error begins: records have that anyway.
_NAMES_LINE = "Your line: "
# An exception's own traceback, even where a subclass hides the attribute.
_traceback = BaseException.__dict__["__traceback__"].__get__
# A class's own name, whatever its metaclass says.
_name = type.__dict__["__name__"].__get__


def clean(text: str, limit: int) -> str:
    """Drop what could disturb a terminal or a page, and cap the length.

    Parameters
    ----------
    text : str
        Anything, as a student's program gave it.
    limit : int
        The most characters kept.

    Returns
    -------
    str
        Printable text (newlines and tabs stay) of at most `limit` characters.

    Examples
    --------
    >>> clean("\\x1b[31mred\\x1b[0m\\x00", 10)
    'red'
    """
    text = _UNPRINTABLE.sub("", _TERMINAL.sub("", text[: 4 * limit]))
    return text if len(text) <= limit else text[: limit - 3] + "..."


def describe(
    error: BaseException,
    namespace: dict[str, Any],
    explain: Callable[[BaseException], str | None] | None = None,
) -> dict[str, Any]:
    """Turn an exception into the record that travels.

    Parameters
    ----------
    error : BaseException
        What the student's code raised.
    namespace : dict
        The globals of the student's code: frames that run in it are the student's.
    explain : callable, optional
        May return a better message for an exception.

    Returns
    -------
    dict
        ``type``, ``kinds`` (the names of its base classes), ``message``; ``cell``, ``line``,
        ``source`` of the innermost student frame and ``defines``, what is defined there (None
        where there is none); ``trace``: up to `TRACE_LIMIT` of
        ``[cell, line, function, source, defines]``, the outermost and the innermost ones,
        innermost last; and ``ours``, whether it is an error of this side itself: no exception
        becomes one by what its class is called.

    Examples
    --------
    >>> record = describe(ZeroDivisionError("division by zero"), {})
    >>> record["type"], record["message"], record["line"]
    ('ZeroDivisionError', 'division by zero', None)
    """
    try:
        return _describe(error, namespace, explain)
    except BaseException:  # the exception's own methods run student code, which may do anything
        kind = clean(_name(type(error)), NAME_LIMIT)
        return {**plain(kind, "an exception that can not be shown"), "ours": False}


def plain(kind: str, message: str) -> dict[str, Any]:
    """The record of an error of ours, which has no place in the student's code."""
    return {
        "ours": True,
        "type": kind,
        "kinds": [],
        "message": message[:MESSAGE_LIMIT],
        "cell": None,
        "line": None,
        "source": None,
        "defines": None,
        "trace": [],
    }


def _describe(
    error: BaseException,
    namespace: dict[str, Any],
    explain: Callable[[BaseException], str | None] | None,
) -> dict[str, Any]:
    record = plain(clean(type(error).__name__, NAME_LIMIT), "")
    record["ours"] = type(error) is TimeLimit
    record["kinds"] = [clean(base.__name__, NAME_LIMIT) for base in type(error).__mro__[:-1]][:8]
    record["message"] = _message(error, explain)
    still = error.still if type(error) is TimeLimit else ()
    frames = _student_frames(_traceback(error), namespace, still)
    record["trace"] = [
        [of_cell(filename), line, clean(function, NAME_LIMIT), *_text_of(filename, line)]
        for filename, line, function in frames
    ]
    place = frames[-1][:2] if frames else None
    if isinstance(error, SyntaxError) and linecache.getlines(error.filename or ""):
        place = (error.filename or "", error.lineno or 1)
    if place is not None:
        record["cell"], record["line"] = of_cell(place[0]), place[1]
        record["source"], record["defines"] = _text_of(*place)
    return record


def _text_of(filename: str, line: int) -> tuple[str, str | None]:
    text = clean(linecache.getline(filename, line).strip(), SOURCE_LIMIT)
    return text, defined_at(linecache.getlines(filename), line)


def defined_at(lines: Sequence[str], line: int) -> str | None:
    """Give the class or function that a line of a cell belongs to, else the first of the cell.

    Examples
    --------
    >>> defined_at(["import math", "class _log:", "    def func(self, a):"], 3)
    '_log'
    """
    found = [(number, _DEFINED.match(text)) for number, text in enumerate(lines, start=1)]
    names = [(number, match.group(1)) for number, match in found if match]
    above = [name for number, name in names if number <= line]
    return clean(above[-1] if above else names[0][1], NAME_LIMIT) if names else None


def _message(error: BaseException, explain: Callable[[BaseException], str | None] | None) -> str:
    try:
        text = (explain(error) if explain else None) or (
            error.msg if isinstance(error, SyntaxError) else str(error)
        )
        return clean("\n".join([str(text), *_notes(error)]), MESSAGE_LIMIT)
    except BaseException:  # a hostile or broken __str__, even one that raises KeyboardInterrupt
        return "(its message can not be shown)"


def _notes(error: BaseException) -> list[str]:
    """Give what was added to an error, as Python prints it below: NumPy's own may say little."""
    notes = object.__getattribute__(error, "__dict__").get("__notes__")
    added = [note for note in notes if type(note) is str] if type(notes) is list else []
    lines = "\n".join(added).split("\n")
    return [line for line in lines if line and not line.startswith(_NAMES_LINE)]


def _student_frames(
    trace: TracebackType | None, namespace: dict[str, Any], still: Collection[FrameType]
) -> list[tuple[str, int, str]]:
    """Give the places of a trace that are the student's; up to the last `still`, if any is."""
    frames, last = [], None
    while trace is not None:
        code = trace.tb_frame.f_code
        if trace.tb_frame.f_globals is namespace or of_cell(code.co_filename) is not None:
            frames.append((code.co_filename, trace.tb_lineno, code.co_name))
            last = len(frames) if trace.tb_frame in still else last
        trace = trace.tb_next
    frames = frames[:last]
    if len(frames) <= TRACE_LIMIT:
        return frames
    half = TRACE_LIMIT // 2
    return frames[:half] + frames[-half:]


def of_cell(filename: str) -> str | None:
    """Give the cell that a file's name stands for, or None."""
    match = _CELL.fullmatch(filename)
    return clean(match.group(1), NAME_LIMIT) if match else None
