"""How much time, memory and space one submission may use, and the kernel's limits that say so."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use.

    Parameters
    ----------
    cpu_seconds : int
        Processor time of the whole worker, its start included.
    wall_seconds : float
        Time spent waiting for the worker's answers, all together.
    cell_seconds, query_seconds : float
        Time for one cell, and for one question.
    memory_mib : int
        Address space above what the interpreter with NumPy takes.
    file_mib, open_files, processes : int
        Size of one file, open files, and processes or threads besides those the user has already.
    work_mib : int
        Size of all files in the working folder.
    output_kib, reply_kib : int
        How much printed text is kept, and the largest answer.
    start_seconds : float
        Time for the worker to come up.
    """

    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    cell_seconds: float = 5.0
    query_seconds: float = 2.5
    memory_mib: int = 1024
    file_mib: int = 16
    work_mib: int = 32
    open_files: int = 64
    processes: int = 512
    output_kib: int = 256
    reply_kib: int = 1024
    start_seconds: float = 30.0

    @property
    def reply_bytes(self) -> int:
        """The largest value of an answer, with room for what stands around it in a frame."""
        return self.reply_kib * 1024 - 4096


class TimeLimit(BaseException):
    """The code ran longer than the time for this question.

    Parameters
    ----------
    still : sequence of frame, optional
        The calls that were running at half of the time already: the last of them is the one that
        does not end, whatever it was calling when the time was over.
    """

    def __init__(self, still: Sequence[FrameType] = ()) -> None:
        super().__init__()
        self.still = still


def limit(limits: Limits, pages: int | None = None) -> list[str]:
    """Apply the limits to the running process.

    Parameters
    ----------
    limits : Limits
    pages : int, optional
        Pages of memory that the process has already, if it is known.

    Returns
    -------
    list of str
        What took hold.
    """
    mebibyte = 1024 * 1024
    applied: list[tuple[str, Callable[[], bool]]] = [
        ("memory", lambda: _limit_memory(limits.memory_mib * mebibyte, pages)),
        # The hard limit ends what ignores the signal of the soft one.
        ("cpu-time", lambda: _set("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_seconds + 1)),
        ("file-size", lambda: _set("RLIMIT_FSIZE", limits.file_mib * mebibyte)),
        ("open-files", lambda: _set("RLIMIT_NOFILE", limits.open_files)),
        ("no-core-dump", lambda: _set("RLIMIT_CORE", 0)),
    ]
    return [name for name, apply in applied if apply()]


def _set(name: str, soft: int, hard: int | None = None) -> bool:
    number = getattr(resource, name, None)
    if number is None:
        return False
    hard = soft if hard is None else hard
    _, allowed = resource.getrlimit(number)
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    try:
        resource.setrlimit(number, (soft, hard))
    except (OSError, ValueError):
        return False
    return True


def memory_pages() -> int | None:
    """Give the pages of address space this process has; None where the system does not tell."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0])
    except OSError:
        return None


def _limit_memory(quota: int, pages: int | None) -> bool:
    # macOS accepts RLIMIT_AS and ignores it; where /proc tells the baseline, it works.
    pages = memory_pages() if pages is None else pages
    return pages is not None and _set("RLIMIT_AS", pages * resource.getpagesize() + quota)


def limit_processes(running: int | None, extra: int) -> bool:
    """Allow so many processes or threads besides those the user has; say whether it holds."""
    # The kernel does not hold root to the limit at all.
    if os.getuid() == 0 or running is None:
        return False
    return _set("RLIMIT_NPROC", running + extra)


def running_threads(user: int) -> int | None:
    """Count a user's threads, as the kernel does; None where the system does not tell."""
    if not os.path.isdir("/proc/self/task"):
        return None
    used = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/status") as file:
                fields = dict(line.split(":", 1) for line in file if ":" in line)
        except OSError:
            continue  # it ended while we looked
        if int(fields["Uid"].split()[0]) == user:
            used += int(fields["Threads"])
    return used
