"""The worker's life: read the start message, give up powers, then answer one request at a time."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import types
from collections.abc import Callable, Sequence
from time import monotonic  # by its name: the code that is limited may put its own in `time`
from typing import Any

from . import imports, stand_ins, wire
from .confine import Place, confine
from .limits import Limits, TimeLimit, running_threads
from .reading import look_around, readable

_SECOND_ALARM = 0.5


def serve(requests: int, replies: int, parent: int) -> None:
    """Load everything, give up powers, and answer the grader: a process for one worker.

    Parameters
    ----------
    requests, replies : int
        The pipe ends that frames come from and go to.
    parent : int
        The grader's process.
    """
    for descriptor in (requests, replies):
        os.set_inheritable(descriptor, False)
    start = _receive(requests)
    finder = imports.install(start["packages"], start["engine"], start["parts"])
    # Imported only now: NumPy comes through the finder, and with it the libraries that it needs.
    importlib.import_module(f"{__package__}.evaluator")
    reading = readable(start["packages"], start["engine"], tuple(start["parts"]))
    look_around()
    place = Place(reading, os.getcwd(), parent=parent, threads=running_threads(os.getuid()))
    answer(requests, replies, place, finder.explain, start)


def answer(
    requests: int,
    replies: int,
    place: Place,
    explain: Callable[[BaseException], str | None],
    start: dict[str, Any] | None = None,
) -> None:
    """Give up powers, then answer requests until the grader closes the pipe; end the process.

    Parameters
    ----------
    requests, replies : int
        As for `serve`.
    place : Place
        Where this process is, and what it may read.
    explain : callable
        Gives a better message for an exception.
    start : dict, optional
        The first message, if it was read already.
    """
    start = _receive(requests) if start is None else start
    output = sys.stdout
    # By lines: what was printed before a crash or os._exit is not lost.
    output.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    limits = Limits(**start["limits"])
    evaluator_module = importlib.import_module(f"{__package__}.evaluator")
    layers = confine(limits, place)
    stand_ins.install_builtins()
    stand_ins.watch_warnings()
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    sys.argv = [""]
    evaluator = evaluator_module.Evaluator(
        main.__dict__,
        contain_interrupts=True,
        reply_limit=limits.reply_bytes,
        explain=explain,
    )
    wire.write_all(replies, wire.pack({"id": start["id"], "ok": True, "value": layers}))
    while True:
        request = _receive(requests)
        reply = _answer(evaluator, request)
        try:
            output.flush()
        except BaseException:  # the student closed it, or the flush was interrupted late
            reply.setdefault("ok", False)
        _send(replies, {"id": request["id"], **reply})


def _receive(requests: int) -> dict[str, Any]:
    payload = wire.read_frame(requests)
    if payload is None:
        os._exit(0)  # at once: hooks the student registered have no business any more
    return wire.unpack(payload)


def _answer(evaluator: Any, request: dict[str, Any]) -> dict[str, Any]:
    seconds = float(request.pop("seconds"))
    alarm = Alarm()
    try:
        with alarm:
            signal.signal(signal.SIGALRM, alarm.ring)  # the last question may have changed it
            alarm.deadline = monotonic() + seconds
            signal.setitimer(signal.ITIMER_REAL, seconds / 2)
            answer: dict[str, Any] = evaluator.handle(request)
    except TimeLimit:  # between the student's code and the end of the question
        answer = {"ok": False, "error": _late(seconds)}
    alarm.set, alarm.running = False, ()
    signal.setitimer(signal.ITIMER_REAL, 0)
    if found := stand_ins.warned():
        record = importlib.import_module(f"{__package__}.errors").of_cell
        answer["warned"] = [[record(file), line, text] for file, line, text in found]
    error = answer.get("error")
    if error is not None and error["type"] == "TimeLimit":
        error["message"] = _late(seconds)["message"]
    return answer


def _late(seconds: float) -> dict[str, Any]:
    errors = importlib.import_module(f"{__package__}.errors")
    record: dict[str, Any] = errors.plain("TimeLimit", f"ran longer than {seconds:g} s")
    return record


class Alarm:
    """Raises TimeLimit in the running code at its deadline, but only while it is set.

    It rings at half of the time, too, to see what is running then.
    """

    set = False
    deadline = 0.0
    running: Sequence[types.FrameType] = ()

    def __enter__(self) -> None:
        self.set = True

    def __exit__(self, *details: Any) -> None:
        self.set = False

    def ring(self, number: int, frame: Any) -> None:
        if not self.set:
            return
        # While a call in C runs no ring is heard, so the first one may come after the deadline.
        left = self.deadline - monotonic()
        if left > 0 and not self.running:
            self.running = _calls(frame)
        # Again and again: code that swallows the first alarm gets the next.
        signal.setitimer(signal.ITIMER_REAL, left if left > 0 else _SECOND_ALARM, _SECOND_ALARM)
        if left <= 0:
            raise TimeLimit(self.running)


def _calls(frame: types.FrameType | None) -> list[types.FrameType]:
    found = []
    while frame is not None:
        found.append(frame)
        frame = frame.f_back
    return found


def _send(replies: int, answer: dict[str, Any]) -> None:
    try:
        wire.write_all(replies, wire.pack(answer))
    except BaseException:  # json or the pipe was tampered with: without an answer, no worker
        os._exit(70)
