"""What the worker takes away from itself before a student's first line runs.

`confine` is the one place where that happens. It returns the names of the layers that took hold;
those of `LAYERS` that are not among them are reported as missing, never assumed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

if sys.platform != "win32":
    import fcntl
    import resource

LAYERS = (
    "cpu-time",
    "memory",
    "file-size",
    "open-files",
    "process-count",
    "no-core-dump",
    "no-new-privileges",
    "not-inspectable",
    "ends-with-grader",
    "no-foreign-files",
    "no-network",
)

# From <linux/prctl.h>.
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38


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
    output_kib, reply_kib : int
        How much printed text is kept, and the largest answer.
    start_seconds : float
        Time for the worker to come up.
    """

    cpu_seconds: int = 20
    wall_seconds: float = 60.0
    cell_seconds: float = 10.0
    query_seconds: float = 5.0
    memory_mib: int = 1024
    file_mib: int = 16
    open_files: int = 64
    processes: int = 64
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


def confine(limits: Limits, life: int) -> list[str]:
    """Apply every layer this system offers to the running process.

    Parameters
    ----------
    limits : Limits
        How much may be used.
    life : int
        Read end of a pipe whose other end only the grader holds: it closes when the grader ends.

    Returns
    -------
    list of str
        Those of `LAYERS` that took hold.
    """
    mebibyte = 1024 * 1024
    layers: list[tuple[str, Callable[[], bool]]] = [
        # These two read /proc, which a process that can not be inspected may lose.
        ("process-count", lambda: _limit_processes(limits.processes)),
        ("memory", lambda: _limit_memory(limits.memory_mib * mebibyte)),
        # The hard limit ends what ignores the signal of the soft one.
        ("cpu-time", lambda: _set("RLIMIT_CPU", limits.cpu_seconds, limits.cpu_seconds + 1)),
        ("file-size", lambda: _set("RLIMIT_FSIZE", limits.file_mib * mebibyte)),
        ("open-files", lambda: _set("RLIMIT_NOFILE", limits.open_files)),
        ("no-core-dump", lambda: _set("RLIMIT_CORE", 0)),
        ("no-new-privileges", lambda: _prctl(_PR_SET_NO_NEW_PRIVS, 1)),
        ("not-inspectable", lambda: _prctl(_PR_SET_DUMPABLE, 0)),
        ("ends-with-grader", lambda: _end_with(life)),
    ]
    return [name for name, apply in layers if apply()]


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


def _limit_memory(quota: int) -> bool:
    # macOS accepts RLIMIT_AS and ignores it; where /proc tells the baseline, it works.
    try:
        with open("/proc/self/statm") as file:
            pages = int(file.read().split()[0])
    except OSError:
        return False
    return _set("RLIMIT_AS", pages * resource.getpagesize() + quota)


def _limit_processes(extra: int) -> bool:
    # The kernel counts all threads of the user, and does not hold root to the limit at all.
    if os.getuid() == 0 or not os.path.isdir("/proc/self/task"):
        return False
    used = 0
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/status") as file:
                fields = dict(line.split(":", 1) for line in file if ":" in line)
        except OSError:
            continue  # it ended while we looked
        if int(fields["Uid"].split()[0]) == os.getuid():
            used += int(fields["Threads"])
    return _set("RLIMIT_NPROC", used + extra)


def _prctl(option: int, value: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # not needed, and not always whole, elsewhere

    return ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0


def _end_with(life: int) -> bool:
    # The kernel sends SIGKILL when the pipe's other end closes, also while student code spins in C.
    # PR_SET_PDEATHSIG would do so when the *thread* that started us ends, perhaps much earlier.
    if not sys.platform.startswith("linux"):
        return False
    try:
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(life, fcntl.F_SETSIG, signal.SIGKILL)
        flags = fcntl.fcntl(life, fcntl.F_GETFL)
        fcntl.fcntl(life, fcntl.F_SETFL, flags | os.O_ASYNC)
    except OSError:
        return False
    return True
