"""The submission, as checks see it: a proxy whose every use is a question to its code.

Calling, operators, attributes, indexing and iteration cross over; numbers, strings, lists, tuples,
dicts and arrays come back by value, everything else as a handle that can be asked further. The same
proxy talks to a separate process (grading) and to the student's own kernel (practice).
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from autograder.errors import CheckFailure, StudentError
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.process import Limits, Worker
from autograder.sandbox.worker import values
from autograder.sandbox.worker.errors import defined_at
from autograder.sandbox.worker.evaluator import Evaluator

#: Time for a cell that is known to run into its limit: enough for what it defines before its loop.
SHORT_SECONDS = 1.0

#: What an own cell must hold, in bytes, to be given up where memory runs out.
MUCH_MEMORY = 64 << 20


#: Turns a number of something that stayed in the submission into what stands for it here.
Bind = Callable[[values.Handle], Any]


class Session(Protocol):
    """Whatever answers requests about a submission's namespace."""

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request of `autograder.sandbox.worker.evaluator.Evaluator.handle`.

        The value of the reply is decoded, with `handle` for what stayed over there.
        """
        ...


class LocalSession:
    """Answers from a namespace in this process: the student's own notebook.

    Parameters
    ----------
    namespace : dict
        The notebook's globals.
    limits : Limits, optional
        How large an answer may be; nothing else is limited here.
    """

    def __init__(self, namespace: dict[str, Any], limits: Limits | None = None) -> None:
        self._evaluator = Evaluator(namespace, reply_limit=(limits or Limits()).reply_bytes)

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request."""
        reply = self._evaluator.handle(request)
        if "value" in reply:
            reply["value"] = values.decode(reply["value"], handle)
        return reply


class WorkerSession:
    """Answers from a separate process that has run the submission's cells.

    The process starts when it is first asked, and again after it died: then without the cell that
    killed it. A check that ends the process costs only itself.

    Parameters
    ----------
    cells : sequence of (name, source)
        The code cells to run, in order.
    limits : Limits
    packages : sequence of str
        Packages that the cells may import.
    endless : set of (name, source), optional
        Cells known to run into their time limit, shared between sessions: what such a cell does
        first still happens, but nobody waits for it twice.
    own : set of int, optional
        Positions of the student's own cells: where memory runs out, it starts again without the
        one that took most of it.
    kept : sequence of str, optional
        Names that have, after an own cell, the value they had before it.
    reference : set of str, optional
        Names of the cells that hold reference answers: no line of theirs is told.
    """

    def __init__(
        self,
        cells: Sequence[tuple[str, str]],
        limits: Limits,
        packages: Sequence[str],
        endless: set[tuple[str, str]] | None = None,
        own: Collection[int] = (),
        kept: Sequence[str] = (),
        reference: Collection[str] = (),
    ) -> None:
        self._cells = list(cells)
        self._own = frozenset(own)
        self._kept = tuple(kept)
        self._reference = frozenset(reference)
        self._limits = limits
        self._packages = tuple(packages)
        self._endless = set() if endless is None else endless
        self._worker: Worker | None = None
        self._deadly: dict[int, str] = {}
        self._taken: dict[int, int] = {}
        self._short_of_memory = False
        self.isolation: dict[str, Any] = {}
        self.cell_errors: dict[str, str] = {}
        #: What should be known of cells that ran.
        self.cell_notes: dict[str, tuple[str, ...]] = {}

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request, starting the process if none is alive."""
        reply = self._alive().request(request, handle=handle)
        if reply["ok"]:
            return reply
        self._short_of_memory |= _no_memory(reply["error"])
        return {**reply, "error": self._without_solutions(reply["error"])}

    def _without_solutions(self, error: dict[str, Any]) -> dict[str, Any]:
        """Give an exception that a reference answer raised the student's line that called it."""
        if error.get("cell") not in self._reference:
            return error
        own = [frame for frame in error.get("trace", ()) if frame[0] not in self._reference]
        told: dict[str, Any] = dict.fromkeys(("cell", "line", "source", "defines"))
        if own:
            told["cell"], told["line"], _ = own[-1]
            lines = dict(self._cells).get(own[-1][0], "").splitlines()
            if 0 < own[-1][1] <= len(lines):
                told["source"] = lines[own[-1][1] - 1].strip()
                told["defines"] = defined_at(lines, own[-1][1])
        return {**error, **told, "trace": own}

    def make_room(self) -> bool:
        """End the process if memory ran out and an own cell holds much of it.

        Returns
        -------
        bool
            Whether the next question is worth asking: it is asked without that cell.
        """
        short, self._short_of_memory = self._short_of_memory, False
        return short and self._drop_largest()

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _alive(self) -> Worker:
        if self._worker is not None and self._worker.alive:
            return self._worker
        self.close()
        for _ in range(len(self._cells) + 1):  # each failed start leaves one cell fewer to run
            self._start()
            if self._worker is not None:
                return self._worker
        raise SandboxError("The submission's cells could not be run.")

    def _start(self) -> None:
        """Start a process and run the cells in it; give up on a cell that ends the process."""
        worker = Worker(self._limits, packages=self._packages)
        worker.start()
        self.isolation = worker.isolation
        self.cell_errors = {self._cells[i][0]: text for i, text in self._deadly.items()}
        self._taken = {}
        for index, (name, source) in enumerate(self._cells):
            if index in self._deadly:
                continue
            own = index in self._own
            before = worker.address_space() if own else 0
            try:
                known = (name, source) in self._endless
                seconds = SHORT_SECONDS if known else None
                outcome = worker.run_cell(name, source, seconds, kept=self._kept if own else ())
            except SandboxError as death:
                self._deadly[index] = str(death)
                self.cell_errors[name] = str(death)
                worker.close()
                return
            if own:
                self._taken[index] = worker.address_space() - before
            if not outcome.ok:
                error = outcome.error or {}
                if _no_memory(error):
                    self._taken[index] = self._limits.memory_mib << 20 if own else 0
                    if self._drop_largest():
                        worker.close()
                        return
                raised = StudentError(error)
                if raised.kind == "TimeLimit":
                    self._endless.add((name, source))
                line = f", line {raised.line}" if raised.line else ""
                text = f": {raised.detail}" if raised.detail else ""
                self.cell_errors.setdefault(name, f"{raised.kind}{line}{text}")
            elif outcome.notes:
                self.cell_notes[name] = outcome.notes
        self._worker = worker

    def _drop_largest(self) -> bool:
        """Give up on the own cell that took most memory, if one took much."""
        index = max(self._taken, key=lambda one: self._taken[one], default=None)
        if index is None or self._taken[index] < MUCH_MEMORY:
            return False
        self._deadly[index] = "it filled the memory, so everything else was run without it"
        self.close()
        return True


def _no_memory(error: Mapping[str, Any]) -> bool:
    return "MemoryError" in (error.get("type"), *error.get("kinds", ()))


class Submission:
    """What a check receives: the names of the notebook, as attributes.

    Parameters
    ----------
    session : Session
        Where the answers come from.

    Examples
    --------
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

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return ask(self._session, {"op": "get", "path": name})

    def run(self, function: Callable[..., Any] | str, *arguments: Any) -> Any:
        """Run a function of ours among the submission's names, in one crossing.

        Parameters
        ----------
        function : callable or str
            Its source text crosses, nothing else: it may use ``np``, ``math`` and its parameters,
            of which the first, ``ns``, gives the submission's names.
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
        source = function if isinstance(function, str) else _source(function)
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
    if error.get("type") == "too-large":
        raise CheckFailure(
            f"What your code returned is far too large: {error.get('message')}.", "type"
        )
    if error.get("type") == "bad-request":
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
        return {"fn": _source(value)}
    raise TypeError(
        f"a {type(value).__name__} cannot be sent to a submission: send numbers, strings, lists, "
        "tuples, dicts, arrays, handles, or a function (its source text crosses)."
    )


@cache
def _source(function: Callable[..., Any]) -> str:
    return textwrap.dedent(inspect.getsource(function))
