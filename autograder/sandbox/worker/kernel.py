"""Calls to the kernel that Python has no function for, made through the C library by `ctypes`."""

from __future__ import annotations

import ctypes
import os
from typing import Any

from . import system_calls

# From <linux/prctl.h>.
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38

_library = ctypes.CDLL(None, use_errno=True)


def c_call(name: str, *arguments: Any) -> int:
    """Call a function of the C library; -1 is an OSError.

    Parameters
    ----------
    name : str
    *arguments : int, bytes, None or ctypes object
        Whole numbers go as C's ``long``.
    """
    result = int(getattr(_library, name)(*map(_argument, arguments)))
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def system_call(name: str, *arguments: Any) -> int:
    """Make one of the calls in `system_calls.OURS` by its number.

    Raises
    ------
    OSError
        If the kernel refuses, or has no such call.
    """
    number = system_calls.OURS.get(name)
    if number is None:
        raise OSError(f"the number of {name} is not known on this machine")
    return c_call("syscall", number, *arguments)


def prctl(option: int, *arguments: Any) -> None:
    """Set something about this process, as prctl(2) lists it."""
    c_call("prctl", option, *arguments, *[0] * (4 - len(arguments)))


def _argument(value: Any) -> Any:
    return ctypes.c_long(value) if isinstance(value, int) else value
