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
import secrets
import selectors
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox import levels
from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.errors import (
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
from autograder.sandbox.worker import values, wire
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

_FLOOD = 64 * 1024 * 1024
# The worker notices a limit itself and lives on; only if it does not is it killed, this much later.
_GRACE = 1.0
# So many bytes of the disk may vanish while a worker runs.
_VANISHED = 1 << 30
# How often a worker is started before the machine is to blame.
_STARTS = 3
# How often a worker is looked at while it works, in seconds.
_LOOK = 0.1


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
        Top-level packages that its code may import besides `DEFAULT_PACKAGES`, and parts of
        adlearn such as ``"adlearn.show"``; see `autograder.sandbox.packages.offered_parts`.
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
        self._kept = bytearray()
        self._printed = 0
        self._free: int | None = None
        self._waited = 0.0
        self._alive = False
        self._reason = "was not started"

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
        if self._reason != "was not started":
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
        self._selector = selectors.DefaultSelector()
        self._alive = True
        self._reason = "was closed"
        try:
            self._selector.register(self._child.output, selectors.EVENT_READ)
            self._selector.register(self._child.replies, selectors.EVENT_READ)
            if self._child.gone is not None:
                self._selector.register(self._child.gone, selectors.EVENT_READ)
            seconds = self.limits.start_seconds
            late = f"could not be given a process within {seconds:g} s"
            message = {**self._family.start, "limits": asdict(self.limits)}
            reply = self._exchange(message, time.monotonic() + seconds, late)
        except SandboxError as error:
            text = self.output.strip()
            said = str(error).replace("The submission's code", "A worker")
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
        return self._alive

    @property
    def output(self) -> str:
        """What the submission printed so far; the last line says how much was not kept."""
        if self._alive:
            self._drain()
        text = self._kept.decode("utf-8", "replace")
        dropped = self._printed - len(self._kept)
        return f"{text}\n[{dropped} more bytes were printed and not kept]" if dropped else text

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
        if self._alive:
            self._alive = False
            self._selector.close()
            self._child.end()

    def _ask(
        self,
        request: dict[str, Any],
        seconds: float,
        handle: Callable[[values.Handle], Any] | None = None,
    ) -> dict[str, Any]:
        if not self._alive:
            raise WorkerDied(f"The submission's code {self._reason}; it takes no more questions.")
        if self._wall_left <= 0:
            total = self.limits.wall_seconds
            raise self._ended(WorkerTimeout, f"used up all of its {total:g} s")
        before, waited = time.monotonic(), self.waited_seconds()
        allowed = min(seconds, self._wall_left)
        try:
            reply = self._exchange(
                {**request, "seconds": allowed},
                before + allowed + _GRACE,
                f"ran longer than {allowed:g} s and could not be interrupted",
            )
            return checked(reply, handle)
        except (values.MalformedValue, wire.MalformedFrame) as error:
            raise self._ended(ProtocolError, f"gave an answer that is none: {error}") from error
        finally:
            # A busy machine is no fault of the code that waits for it.
            passed = time.monotonic() - before - (self.waited_seconds() - waited)
            self._wall_left = max(0.0, self._wall_left - max(0.0, passed))

    def _exchange(self, message: dict[str, Any], deadline: float, late: str) -> dict[str, Any]:
        """Send one message and wait for the one frame that answers it."""
        identity = secrets.token_hex(16)
        try:
            self._send(wire.pack({**message, "id": identity}), deadline, late)
            payload = self._receive(deadline, late)
            reply = wire.unpack(payload)
            if reply.get("id") != identity:
                raise wire.MalformedFrame("an answer to another question")
        except wire.MalformedFrame as error:
            raise self._ended(ProtocolError, f"gave an answer that is none: {error}") from error
        self._drain()
        self._look()
        return reply

    def _send(self, data: bytes, deadline: float, late: str) -> None:
        view = memoryview(data)
        self._selector.register(self._child.requests, selectors.EVENT_WRITE)
        try:
            while view:
                ready = self._wait(deadline, late)
                if self._child.gone in ready:
                    raise self._died()
                if self._child.replies in ready:
                    raise wire.MalformedFrame("an answer before the question")
                if self._child.requests in ready:
                    try:
                        view = view[os.write(self._child.requests, view) :]
                    except BlockingIOError:
                        continue
                    except BrokenPipeError:
                        raise self._died() from None
        finally:
            if self._alive:
                self._selector.unregister(self._child.requests)

    def _receive(self, deadline: float, late: str) -> bytes:
        reader = wire.FrameReader(self.limits.reply_kib * 1024)
        while True:
            ready = self._wait(deadline, late)
            if self._child.replies in ready:
                data = self._read(self._child.replies)
                if data == b"":
                    raise self._died()
                payload = reader.feed(data or b"")
                if payload is not None:
                    return payload
            elif self._child.gone in ready or (self._child.gone is None and self._child.ended()):
                raise self._died()

    def _wait(self, deadline: float, late: str) -> set[int | None]:
        """Wait for something to happen, taking in printed text meanwhile."""
        while True:
            left = deadline - time.monotonic()
            # What is there counts, also if we ourselves stood still meanwhile.
            events = self._selector.select(max(0.0, min(left, _LOOK)))
            if events:
                break
            if left <= 0:
                raise self._ended(WorkerTimeout, late)
            self._look()
            if self._child.gone is None:
                break  # where the system can not tell that a process ended, ask it
        ready: set[int | None] = {key.fd for key, _ in events}
        if self._child.output in ready:
            self._drain(1)
        return ready

    def waited_seconds(self) -> float:
        """Give the seconds in which it could have run, and others had the processor."""
        if self._alive:
            self._waited = self._child.waited() or self._waited
        return self._waited

    def _look(self) -> None:
        """End the worker if its working folder has become too large."""
        self.waited_seconds()
        work, most = self._child.work, self.limits.work_mib << 20
        if work is None:
            return
        if work.size(most) > most:
            size = self.limits.work_mib
            raise self._ended(WorkerDied, f"wrote more than {size} MiB into its folder")
        # A file without a name is in no folder; where it lies, the room it takes is missing.
        free = work.free()
        self._free = free if self._free is None else self._free
        if self._free - free > _VANISHED:
            error = self._ended(WorkerDied, "ran while the disk was filling up")
            error.accident = True  # it may be somebody else who fills it
            raise error

    def _drain(self, rounds: int = 64) -> None:
        """Take in what was printed; what is beyond the limit is counted and dropped."""
        limit = self.limits.output_kib * 1024
        for _ in range(rounds):
            data = self._read(self._child.output)
            if data == b"":
                if self._child.output in self._selector.get_map():
                    self._selector.unregister(self._child.output)
                return
            if data is None:
                return
            self._printed += len(data)
            self._kept += data[: max(0, limit - len(self._kept))]
            if self._printed > _FLOOD:
                raise self._ended(WorkerDied, f"printed more than {_FLOOD >> 20} MiB")

    def _read(self, descriptor: int) -> bytes | None:
        """What a pipe holds: None for nothing yet, empty when its other end is closed."""
        try:
            return os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return None

    def _died(self) -> SandboxError:
        deadline = time.monotonic() + 0.5
        while not self._child.ended() and time.monotonic() < deadline:
            time.sleep(0.001)
        if not self._child.ended():
            return self._ended(WorkerDied, "closed the pipe it answers through")
        return self._ended(WorkerDied, self._child.last_words(self.limits.cpu_seconds))

    def _ended(self, kind: type[SandboxError], reason: str) -> SandboxError:
        """End the worker; the error says why."""
        self._reason = reason
        self.waited_seconds()
        accident = self._child.by_accident(self.limits.cpu_seconds)
        if self._printed <= _FLOOD:
            self._drain()  # what it printed last is often the explanation
        self.close()
        error = kind(f"The submission's code {reason}.")
        error.accident = accident
        return error


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


def _tried(kind: Family, limits: Limits) -> dict[str, list[str]]:
    """Have a worker of a family try what it must not be able to do, when the family is new."""
    with kind.lock:
        while kind.through is None:
            worker = Worker(limits)
            worker._family = kind
            try:
                layers = worker._begin(kind.process)
                through = levels.tried(worker)
            finally:
                worker.close()
            if not through.get("works") or not kind.weaker():
                kind.through, kind.layers = through, layers
        return kind.through
