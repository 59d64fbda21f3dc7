"""Where answers about a submission come from: a process apart, or the student's own notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from autograder.asking.budget import Budget, BudgetSpent
from autograder.errors import StudentError, place_of
from autograder.language import say, template
from autograder.sandbox.errors import ITS_CODE, RAN_LONG, SandboxError, WorkerTimeout
from autograder.sandbox.packages import worth_loading
from autograder.sandbox.process import CellOutcome, Limits, Worker
from autograder.sandbox.worker import values
from autograder.sandbox.worker.cells import before_line
from autograder.sandbox.worker.errors import defined_at
from autograder.sandbox.worker.evaluator import Evaluator

#: An answer is late for lack of a processor if it waited for one in so much of its time.
STARVED = 0.5

#: How much more time a cell gets that was late for lack of a processor, when it is run again.
SLOWED = 4.0

#: Time for a cell, once as many cells as `PATIENT` have run into the limit.
SHORT_SECONDS, PATIENT = 2.0, 2

#: What share of the budget a student's own cells may use before the questions are asked.
OWN_SHARE = 0.5

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


class Stuck:
    """A session of code that had to be ended too often: it is not asked any more."""

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Say so."""
        raise WorkerTimeout(
            say(
                "{who} ran on each time it was asked about this, and could not be interrupted, so "
                "it was not asked again.",
                who=say(ITS_CODE),
            )
        )


@dataclass
class Known:
    """What one process of a submission has shown, so that the next need not find it out again.

    Parameters
    ----------
    budget : Budget
        What all of them use together.
    endless : dict
        Cell, as (name, source), to what is said of it and to the part of it that is still run: what
        stands above the statement that did not end.
    deadly : dict
        Own cell that ended the process, to what is said of it.
    hanging : set
        Cells that define what did not end when it was asked.
    accidents : int
        How often something from outside ended a process.
    """

    budget: Budget = field(default_factory=Budget)
    endless: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    deadly: dict[tuple[str, str], str] = field(default_factory=dict)
    hanging: set[tuple[str, str]] = field(default_factory=set)
    accidents: int = 0


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
    known : Known, optional
        Shared by the sessions of one submission.
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
        known: Known | None = None,
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
        self._known = Known() if known is None else known
        self._budget = self._known.budget
        self._worker: Worker | None = None
        self._deadly: dict[int, str] = {}
        self._asked_again: set[int] = set()
        #: What was asked when an accident ended the process.
        self._struck: set[str] = set()
        #: Cells that waited for a processor in most of their time: they get more of it.
        self._slowed: set[int] = set()
        self._taken: dict[int, int] = {}
        self._short_of_memory = False
        self.isolation: dict[str, Any] = {}
        #: Time for an answer, where it is another than the limits say.
        self.seconds: float | None = None
        #: Whether a question may have been lost by something from outside, or its answer was late
        #: for others had the processor: until whoever asks says that it is over.
        self.accident = self.starved = False
        self.cell_errors: dict[str, str] = {}
        #: What should be known of cells that ran.
        self.cell_notes: dict[str, tuple[str, ...]] = {}
        #: What adlearn warned of while it was asked, in sentences, until whoever asks clears it.
        self.warned: dict[str, None] = {}

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request, starting the process if none is alive.

        Raises
        ------
        SandboxError
            If there is no answer; of what an exception or a timeout tells about its place, only
            what agrees with the submission's own cells is kept.
        """
        worker = self._alive()
        wanted = self._limits.query_seconds if self.seconds is None else self.seconds
        seconds = min(wanted, self._budget.left)
        try:
            with self._budget.spending(worker.waited_seconds, worker.cpu_seconds):
                reply = worker.request(request, seconds, handle=handle)
        except SandboxError as death:
            again = death.accident and str(request) not in self._struck
            if again:
                self._struck.add(str(request))  # the second time it is its own doing
            elif not worker.alive:
                self._budget.die()
            self.accident |= death.accident
            self._known.accidents += again
            if not isinstance(death, WorkerTimeout):
                raise
            self.starved |= self._budget.delay > STARVED * seconds
            if seconds < wanted:
                raise self._budget.refusal() from None
            if death.record is None:
                raise
            text = say(RAN_LONG, seconds=f"{seconds:g}")
            said = {**self._placed(death.record), "message": text}
            self._known.hanging |= {one for one in self._cells if one[0] == said["cell"]}
            raise WorkerTimeout.at(said) from None
        for cell, line, text in reply.pop("warned", ()):
            found = self._placed({"cell": cell, "line": line})
            place = place_of(found["cell"] or "", found["line"], found["defines"] or "")
            if place:
                warning = say("adlearn warned in {place}: {text}", place=place, text=text)
            else:
                warning = say("adlearn warned: {text}", text=text)
            self.warned[warning] = None
        if reply["ok"]:
            return reply
        self._short_of_memory |= _no_memory(reply["error"])
        return {**reply, "error": self._placed(reply["error"])}

    def _placed(self, error: dict[str, Any]) -> dict[str, Any]:
        """Give an error the place that our own copy of the submission's cells shows for it.

        The line of a reference answer becomes the student's line that called it.
        """
        sources = {name: text for name, text in self._cells if name not in self._reference}
        lines = {name: text.splitlines() for name, text in sources.items()}

        def stands(cell: Any, line: Any) -> bool:
            return cell in lines and 0 < (line or 0) <= len(lines[cell])

        def text_of(cell: str, line: int) -> tuple[str, str | None]:
            return lines[cell][line - 1].strip()[:200], defined_at(lines[cell], line)

        def there(cell: str, name: str) -> Any:
            return _MADE.fullmatch(name) or re.search(rf"\b{re.escape(name)}\b", sources[cell])

        own = [
            [cell, line, name, *text_of(cell, line)]
            for cell, line, name, *_ in error.get("trace", ())
            if stands(cell, line) and there(cell, name)
        ]
        told: dict[str, Any] = dict.fromkeys(("cell", "line", "source", "defines"))
        cell, line = error.get("cell"), error.get("line")
        if not stands(cell, line) and own:
            cell, line = own[-1][:2]
        if cell is not None and line is not None and stands(cell, line):
            told["cell"], told["line"] = cell, line
            told["source"], told["defines"] = text_of(cell, line)
        return {**error, **told, "trace": own}

    @property
    def alive(self) -> bool:
        """Whether there is a process that can be asked."""
        return self._worker is not None and self._worker.alive

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
        self._budget.verify()
        if self._worker is not None and self._worker.alive:
            return self._worker
        self.close()
        # Each failed start leaves one cell fewer to run, or was an accident, once for each.
        for _ in range(2 * len(self._cells) + 2):
            self._start()
            if self._worker is not None:
                return self._worker
        raise SandboxError("The submission's cells could not be run.")

    def _start(self) -> None:
        """Start a process and run the cells in it; without a worker, it is worth another try."""
        self._budget.start()
        imports = worth_loading(source for _, source in self._cells)
        worker = Worker(self._limits, self._packages, imports)
        try:
            worker.start()
        except SandboxError as error:
            if not error.accident or -1 in self._asked_again:
                raise
            self._asked_again.add(-1)
            self._known.accidents += 1
            return
        self.isolation = worker.isolation
        self.cell_errors = {self._cells[i][0]: text for i, text in self._deadly.items()}
        self._taken = {}
        try:
            if all(self._run_cell(worker, index) for index in range(len(self._cells))):
                self._worker = worker
        finally:
            if self._worker is not worker:
                worker.close()

    def _run_cell(self, worker: Worker, index: int) -> bool:
        """Run one of the cells; say whether the process can go on with the next."""
        name, source = cell = self._cells[index]
        own = index in self._own
        said, part = self._known.endless.get(cell, ("", source))
        if own and cell in self._known.deadly:
            said, part = self._known.deadly[cell], ""
        elif own and self._budget.seconds > OWN_SHARE * self._budget.allowance.submission_seconds:
            said, part = said or say(NOT_RUN), ""
        if said:
            self.cell_errors.setdefault(name, said)
        if index in self._deadly or (not part.strip() and source.strip()):
            return True
        before = worker.address_space() if own else 0
        try:
            outcome = self._asked(worker, index, part)
        except BudgetSpent:
            raise
        except SandboxError as death:
            if self._once_more(index, death.accident, isinstance(death, WorkerTimeout)):
                return False
            self._budget.die()
            # What is shared is told to students: no word of a process that held reference answers.
            self._deadly[index] = say(DEADLY) if self._reference else str(death)
            if own:
                self._known.deadly[cell] = self._deadly[index]
            return False
        if own:
            self._taken[index] = worker.address_space() - before
        if self._once_more(index, accident=False, late=_out_of_time(outcome.error)):
            return False
        if outcome.ok:
            if outcome.notes:
                self.cell_notes[name] = outcome.notes
            return True
        return self._stopped(index, outcome.error or {})

    def _once_more(self, index: int, accident: bool, late: bool) -> bool:
        """Say whether a cell is run again, once: an accident or a busy machine spoilt its run."""
        starved = late and self._budget.delay > STARVED * self._cell_limit(index)
        if not (accident or starved) or index in self._asked_again:
            return False
        self._asked_again.add(index)
        self._known.accidents += accident
        if starved:
            self._slowed.add(index)
        return True

    def _asked(self, worker: Worker, index: int, source: str) -> CellOutcome:
        """Have a cell run, in the time that is left for it."""
        seconds = min(self._cell_limit(index), self._budget.left)
        kept = self._kept if index in self._own else ()
        with self._budget.spending(worker.waited_seconds, worker.cpu_seconds):
            return worker.run_cell(self._cells[index][0], source, seconds, kept=kept)

    def _cell_limit(self, index: int) -> float:
        """Give the time for a cell: less once several have used all of theirs."""
        patient = len(self._known.endless) + len(self._known.deadly) < PATIENT
        most = self._limits.cell_seconds
        seconds = most if patient else min(most, SHORT_SECONDS)
        return seconds * SLOWED if index in self._slowed else seconds

    def _stopped(self, index: int, error: dict[str, Any]) -> bool:
        """Take note of what stopped a cell; say whether the process can go on with the next."""
        name, source = cell = self._cells[index]
        if _no_memory(error):
            self._taken[index] = self._limits.memory_mib << 20 if index in self._own else 0
            if self._drop_largest():
                return False
        top = next((frame for frame in error.get("trace", ()) if frame[2] == "<module>"), None)
        raised = StudentError(self._placed(error))
        line = ", " + say("line {line}", line=raised.line) if raised.line else ""
        text = f": {raised.detail}" if raised.detail else ""
        said = f"{raised.kind}{line}{text}"
        if _out_of_time(error):
            said = f"TimeLimit{line}: {say(RAN_LONG, seconds=f'{self._cell_limit(index):g}')}"
            part = before_line(source, top[1]) if top and top[0] == name else ""
            self._known.endless.setdefault(cell, (said, part))
        self.cell_errors.setdefault(name, said)
        return True

    def _drop_largest(self) -> bool:
        """Give up on the own cell that took most memory, if one took much."""
        index = max(self._taken, key=lambda one: self._taken[one], default=None)
        if index is None or self._taken[index] < MUCH_MEMORY:
            return False
        self._deadly[index] = say("it filled the memory, so everything else was run without it")
        self.close()
        return True


#: What Python calls the code of a cell, of a lambda and the like.
_MADE = re.compile(r"<\w+>")

DEADLY = template("it ended the process")
NOT_RUN = template("not run, since the cells before it took most of the time there is")


def _out_of_time(error: Mapping[str, Any] | None) -> bool:
    return error is not None and bool(error["ours"]) and error.get("type") == "TimeLimit"


def _no_memory(error: Mapping[str, Any]) -> bool:
    return "MemoryError" in (error.get("type"), *error.get("kinds", ()))
