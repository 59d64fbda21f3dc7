"""The pipes of a worker: a message out, a frame in, what was printed, and when to give up.

Everything that can go wrong on the way ends the worker, and is an error that says how.
"""

from __future__ import annotations

import os
import secrets
import selectors
import time
from typing import Any

from autograder.language import say
from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.errors import (
    ITS_CODE,
    ProtocolError,
    SandboxError,
    WorkerDied,
    WorkerTimeout,
)
from autograder.sandbox.worker import wire
from autograder.sandbox.worker.limits import Limits

_FLOOD = 64 * 1024 * 1024
# So many bytes of the disk may vanish while a worker runs.
_VANISHED = 1 << 30
# How often a worker is looked at while it works, in seconds.
_LOOK = 0.1


class Conversation:
    """What is said to a worker's process and what comes from it, as long as it lives.

    Parameters
    ----------
    child : ChildProcess
    limits : Limits

    Attributes
    ----------
    alive : bool
        Whether the process can be asked.
    reason : str
        Why it cannot, as the end of a sentence about the submission's code.
    """

    def __init__(self, child: ChildProcess, limits: Limits) -> None:
        self.alive = True
        self.reason = "was closed"
        self._child = child
        self._limits = limits
        self._kept = bytearray()
        self._printed = 0
        self._free: int | None = None
        self._waited = 0.0
        self._selector = selectors.DefaultSelector()
        for descriptor in (child.output, child.replies, child.gone):
            if descriptor is not None:
                self._selector.register(descriptor, selectors.EVENT_READ)

    @property
    def output(self) -> str:
        """What was printed so far; the last line says how much was not kept."""
        if self.alive:
            self._drain()
        text = self._kept.decode("utf-8", "replace")
        dropped = self._printed - len(self._kept)
        return f"{text}\n[{dropped} more bytes were printed and not kept]" if dropped else text

    def close(self) -> None:
        """End the process and everything it started, and remove its folder."""
        if self.alive:
            self.alive = False
            self._selector.close()
            self._child.end()

    def exchange(self, message: dict[str, Any], deadline: float, late: str) -> dict[str, Any]:
        """Send one message and wait for the one frame that answers it.

        Parameters
        ----------
        message : dict
        deadline : float
            Of `time.monotonic`.
        late : str
            What is said when it has passed, as the end of a sentence about the submission's code.

        Raises
        ------
        WorkerTimeout, WorkerDied, ProtocolError
            The process has ended then.
        """
        identity = secrets.token_hex(16)
        try:
            self._send(wire.pack({**message, "id": identity}), deadline, late)
            payload = self._receive(deadline, late)
            reply = wire.unpack(payload)
            if reply.get("id") != identity:
                raise wire.MalformedFrame("an answer to another question")
        except wire.MalformedFrame as error:
            raise self.ended(ProtocolError, f"gave an answer that is none: {error}") from error
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
            if self.alive:
                self._selector.unregister(self._child.requests)

    def _receive(self, deadline: float, late: str) -> bytes:
        reader = wire.FrameReader(self._limits.reply_kib * 1024)
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
                raise self.ended(WorkerTimeout, late)
            self._look()
            if self._child.gone is None:
                break  # where the system can not tell that a process ended, ask it
        ready: set[int | None] = {key.fd for key, _ in events}
        if self._child.output in ready:
            self._drain(1)
        return ready

    def waited_seconds(self) -> float:
        """Give the seconds in which it could have run, and others had the processor."""
        if self.alive:
            self._waited = self._child.waited() or self._waited
        return self._waited

    def _look(self) -> None:
        """End the worker if its working folder has become too large."""
        self.waited_seconds()
        work, most = self._child.work, self._limits.work_mib << 20
        if work is None:
            return
        if work.size(most) > most:
            size = self._limits.work_mib
            raise self.ended(
                WorkerDied, say("wrote more than {size} MiB into its folder", size=size)
            )
        # A file without a name is in no folder; where it lies, the room it takes is missing.
        free = work.free()
        self._free = free if self._free is None else self._free
        if self._free - free > _VANISHED:
            error = self.ended(WorkerDied, say("ran while the disk was filling up"))
            error.accident = True  # it may be somebody else who fills it
            raise error

    def _drain(self, rounds: int = 64) -> None:
        """Take in what was printed; what is beyond the limit is counted and dropped."""
        limit = self._limits.output_kib * 1024
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
                raise self.ended(WorkerDied, say("printed more than {size} MiB", size=_FLOOD >> 20))

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
            return self.ended(WorkerDied, say("closed the pipe it answers through"))
        return self.ended(WorkerDied, self._child.last_words(self._limits.cpu_seconds))

    def ended(self, kind: type[SandboxError], reason: str) -> SandboxError:
        """End the worker; the error says why."""
        self.reason = reason
        self.waited_seconds()
        accident = self._child.by_accident(self._limits.cpu_seconds)
        if self._printed <= _FLOOD:
            self._drain()  # what it printed last is often the explanation
        self.close()
        error = kind(say("{who} {what}.", who=say(ITS_CODE), what=reason))
        error.accident = accident
        return error
