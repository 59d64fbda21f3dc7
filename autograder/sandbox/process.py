"""The trusted side of a worker: start it, ask it, believe only well-formed numbers, end it.

Example
-------
>>> with Worker() as worker:
...     outcome = worker.run_cell("q1", "def double(x):\\n    return 2 * x")
...     reply = worker.request({"op": "run", "source": "def ask(ns): return ns.double(3.5)"})
>>> outcome.ok, reply["value"]
(True, 7.0)
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.language import say
from autograder.sandbox import levels
from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.conversation import Conversation
from autograder.sandbox.errors import (
    ITS_CODE,
    RAN_LONG,
    MachineError,
    ProtocolError,
    SandboxError,
    WorkerDied,
    WorkerTimeout,
)
from autograder.sandbox.families import Family, family
from autograder.sandbox.new_process import NewProcess
from autograder.sandbox.packages import DEFAULT_PACKAGES, locate
from autograder.sandbox.replies import checked
from autograder.sandbox.worker import values
from autograder.sandbox.worker.errors import clean
from autograder.sandbox.worker.limits import Limits

__all__ = [
    "DEFAULT_PACKAGES",
    "CellOutcome",
    "Limits",
    "MachineError",
    "ProtocolError",
    "SandboxError",
    "Worker",
    "WorkerDied",
    "WorkerTimeout",
    "locate",
    "require_isolation",
]

# The worker notices a limit itself and lives on; only if it does not is it killed, this much later.
_GRACE = 1.0
# How often a worker is started before the machine is to blame.
_STARTS = 3


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What came of a cell: whether it ran to its end, else the error as `worker.errors` makes it.

    A cell that was interrupted at its time limit has the error type ``TimeLimit``. The notes say
    what should be known of one that ran: imports that failed, and `input` that nobody answered.
    """

    ok: bool
    error: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()


class Worker:
    """One process that holds one submission.

    Parameters
    ----------
    limits : Limits, optional
        What it may use.
    packages : sequence of str, optional
        Top-level packages that its code may import besides `DEFAULT_PACKAGES`, ``"adlearn"`` for
        the whole of it, or parts such as ``"adlearn.show"``: see `autograder.sandbox.packages`.
    imports : sequence of str, optional
        Modules among these that are worth loading beforehand: workers that are forked share them.

    Notes
    -----
    Use it in a ``with`` statement, or call `start` and `close`. One thread at a time may ask it.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        packages: Sequence[str] = (),
        imports: Sequence[str] = (),
        *,
        _script: str | Path | None = None,
    ) -> None:
        self.limits = limits or Limits()
        #: How far the worker is kept apart, as reports show it; empty before the start.
        self.isolation: dict[str, Any] = {}
        self._family = family([*DEFAULT_PACKAGES, *packages], imports)
        self._script = _script
        self._wall_left = self.limits.wall_seconds
        self._talk: Conversation | None = None

    def start(self) -> None:
        """Start the process and wait until it is ready.

        Raises
        ------
        MachineError
            If no worker can run on this system, or none starts as it must.
        UsageError
            If the level here is below the one that is demanded.
        """
        if sys.platform == "win32":
            raise MachineError(
                "Grading starts a process with pipes and limits that Windows does not have. "
                "Run the grader in WSL (https://learn.microsoft.com/windows/wsl)."
            )
        if self._talk is not None:
            raise SandboxError("A worker starts once. Make a new one.")
        if self._script is not None:
            layers = self._begin(lambda: NewProcess(self._script))
            self.isolation = levels.isolation({}, layers)
            return
        through = _tried(self._family, self.limits)
        for attempt in range(_STARTS):
            try:
                layers = self._begin(self._family.process)
                self.isolation = levels.isolation(through, layers)
                if lost := set(self._family.layers) - set(layers):
                    raise MachineError(f"Its boundary did not close: {', '.join(sorted(lost))}.")
                levels.require(self.isolation, self.isolation["level"] >= levels.demanded())
            except MachineError:
                self.close()
                if attempt == _STARTS - 1:
                    raise
            except BaseException:
                self.close()
                raise
            else:
                return

    def _begin(self, make: Callable[[], ChildProcess]) -> list[str]:
        """Make the process and wait until it is confined; give the layers that hold."""
        self._child = make()
        self._talk = Conversation(self._child, self.limits)
        try:
            seconds = self.limits.start_seconds
            late = f"could not be given a process within {seconds:g} s"
            message = {**self._family.start, "limits": asdict(self.limits)}
            reply = self._talk.exchange(message, time.monotonic() + seconds, late)
        except SandboxError as error:
            text = self.output.strip()
            said = str(error).replace(say(ITS_CODE), "A worker")
            raise MachineError(f"{said} It printed: {text[-500:]}" if text else said) from None
        except BaseException:
            self.close()
            raise
        layers = reply.get("value")
        return [str(name)[:40] for name in layers] if isinstance(layers, list) else []

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether the worker can be asked."""
        return self._talk is not None and self._talk.alive

    @property
    def output(self) -> str:
        """What the submission printed so far; the last line says how much was not kept."""
        return "" if self._talk is None else self._talk.output

    def run_cell(
        self, name: str, source: str, seconds: float | None = None, *, kept: Sequence[str] = ()
    ) -> CellOutcome:
        """Run a cell of the submission.

        Parameters
        ----------
        name : str
            What error messages call it.
        source : str
            Its text.
        seconds : float, optional
            Time for it, instead of the limits' ``cell_seconds``.
        kept : sequence of str, optional
            Names that have, after it, the value they had before it.

        Returns
        -------
        CellOutcome
            A cell that raises, does not parse or was interrupted costs only itself.

        Raises
        ------
        SandboxError
            If the worker did not survive it.
        """
        seconds = self.limits.cell_seconds if seconds is None else seconds
        request = {"op": "cell", "name": name, "source": source, "kept": list(kept)}
        reply = self._ask(request, seconds)
        notes = reply.get("value")
        said = [clean(note, 300) for note in notes if isinstance(note, str)] if notes else []
        return CellOutcome(reply["ok"], reply.get("error"), tuple(said[:20]))

    def address_space(self) -> int:
        """Give how many bytes its memory limit counts; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self._child.pid}/statm").read_text().split()[0]
        except OSError:
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def cpu_seconds(self) -> float:
        """Give the seconds of the processor that it took until now, or until its end."""
        return self._child.used() if hasattr(self, "_child") else 0.0

    def request(
        self,
        request: dict[str, Any],
        seconds: float | None = None,
        *,
        handle: Callable[[values.Handle], Any] | None = None,
    ) -> dict[str, Any]:
        """Ask one question; `autograder.sandbox.worker.evaluator.Evaluator.handle` lists them.

        Parameters
        ----------
        request : dict
            The question, its values in the form of `worker.values.encode`.
        seconds : float, optional
            Time for the answer, instead of the limits' ``query_seconds``.
        handle : callable, optional
            Turns a `worker.values.Handle` into what stands for it here; by default it is kept.

        Returns
        -------
        dict
            ``{"ok": True, "value": ...}``, the value decoded, or ``{"ok": False, "error": {...}}``.

        Raises
        ------
        WorkerTimeout
            If it took too long.
        WorkerDied
            If the process ended instead of answering, or had ended before.
        ProtocolError
            If the answer is not in our form.
        """
        seconds = self.limits.query_seconds if seconds is None else seconds
        reply = self._ask(request, seconds, handle)
        if not reply["ok"] and reply["error"]["type"] == "TimeLimit":
            raise WorkerTimeout.at(reply["error"])
        return reply

    def close(self) -> None:
        """End the worker and everything it started, and remove its folder."""
        if self._talk is not None:
            self._talk.close()

    def waited_seconds(self) -> float:
        """Give the seconds in which it could have run, and others had the processor."""
        return 0.0 if self._talk is None else self._talk.waited_seconds()

    def _ask(
        self,
        request: dict[str, Any],
        seconds: float,
        handle: Callable[[values.Handle], Any] | None = None,
    ) -> dict[str, Any]:
        talk = self._talk
        if talk is None or not talk.alive:
            reason = say("was not started") if talk is None else talk.reason
            raise WorkerDied(
                say("{who} {what}; it takes no more questions.", who=say(ITS_CODE), what=reason)
            )
        if self._wall_left <= 0:
            total = self.limits.wall_seconds
            raise talk.ended(WorkerTimeout, say("used up all of its {seconds:g} s", seconds=total))
        before, waited = time.monotonic(), self.waited_seconds()
        allowed = min(seconds, self._wall_left)
        try:
            reply = talk.exchange(
                {**request, "seconds": allowed},
                before + allowed + _GRACE,
                say(
                    "{ran_long} and could not be interrupted",
                    ran_long=say(RAN_LONG, seconds=f"{allowed:g}"),
                ),
            )
            return checked(reply, handle)
        except values.MalformedValue as error:
            raise talk.ended(ProtocolError, f"gave an answer that is none: {error}") from error
        finally:
            # A busy machine is no fault of the code that waits for it.
            passed = time.monotonic() - before - (self.waited_seconds() - waited)
            self._wall_left = max(0.0, self._wall_left - max(0.0, passed))


def require_isolation(packages: Sequence[str], *, allow_weak: bool) -> None:
    """Refuse to go on where nothing much keeps strangers' code apart; see `levels.require`.

    From then on no worker of this process starts below the level that is enough, unless that was
    allowed.

    Parameters
    ----------
    packages : sequence of str
        As a `Worker` takes them.
    allow_weak : bool
        Whether somebody said that it may be so.

    Raises
    ------
    UsageError
        If this machine's level is too low, and nobody did.
    MachineError
        If no worker can run at all.
    """
    levels.demand(0 if allow_weak else levels.ENOUGH)
    with Worker(packages=packages):
        return


def _tried_once(kind: Family, limits: Limits) -> tuple[list[str], dict[str, list[str]]]:
    """Have one worker of a family try it; give its layers, and what went through."""
    worker = Worker(limits)
    worker._family = kind
    try:
        layers = worker._begin(kind.process)
        return layers, levels.tried(worker, engine_offered=kind.offers_engine)
    finally:
        worker.close()


def _tried_again(kind: Family, limits: Limits) -> tuple[list[str], dict[str, list[str]]]:
    """Have it tried until a worker comes to its end: one may be lost, or the machine be short.

    How it came out the last time counts.
    """
    for attempt in range(_STARTS):
        try:
            layers, through = _tried_once(kind, limits)
        except (SandboxError, MachineError):
            if attempt == _STARTS - 1:
                raise
        else:
            if not through.get("works"):
                break
    return layers, through


def _tried(kind: Family, limits: Limits) -> dict[str, list[str]]:
    """Have a worker of a family try what it must not be able to do, when the family is new."""
    with kind.lock:
        while kind.through is None:
            layers, through = _tried_again(kind, limits)
            if not through.get("works") or not kind.weaker():
                kind.through, kind.layers = through, layers
        return kind.through
