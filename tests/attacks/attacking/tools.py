"""The cell that stands before every attack: whoever attacks knows where everything is.

An attack reports through its last exception: `Escaped` says that it reached what it should not, and
what was refused is named with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: System calls by name, on x86-64 and on 64-bit ARM; -1 where there is none.
CALLS = {
    "getpid": (39, 172),
    "read": (0, 63),
    "open": (2, -1),
    "openat": (257, 56),
    "openat2": (437, 437),
    "fork": (57, -1),
    "vfork": (58, -1),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "io_uring_setup": (425, 425),
    "io_setup": (206, 0),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "prlimit64": (302, 261),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "setxattr": (188, 5),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "renameat2": (316, 276),
    "mknodat": (259, 33),
    "truncate": (76, 45),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "acct": (163, 89),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "sethostname": (170, 161),
    "settimeofday": (164, 170),
    "init_module": (175, 105),
    "kexec_load": (246, 104),
    "seccomp": (317, 277),
    "personality": (135, 92),
    "modify_ldt": (154, -1),
    "vmsplice": (278, 75),
    "setsid": (112, 157),
}

TOOLS = '''
import ctypes, os, platform, signal, socket, struct, sys, threading, time
from types import SimpleNamespace

T = SimpleNamespace(**{places!r})
NR = {calls!r}
libc = ctypes.CDLL(None, use_errno=True)
# Never the machine's own first process, even where nothing stops us.
parent = os.getppid() if os.getppid() > 1 else T.grader


class Escaped(Exception):
    """Something was reached that should not be."""


class Refused(Exception):
    """Nothing was reached, and this is why."""


def call(name, *args):
    """Make a system call by its number; an error is an OSError."""
    number = NR[name] if isinstance(name, str) else name
    if number < 0:
        raise OSError(38, "no such call on this machine")
    ctypes.set_errno(0)
    sent = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    libc.syscall.restype = ctypes.c_long
    result = libc.syscall(ctypes.c_long(number), *sent)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()) + f" ({{name}})")
    return result


def clib(name, *args):
    """Call a function of the C library; a result of -1 is an OSError."""
    ctypes.set_errno(0)
    result = getattr(libc, name)(*args)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()) + f" ({{name}})")
    return result


def tries(*ways):
    """Go every way; those that give anything have escaped, and what ends the others is told."""
    ends, out = [], []
    for number, way in enumerate(ways, start=1):
        try:
            got = way()
        except Exception as error:
            code = getattr(error, "errno", None) or ""
            ends.append(f"{{number}} {{type(error).__name__}} {{code}}".strip())
        else:
            if got:
                out.append(f"way {{number}}: {{str(got)[:60]}}")
            ends.append(f"{{number}} {{'OUT' if got else 'nothing'}}")
    raise Escaped("; ".join(out)) if out else Refused("; ".join(ends))
'''


def tools_cell(places: Mapping[str, Any], machine: str) -> str:
    """Give the text of the cell, for one machine and one set of canaries."""
    column = 1 if machine == "aarch64" else 0
    calls = {name: numbers[column] for name, numbers in CALLS.items()}
    return TOOLS.format(places=dict(places), calls=calls).strip("\n")
