"""A worker's reply is taken apart here, once: what has not exactly our form is no answer.

The worker cleans and caps the text of errors itself; since a submission may have replaced that
code, it is done once more on this side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograder.sandbox.worker import errors, values

_REPLY_FIELDS = {"id", "ok", "value", "error", "warned"}

#: How many warnings an answer may come with.
_MOST_WARNED = 5

#: What errors of the worker's own are called.
OURS = frozenset({"TimeLimit", "too-large", "bad-request"})


def checked(
    reply: dict[str, Any], handle: Callable[[values.Handle], Any] | None = None
) -> dict[str, Any]:
    """Take from a reply what the protocol allows, its value decoded.

    Parameters
    ----------
    reply : dict
        A message from a worker.
    handle : callable, optional
        Turns what stayed in the worker into what stands for it here; see `values.decode`.

    Returns
    -------
    dict
        ``{"ok": True, "value": ...}``, ``{"ok": True}`` or ``{"ok": False, "error": {...}}``, the
        error's text free of control characters and capped. With ``warned``, a list of (cell or
        None, line, text), where adlearn warned meanwhile.

    Raises
    ------
    autograder.sandbox.worker.values.MalformedValue
        If anything is missing, unknown or of another type.

    Examples
    --------
    >>> checked({"id": "1f", "ok": True, "value": {"t": [2.5, {"f": "inf"}]}})
    {'ok': True, 'value': (2.5, inf)}
    """
    if set(reply) - _REPLY_FIELDS or type(reply.get("ok")) is not bool:
        raise values.MalformedValue("unknown fields")
    if "warned" in reply:
        warned = _checked_warnings(reply["warned"])
        rest = {name: value for name, value in reply.items() if name != "warned"}
        return {**checked(rest, handle), "warned": warned}
    if reply["ok"]:
        if "error" in reply:
            raise values.MalformedValue("an error in a good answer")
        if "value" not in reply:
            return {"ok": True}
        return {"ok": True, "value": values.decode(reply["value"], handle)}
    if "value" in reply or type(reply.get("error")) is not dict:
        raise values.MalformedValue("an error that is no record")
    return {"ok": False, "error": _checked_error(reply["error"])}


def _text(value: Any, limit: int = errors.NAME_LIMIT) -> str:
    if type(value) is not str:
        raise values.MalformedValue("an error without its text")
    return errors.clean(value, limit)


def _line(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 10**7:
        raise values.MalformedValue("an error without its line")
    return value


def _optional(value: Any, read: Any, *arguments: Any) -> Any:
    return None if value is None else read(value, *arguments)


def _checked_warnings(warned: Any) -> list[tuple[str | None, int, str]]:
    three = type(warned) is list and all(type(w) is list and len(w) == 3 for w in warned)
    if not three or len(warned) > _MOST_WARNED:
        raise values.MalformedValue("warnings that are none")
    return [(_optional(cell, _text), _line(line), _text(said, 300)) for cell, line, said in warned]


def _checked_error(error: dict[str, Any]) -> dict[str, Any]:
    kinds, trace, ours = error.get("kinds"), error.get("trace"), error.get("ours")
    if type(ours) is not bool:
        raise values.MalformedValue("an error without its origin")
    if type(kinds) is not list or len(kinds) > 8 or type(trace) is not list:
        raise values.MalformedValue("an error without its kinds or its trace")
    if len(trace) > errors.TRACE_LIMIT or any(type(t) is not list or len(t) != 5 for t in trace):
        raise values.MalformedValue("an error with a strange trace")
    kind = _text(error.get("type"))
    if not ours and kind in OURS:  # what a class is called makes it none of ours
        kind = "Exception"
    return {
        "ours": ours and kind in OURS,
        "type": kind,
        "kinds": [_text(kind) for kind in kinds],
        "message": _text(error.get("message"), errors.MESSAGE_LIMIT),
        "cell": _optional(error.get("cell"), _text),
        "line": _optional(error.get("line"), _line),
        "source": _optional(error.get("source"), _text, errors.SOURCE_LIMIT),
        "defines": _optional(error.get("defines"), _text),
        "trace": [
            [
                _optional(cell, _text),
                _line(number),
                _text(name),
                _optional(source, _text, errors.SOURCE_LIMIT),
                _optional(defines, _text),
            ]
            for cell, number, name, source, defines in trace
        ],
    }
