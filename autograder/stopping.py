"""Code that never ends, in a notebook: when to say how it is stopped, and when to stop it.

A kernel cannot be asked from outside whether it is busy for good. So a check that takes long says
how it is interrupted; and once somebody has had to do that, the checks after it stop by themselves.
"""

from __future__ import annotations

import _thread
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: After how many seconds a check says how it can be stopped.
HINT_SECONDS = 8.0

#: How long a check may take after one was stopped by hand, in seconds.
LIMIT_SECONDS = 3.0

HINT = (
    "This check is taking long. If your code may have a loop that never ends, stop it: the square "
    "button (■) above, or Kernel → Interrupt. The check then says where it was."
)


def started(thread: threading.Thread) -> bool:
    """Start a thread, and say whether there is one now: Python in a browser has none."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


@contextmanager
def stoppable(*, limited: bool) -> Iterator[threading.Event]:
    """Say after a while how to interrupt what runs inside; with `limited`, interrupt it.

    Where there are no threads, as in a browser's Python, it does neither.

    Parameters
    ----------
    limited : bool
        Whether to stop it after `LIMIT_SECONDS`.

    Yields
    ------
    threading.Event
        It is set when the limit, and not a person, has stopped it.
    """
    late, over = threading.Event(), threading.Event()
    done = threading.Lock()

    def stop() -> None:
        with done:
            if not over.is_set():
                late.set()
                _thread.interrupt_main()

    timer = (
        threading.Timer(LIMIT_SECONDS, stop)
        if limited
        else threading.Timer(HINT_SECONDS, print, (HINT,), {"flush": True})
    )
    timer.daemon = True
    started(timer)
    try:
        yield late
    finally:
        with done:  # an interrupt comes while this block runs, or never
            over.set()
        timer.cancel()
