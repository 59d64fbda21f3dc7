"""A seccomp filter: the kernel answers "not permitted" to every call that is not on our list.

A filter is a little program that the kernel runs at each system call. It sees the call's number and
its arguments as numbers, never what a pointer points at: a path is Landlock's business. Ours reads
from top to bottom: another architecture's call ends the process; each allowed number returns
"allow"; a number with conditions is followed by them; the rest is refused.

The form of a program is in ``linux/filter.h``, what is returned in ``linux/seccomp.h``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from . import kernel, system_calls

_LOAD, _AND, _RETURN = 0x20, 0x54, 0x06
_JUMP_EQUAL, _JUMP_NOT_LESS = 0x15, 0x35

_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_REFUSE = _ERROR | errno.EPERM
_NO_SUCH_CALL = _ERROR | errno.ENOSYS

# Where a call's data stand: its number, its architecture, its arguments (low half first).
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_AUDIT_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Calls of the x32 kind have this bit, in a process of ordinary x86-64.
_X32 = 0x40000000

_SECCOMP_MODE_FILTER = 2

# clone(2): a thread shares memory, folders, descriptors, signals. A process that does not, or a
# namespace, is refused: it would also get descriptors beyond the limit.
_CLONE_THREAD, _CLONE_NEW = 0x00010F00, 0x7E020080
# close_range(2), the same: not in a table of one's own, only at once or at the next program.
_CLOSE_RANGE = (0, 4)
# Clocks that are the same for all, and those of this process and thread; the others have a number
# of somebody's process in them.
_CLOCKS = (*range(12), 2**32 - 6, 2**32 - 2)
# SIGKILL, SIGSTOP and its kin: who does that to itself would look like an accident from outside.
_STOPPING = (9, 19, 20, 21, 22)
_AF_UNIX = 1
#: What ioctl may ask: whether it is a terminal, its size, how much is there to read; not to block.
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
#: What fcntl may ask: copies of a descriptor and its flags. No locks, leases, owners, notices.
_FCNTL = (0, 1, 2, 3, 1030, 1032)
_RLIMIT_CPU = 0
#: What prctl may ask: names of threads and of memory, and whether it can be inspected.
_PRCTL = (3, 15, 16, 0x53564D41)

Instruction = tuple[int, int, int, int]


def available() -> bool:
    """Say whether the numbers of this machine's system calls are known."""
    return bool(system_calls.FREE) and platform.machine() in _AUDIT_ARCHITECTURES


def apply(process: int) -> None:
    """Put the filter on; it holds for this process and all of its threads to come, for good.

    Parameters
    ----------
    process : int
        The process's own number: it may signal itself.

    Raises
    ------
    OSError
        If the kernel refuses. ``no_new_privs`` must be set before.
    """
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program(process))
    buffer = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the number of instructions, and where they are.
    head = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl(kernel.PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(head))


def program(process: int) -> list[Instruction]:
    """Write the filter for one process: (code, jump if true, jump if false, constant) each."""
    made: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCHITECTURES[platform.machine()]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
    ]
    if platform.machine() == "x86_64":
        made += [(_JUMP_NOT_LESS, 0, 1, _X32), (_RETURN, 0, 0, _KILL)]
    for number in system_calls.FREE.values():
        made += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for name, conditions in _conditions(process).items():
        number = system_calls.LIMITED[name]
        made += [(_JUMP_EQUAL, 0, len(conditions), number), *conditions]
    # The C library tries what is newer than this list, and has another way if it is not there.
    made += [
        (_JUMP_NOT_LESS, 0, 1, system_calls.UNKNOWN),
        (_RETURN, 0, 0, _NO_SUCH_CALL),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return made


def _conditions(process: int) -> dict[str, list[Instruction]]:
    clock = [_argument(0), *_one_of(*_CLOCKS)]
    return {
        "clone": [
            (_LOAD, 0, 0, _ARGUMENTS),
            (_AND, 0, 0, _CLONE_THREAD | _CLONE_NEW),
            *_one_of(_CLONE_THREAD),
        ],
        **dict.fromkeys(("clock_gettime", "clock_getres", "clock_nanosleep"), clock),
        **dict.fromkeys(
            (
                *("getpgid", "getsid", "get_robust_list"),
                *("sched_getaffinity", "sched_getparam", "sched_getscheduler"),
            ),
            [_argument(0), *_one_of(0, process)],
        ),
        "getpriority": [_argument(1), *_one_of(0, process)],
        "close_range": [_argument(2), *_one_of(*_CLOSE_RANGE)],
        # Its flags stand in memory, where no filter sees them: the C library falls back to clone.
        "clone3": [(_RETURN, 0, 0, _NO_SUCH_CALL)],
        "kill": _to_itself(process, signal_at=1),
        "tgkill": _to_itself(process, signal_at=2),
        "prctl": [_argument(0), *_one_of(*_PRCTL)],
        "ioctl": [_argument(1), *_one_of(*_IOCTL)],
        "fcntl": [_argument(1), *_one_of(*_FCNTL)],
        "socketpair": [_argument(0), *_one_of(_AF_UNIX)],
        # An address would reach a socket of somebody else's; a pair needs none.
        "sendto": _null(4),
        # Less time than it was given would end it as if it had been killed from outside.
        "prlimit64": [
            _argument(0),
            (_JUMP_EQUAL, 2, 0, 0),
            (_JUMP_EQUAL, 1, 0, process),
            (_RETURN, 0, 0, _REFUSE),
            _argument(1),
            (_JUMP_EQUAL, 1, 0, _RLIMIT_CPU),
            (_RETURN, 0, 0, _ALLOW),
            *_null(2),
        ],
    }


def _argument(place: int) -> Instruction:
    # The kernel itself reads these arguments as 32 bits.
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * place)


def _null(place: int) -> list[Instruction]:
    """Allow the call if an argument that is a pointer points nowhere, else refuse it."""
    return [
        _argument(place),
        (_JUMP_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * place + 4),
        *_one_of(0),
    ]


def _one_of(*values: int) -> list[Instruction]:
    """Allow the call if what was loaded is one of some values, else refuse it."""
    last = len(values) - 1
    compared = [(_JUMP_EQUAL, last - i + 1, 0, value) for i, value in enumerate(values)]
    return [*compared, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]


def _to_itself(process: int, signal_at: int) -> list[Instruction]:
    stopping = [(_JUMP_EQUAL, len(_STOPPING) - i, 0, s) for i, s in enumerate(_STOPPING)]
    return [
        _argument(0),
        (_JUMP_EQUAL, 1, 0, process),
        (_RETURN, 0, 0, _REFUSE),
        _argument(signal_at),
        *stopping,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]


def hold() -> bool:
    """Put the filter on this process if the machine can; say whether it holds."""
    if not available():
        return False
    try:
        apply(os.getpid())
    except OSError:
        return False
    return True
