"""A namespace answers questions: run this, get that, call it, and tell me the numbers.

The same `Evaluator` serves the worker process, where the namespace is a submission's, and the
notebook's own `check`, where it is the student's kernel. It keeps no state outside itself and
never ends the process.
"""

from __future__ import annotations

import math
import operator
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from . import cells, stand_ins, values
from .errors import clean, describe, plain
from .missing import Replaced, replaced_lines

#: What a proxy can ask by an operator of its own.
OPERATORS: dict[str, Callable[..., Any]] = {
    name: getattr(operator, name)
    for name in (
        *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"),
        *("neg", "pos", "abs", "lt", "le", "gt", "ge", "eq", "ne", "contains", "truth"),
    )
} | {"len": len}
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_REPR_CALLS = 1000


class BadRequest(ValueError):
    """The question itself is wrong: an unknown operation or handle, a missing field."""


class NamespaceView:
    """The student's names, read only: ``ns.AutogradValue`` or ``ns["AutogradValue"]``.

    A name that the notebook does not define is a NameError; ``"name" in ns`` asks first.
    """

    __slots__ = ("_names",)

    def __init__(self, names: dict[str, Any]) -> None:
        object.__setattr__(self, "_names", names)

    def __getitem__(self, name: str) -> Any:
        try:
            return self._names[name]
        except KeyError:
            raise NameError(f"name '{name}' is not defined in the notebook") from None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)  # copying and printing ask for these
        return self[name]

    def __setattr__(self, name: str, value: Any) -> None:
        raise TypeError("the notebook's names are read only here")

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._names))


class Evaluator:
    """Answers requests about a namespace with plain data.

    Parameters
    ----------
    namespace : dict
        The globals of the student's code.
    contain_interrupts : bool
        Whether KeyboardInterrupt is an error of the student's code like any other. Leave it False
        where a person may press stop.
    reply_limit : int
        The largest value of a reply, in bytes.
    explain : callable, optional
        May return a better message for an exception of the student's code.

    Examples
    --------
    >>> evaluator = Evaluator({"double": lambda x: 2 * x})
    >>> double = evaluator.handle({"op": "get", "path": "double"})["value"]
    >>> evaluator.handle({"op": "call", "function": double, "args": [3.5]})
    {'ok': True, 'value': 7.0}
    """

    def __init__(
        self,
        namespace: dict[str, Any],
        *,
        contain_interrupts: bool = False,
        reply_limit: int = 1 << 20,
        explain: Callable[[BaseException], str | None] | None = None,
    ) -> None:
        self.namespace = namespace
        self.contain_interrupts = contain_interrupts
        self.reply_limit = reply_limit
        self.explain = explain
        self._view = NamespaceView(namespace)
        self._kept: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._last_number = 0
        self._functions: dict[str, FunctionType] = {}

    def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request.

        Parameters
        ----------
        request : dict
            ``op`` and its fields; values are in the form of `values.encode`:

            - ``cell``: ``name``, ``source``, and perhaps ``kept``, names that have the value they
              had before. Runs a cell; the value is a list of what should be known of its run.
            - ``get``: ``path``, a global name, perhaps with dotted attributes.
            - ``attr``, ``setattr``: ``of``, ``name`` (and ``value``).
            - ``call``: ``function``, ``args``, ``kwargs``.
            - ``operator``: ``name``, ``args``.
            - ``item``: ``of``, ``key``. ``iter``: ``of``, ``limit``.
            - ``run``: ``source`` of a function whose first parameter is the namespace, ``args``.

        Returns
        -------
        dict
            ``{"ok": True, "value": ...}``, or ``{"ok": False, "error": {...}}`` as
            `errors.describe` makes it; those of type ``too-large`` and ``bad-request`` are
            ``ours``.

        Raises
        ------
        KeyboardInterrupt
            If a person pressed stop, unless `contain_interrupts` was set.
        """
        try:
            operation = self._operations.get(_text(request, "op"))
            if operation is None:
                raise BadRequest(f"unknown operation {request['op']!r}")
            return {"ok": True, **operation(self, request)}
        except (BadRequest, values.MalformedValue) as error:
            return {"ok": False, "error": plain("bad-request", clean(str(error), 300))}
        except values.TooLarge as error:
            return {"ok": False, "error": plain("too-large", clean(str(error), 300))}
        except BaseException as error:  # SystemExit and friends cost only this call
            if isinstance(error, KeyboardInterrupt) and not self.contain_interrupts:
                raise
            return {"ok": False, "error": describe(error, self.namespace, self.explain)}

    def _cell(self, request: dict[str, Any]) -> dict[str, Any]:
        name, source, names = _text(request, "name"), _text(request, "source"), self.namespace
        kept = request.get("kept", [])
        before = {word: names[word] for word in kept if word in names}
        stand_ins.PROMPTS.clear()
        try:
            failed = cells.run(names, name, source)
        finally:
            for word in kept:
                names.pop(word, None)
            names.update(before)
        notes = replaced_lines(failed)
        notes += [
            f"line {line}: {record['type']}: {record['message']}"
            for line, error in failed
            if not isinstance(error, Replaced)
            for record in [describe(error, names, self.explain)]
        ]
        notes += [
            f"line {line}: {text}" if file == f"<cell {name}>" else text
            for file, line, text in stand_ins.warned()
        ]
        if stand_ins.PROMPTS:
            notes.append('input() gave "", since nobody can type while grading')
        return self._reply(notes)

    def _get(self, request: dict[str, Any]) -> dict[str, Any]:
        name, *attributes = _text(request, "path").split(".")
        value = self._view[name]
        for attribute in attributes:
            value = getattr(value, attribute)
        return self._reply(value)

    def _attr(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._reply(getattr(self._read(request, "of"), _text(request, "name")))

    def _setattr(self, request: dict[str, Any]) -> dict[str, Any]:
        owner, value = self._read(request, "of"), self._read(request, "value")
        setattr(owner, _text(request, "name"), value)
        return self._reply(None)

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        keywords = request.get("kwargs", {})
        if type(keywords) is not dict:
            raise BadRequest("'kwargs' is no object")
        function = self._read(request, "function")
        named = {name: self._decoded(value) for name, value in keywords.items()}
        return self._reply(function(*self._arguments(request), **named))

    def _operator(self, request: dict[str, Any]) -> dict[str, Any]:
        function = OPERATORS.get(_text(request, "name"))
        if function is None:
            raise BadRequest(f"unknown operator {request['name']!r}")
        return self._reply(function(*self._arguments(request)))

    def _item(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._reply(self._read(request, "of")[self._read(request, "key")])

    def _iter(self, request: dict[str, Any]) -> dict[str, Any]:
        limit = request.get("limit", 1000)
        if type(limit) is not int or limit < 0:
            raise BadRequest("'limit' is no count")
        return self._reply(list(islice(iter(self._read(request, "of")), limit)))

    def _run(self, request: dict[str, Any]) -> dict[str, Any]:
        function = self._compiled(_text(request, "source"))
        return self._reply(function(self._view, *self._arguments(request)))

    _operations: dict[str, Callable[[Evaluator, dict[str, Any]], dict[str, Any]]] = {
        "cell": _cell,
        "get": _get,
        "attr": _attr,
        "setattr": _setattr,
        "call": _call,
        "operator": _operator,
        "item": _item,
        "iter": _iter,
        "run": _run,
    }

    def _reply(self, value: Any) -> dict[str, Any]:
        return {"value": values.encode(value, self._keep, self.reply_limit)}

    def _read(self, request: dict[str, Any], field: str) -> Any:
        if field not in request:
            raise BadRequest(f"the field {field!r} is missing")
        return self._decoded(request[field])

    def _arguments(self, request: dict[str, Any]) -> list[Any]:
        arguments = request.get("args", [])
        if type(arguments) is not list:
            raise BadRequest("'args' is no list")
        return [self._decoded(value) for value in arguments]

    def _decoded(self, data: Any) -> Any:
        return values.decode(data, self._kept_object, self._compiled)

    def _keep(self, value: Any) -> dict[str, Any]:
        number = self._numbers.get(id(value))
        if number is None:
            self._last_number += 1
            number = self._last_number
            self._numbers[id(value)] = number
            self._kept[number] = value
        return {"h": number, "type": _type_name(value), "repr": _short_repr(value)}

    def _kept_object(self, handle: values.Handle) -> Any:
        try:
            return self._kept[handle.number]
        except KeyError:
            raise BadRequest(f"the handle {handle.number} is unknown") from None

    def _compiled(self, source: str) -> FunctionType:
        function = self._functions.get(source)
        if function is None:
            function = self._functions[source] = _last_function(source, self._view)
        return function


@lru_cache(maxsize=64)
def _code(source: str) -> CodeType:
    """Compile a grader's text once for all engines that it is put to."""
    return compile(source, "<probe>", "exec", dont_inherit=True)


def _last_function(source: str, view: NamespaceView) -> FunctionType:
    """The last top-level function of a grader's source text, which may use np, math and ns."""
    names: dict[str, Any] = {"__name__": "probe", "np": np, "math": math, "ns": view}
    before = set(names)
    try:
        exec(_code(source), names)
    except Exception as error:
        raise BadRequest(f"the source does not load: {error!r}") from error
    made = [name for name in names if name not in before and type(names[name]) is FunctionType]
    if not made:
        raise BadRequest("the source defines no function")
    function: FunctionType = names[made[-1]]
    return function


def _text(request: dict[str, Any], field: str) -> str:
    text = request.get(field)
    if type(text) is not str:
        raise BadRequest(f"the field {field!r} is missing or no string")
    return text


def _type_name(value: Any) -> str:
    try:
        return clean(str(type(value).__name__), values.TYPE_LIMIT)
    except Exception:  # a metaclass may answer anything for __name__
        return "object"


def _short_repr(value: Any) -> str:
    """A short repr that costs little.

    A student's ``__repr__`` may print the whole graph, and in a graph with shared nodes that is
    exponential work nobody asked for; so it gets a thousand calls.
    """
    calls = 0

    def count(frame: Any, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event == "call"
        if calls > _REPR_CALLS:
            raise RecursionError("too long")

    previous = sys.getprofile()
    written_in_python = type(type(value).__repr__) is FunctionType
    try:
        if written_in_python:
            sys.setprofile(count)
        text = repr(value) if written_in_python else object.__repr__(value)
        if not written_in_python and isinstance(value, _CHEAP):
            text = repr(value)
    except (Exception, SystemExit):
        return ""
    finally:
        if written_in_python:
            sys.setprofile(previous)
    return clean(_ADDRESS.sub("", text), values.REPR_LIMIT)


_CHEAP = (complex, type, FunctionType, BaseException, np.generic, float, int)
