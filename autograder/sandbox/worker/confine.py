"""What a worker takes away from itself before a student's first line runs.

`confine` is the one place where that happens, in the one order that works: what needs a right comes
before the right is given up, and the filter of system calls comes last. It returns the layers that
took hold; what they stop is then tried from within, see `autograder.sandbox.levels`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import sys
from dataclasses import dataclass, replace

from .limits import Limits, limit, limit_processes
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker runs.

    Parameters
    ----------
    reading : Reading
        What it can read.
    work : str
        Its working folder.
    parent : int
        The process that started it, and that it must not outlive.
    namespaces : bool
        Whether its process is in namespaces of its own; then the folder is made here.
    user : int or None
        Who it becomes, if it is root.
    pages : int or None
        Pages of memory it has, if that was looked up before.
    threads : int or None
        Threads that its user has, if that was counted before.
    rules : int or None
        What it can open, as `landlock.rules` gives it, if that was written down before.
    """

    reading: Reading
    work: str
    parent: int
    namespaces: bool = False
    user: int | None = None
    pages: int | None = None
    threads: int | None = None
    rules: int | None = None


def confine(limits: Limits, place: Place) -> list[str]:
    """Apply every layer this system offers to the running process.

    Parameters
    ----------
    limits : Limits
        How much may be used.
    place : Place

    Returns
    -------
    list of str
        The layers that took hold.
    """
    layers = []
    os.umask(0o077)
    if place.namespaces:
        from . import namespaces

        namespaces.own_folder(limits.work_mib)
        layers += ["namespaces", "work-folder-size"]
    else:
        # A file that is open, or mapped, takes room also when it is in no folder any more.
        limits = replace(
            limits,
            file_mib=min(limits.file_mib, limits.work_mib // 4),
            open_files=min(limits.open_files, 32),
        )
    os.chdir(place.work)
    layers += limit(limits, place.pages)
    if place.user is not None and _become(place.user):
        layers.append("user")
    if not sys.platform.startswith("linux"):
        return layers
    return layers + _confine_on_linux(limits, place)


def _confine_on_linux(limits: Limits, place: Place) -> list[str]:
    # `ctypes` is not needed, and not always whole, elsewhere.
    from . import filter, kernel, landlock

    layers = []
    alone = place.rules is not None or len(os.listdir("/proc/self/task")) == 1
    if _give_up_capabilities():
        layers.append("capabilities")
    with contextlib.suppress(OSError):
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        layers.append("no-new-privileges")
    with contextlib.suppress(OSError):
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        layers.append("not-inspectable")
    if _end_with(place.parent):
        layers.append("ends-with-grader")
    if limit_processes(place.threads, limits.processes):
        layers.append("process-count")
    rules = place.rules
    if rules is None:
        # The folders of the standard library cannot be listed: others may lie in them. Python has
        # their names already.
        rules = landlock.rules(place.reading.whole, (), place.work)
    if rules is not None:
        if landlock.restrict(rules):
            layers += ["landlock", f"landlock-{landlock.version()}"]
        os.close(rules)
    if filter.hold():
        layers.append("seccomp")
    # Both hold for the thread that asks, and for those it starts.
    if alone:
        layers.append("one-thread")
    return layers


def _become(user: int) -> bool:
    try:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    except OSError:
        return False
    return True


def _give_up_capabilities() -> bool:
    """Give up every right beyond those of an ordinary user, also for programs to come."""
    from . import kernel

    with contextlib.suppress(OSError):  # past the last one, or without the right to do it
        for capability in range(64):
            kernel.prctl(kernel.PR_CAPBSET_DROP, capability)
    # struct __user_cap_header_struct and two __user_cap_data_struct, from <linux/capability.h>.
    try:
        kernel.c_call("capset", struct.pack("=Ii", 0x20080522, 0), bytes(24))
    except OSError:
        return False
    return True


def _end_with(parent: int) -> bool:
    """Have the kernel end this process when the one that started it ends."""
    from . import kernel

    try:
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    except OSError:
        return False
    if os.getppid() != parent:  # it had ended before
        os._exit(0)
    return True
