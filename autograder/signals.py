"""A command that is told to stop: it clears up, says how far it came, and ends as is usual."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Stopped(KeyboardInterrupt):
    """Somebody wants the command to stop.

    Parameters
    ----------
    number : int
        The signal.
    said : str
        How far it came.
    """

    def __init__(self, number: int, said: str = "") -> None:
        super().__init__(said)
        self.number = number
        self.said = said


@contextlib.contextmanager
def stopping() -> Iterator[None]:
    """Raise `Stopped` at the first signal to stop; later ones do not disturb the clearing up.

    A signal that was ignored before stays so, as ``nohup`` wants it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # Python tells signals to the main thread only
        return
    stopped = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            raise Stopped(number)

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
