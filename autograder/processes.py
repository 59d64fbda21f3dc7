"""What the system tells of processes; on systems without ``/proc``, nothing."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Give all processes that descend from one, nearest first."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # it has just ended
            found += list(map(int, file.read_text().split()))
    return found + [inner for child in found for inner in descendants(child)]


def is_stopped(pid: int) -> bool:
    """Say whether a process was stopped, as by SIGSTOP."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state in ("T", "t")


def be_opaque() -> None:
    """Let no other process of this user look into this one: its memory holds what is expected."""
    if sys.platform.startswith("linux"):
        from autograder.sandbox.worker import kernel

        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
