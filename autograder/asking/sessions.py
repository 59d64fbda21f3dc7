"""Where answers about a submission come from: a process apart, or the student's own notebook."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from autograder.errors import StudentError
from autograder.sandbox.errors import SandboxError, WorkerTimeout
from autograder.sandbox.packages import worth_loading
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
        #: Whether an answer gets only the time that nothing but a loop needs.
        self.hurried = False
        self.cell_errors: dict[str, str] = {}
        #: What should be known of cells that ran.
        self.cell_notes: dict[str, tuple[str, ...]] = {}

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request, starting the process if none is alive."""
        try:
            seconds = SHORT_SECONDS if self.hurried else None
            reply = self._alive().request(request, seconds, handle=handle)
        except WorkerTimeout as late:
            if late.record is None:
                raise
            raise WorkerTimeout.at(self._without_solutions(late.record)) from None
        if reply["ok"]:
            return reply
        self._short_of_memory |= _no_memory(reply["error"])
        return {**reply, "error": self._without_solutions(reply["error"])}

    def _without_solutions(self, error: dict[str, Any]) -> dict[str, Any]:
        """Give an exception, or a loop, of a reference answer the student's line that called it."""
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
        imports = worth_loading(source for _, source in self._cells)
        worker = Worker(self._limits, self._packages, imports)
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
