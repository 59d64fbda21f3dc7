"""Who descends from a process, and what of it is left."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """Be the one whom orphans come to, so that none can leave unseen."""
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        if prctl is not None:
            prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants() -> dict[int, str]:
    """Give all processes below this one that have not ended, each with its command line."""
    parents: dict[int, int] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")) if sys.platform == "linux" else ():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            if fields[0] not in "ZX":
                parents[int(entry)] = int(fields[1])
    found: dict[int, str] = {}
    below = {os.getpid()}
    while below:
        below = {pid for pid, parent in parents.items() if parent in below}
        for pid in below:
            with contextlib.suppress(OSError):
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
                found[pid] = command.decode("utf-8", "replace").strip()[:100]
    return found


def those_left(allowed: set[int], seconds: float) -> dict[int, str]:
    """Wait until there are none but those allowed; give what is left then."""
    deadline = time.monotonic() + seconds
    while True:
        found = {pid: told for pid, told in descendants().items() if pid not in allowed}
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def end(pids: set[int]) -> None:
    """Kill processes that descend from this one, and forget those that were adopted."""
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    for pid in pids:
        with contextlib.suppress(OSError):
            os.waitpid(pid, os.WNOHANG)
