"""The submission, as checks see it: a proxy whose every use is a question to its code.

Calling, operators, attributes, indexing and iteration cross over; numbers, strings, lists, tuples,
dicts and arrays come back by value, everything else as a handle that can be asked further. The same
proxy talks to a separate process (grading) and to the student's own kernel (practice).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from autograder.asking.crossing import text_of
from autograder.asking.run import current_run
from autograder.asking.sessions import Session
from autograder.errors import CheckFailure, StudentError
from autograder.language import say
from autograder.sandbox.worker import values


class Submission:
    """What a check receives: the names of the notebook, as attributes.

    Parameters
    ----------
    session : Session
        Where the answers come from.

    Examples
    --------
    >>> from autograder.asking.sessions import LocalSession
    >>> notebook = {"double": lambda x: 2 * x}
    >>> submission = Submission(LocalSession(notebook))
    >>> submission.double(3.5)
    7.0
    >>> def probe(ns, x):
    ...     return [ns.double(x), ns.double(ns.double(x))]
    >>> submission.run(probe, 1.0)                              # doctest: +SKIP
    [2.0, 4.0]
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def variant(self) -> Mapping[str, float]:
        """The numbers of this student in the question that is asked, by name.

        They are the grader's, and not what the notebook says they are.
        """
        return current_run().numbers

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return ask(self._session, {"op": "get", "path": name})

    def run(self, function: Callable[..., Any] | str, *arguments: Any) -> Any:
        """Run a function of ours among the submission's names, in one crossing.

        Parameters
        ----------
        function : callable or str
            Its source text crosses, with that of functions at the top of a file which it names;
            nothing else. It may use ``np``, ``math`` and its parameters, of which the first,
            ``ns``, gives the submission's names.
        *arguments : object
            Plain values, arrays or handles.

        Returns
        -------
        object
            What it returns, as plain data or handles.

        Raises
        ------
        StudentError
            If the submission's code raised.
        """
        if callable(function):
            _verify_call(function, arguments)
        source = function if isinstance(function, str) else text_of(function)
        request = {"op": "run", "source": source, "args": [_encode(item) for item in arguments]}
        return ask(self._session, request)


class Handle:
    """Something that stayed in the submission, and can be asked further."""

    __slots__ = ("_reference", "_session")

    def __init__(self, session: Session, reference: values.Handle) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_reference", reference)

    @property
    def handle_type(self) -> str:
        """Name of its class."""
        return self._reference.type

    @property
    def handle_repr(self) -> str:
        """Its repr, shortened."""
        return self._reference.repr

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return ask(self._session, {"op": "attr", "of": _encode(self), "name": name})

    def __setattr__(self, name: str, value: Any) -> None:
        request = {"op": "setattr", "of": _encode(self), "name": name, "value": _encode(value)}
        ask(self._session, request)

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        request = {
            "op": "call",
            "function": _encode(self),
            "args": [_encode(item) for item in arguments],
            "kwargs": {name: _encode(item) for name, item in keywords.items()},
        }
        return ask(self._session, request)

    def __getitem__(self, key: Any) -> Any:
        return ask(self._session, {"op": "item", "of": _encode(self), "key": _encode(key)})

    def __iter__(self) -> Iterator[Any]:
        return iter(ask(self._session, {"op": "iter", "of": _encode(self), "limit": 10_000}))

    def __len__(self) -> int:
        return int(_operator(self, "len"))

    def __contains__(self, item: Any) -> bool:
        return bool(_operator(self, "contains", item))

    def __bool__(self) -> bool:
        return bool(_operator(self, "truth"))

    def __eq__(self, other: object) -> Any:
        return _operator(self, "eq", other)

    def __ne__(self, other: object) -> Any:
        return _operator(self, "ne", other)

    def __hash__(self) -> int:
        return hash(self._reference.number)

    def __repr__(self) -> str:
        return f"<{self.handle_type} {self.handle_repr}>"


def _binary(name: str, reflected: bool = False) -> Callable[[Handle, Any], Any]:
    def operate(self: Handle, other: Any) -> Any:
        first, second = (other, self) if reflected else (self, other)
        return ask_operator(self._session, name, first, second)

    return operate


def _unary(name: str) -> Callable[[Handle], Any]:
    def operate(self: Handle) -> Any:
        return _operator(self, name)

    return operate


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
    setattr(Handle, f"__{_name}__", _binary(_name))
    setattr(Handle, f"__r{_name}__", _binary(_name, reflected=True))
for _name in ("lt", "le", "gt", "ge"):
    setattr(Handle, f"__{_name}__", _binary(_name))
for _name in ("neg", "pos", "abs"):
    setattr(Handle, f"__{_name}__", _unary(_name))


def _operator(handle: Handle, name: str, *others: Any) -> Any:
    return ask_operator(handle._session, name, handle, *others)


def ask_operator(session: Session, name: str, *arguments: Any) -> Any:
    """Apply an operator on the submission's side."""
    encoded = [_encode(item) for item in arguments]
    return ask(session, {"op": "operator", "name": name, "args": encoded})


def ask(session: Session, request: dict[str, Any]) -> Any:
    """Put one request to a submission and give the answer as plain data and handles.

    Raises
    ------
    StudentError
        If the submission's code raised.
    CheckFailure
        If the answer is too large to be what was asked for.
    """
    reply = session.request(request, lambda reference: Handle(session, reference))
    if reply["ok"]:
        return reply.get("value")
    error = reply["error"]
    if error["ours"] and error["type"] == "too-large":
        raise CheckFailure(
            say("What your code returned is far too large: {get}.", get=error.get("message")),
            "type",
        )
    if error["ours"] and error["type"] == "bad-request":
        raise RuntimeError(f"the grader asked wrongly: {error.get('message')}")
    raise StudentError(error)


def reference_of(value: Any) -> values.Handle | None:
    """Give the number, class and repr of something that stayed in a submission; None for a value.

    Nothing is asked: comparing two handles by ``==`` would run the submission's code.
    """
    return value._reference if isinstance(value, Handle) else None


def _encode(value: Any) -> Any:
    return values.encode(value, _reference)


def _reference(value: Any) -> dict[str, Any]:
    if isinstance(value, Handle):
        return {"h": value._reference.number}
    if inspect.isfunction(value):
        return {"fn": text_of(value)}
    raise TypeError(
        f"a {type(value).__name__} cannot be sent to a submission: send numbers, strings, lists, "
        "tuples, dicts, arrays, handles, or a function (its source text crosses)."
    )


def _verify_call(function: Callable[..., Any], arguments: Sequence[Any]) -> None:
    """See to it that a function of a check is called as it is written: the names come first."""
    try:
        inspect.signature(function).bind(None, *arguments)
    except TypeError as error:
        raise TypeError(
            f"the check's own function `{function.__name__}` is run with the submission's names "
            f"and {len(arguments)} more: its first parameter is `ns` ({error})"
        ) from None
