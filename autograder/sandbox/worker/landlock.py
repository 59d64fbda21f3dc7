"""Landlock: from now on the kernel lets this process open what is listed, and nothing else.

Whatever a process may do by itself to restrict itself needs no privilege and no namespace, so this
works in containers, too. The calls and constants are those of ``linux/landlock.h``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Sequence

from . import kernel

_CREATE_VERSION = 1
_RULE_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
#: What may be done in the working folder: ordinary files and folders, no links, no devices.
_WORK = (
    _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
)
_ON_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE

#: How many rights of files a version of the interface knows: all are taken away.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_RIGHTS = 0b11  # from version 4: to bind and to connect TCP
_SCOPES = 0b11  # from version 6: abstract sockets and signals beyond oneself


def version() -> int:
    """Give the version of the interface that the kernel offers; 0 for none."""
    try:
        return kernel.system_call("landlock_create_ruleset", None, 0, _CREATE_VERSION)
    except OSError:
        return 0


def rules(readable: Sequence[str], listed: Sequence[str], work: str) -> int | None:
    """Write down what can be opened; `restrict` makes it hold.

    Parameters
    ----------
    readable : sequence of str
        Files, and folders with all that is in them, that can be read.
    listed : sequence of str
        Folders whose names can be read, and those in them, without what is in the files.
    work : str
        The folder that can be written to, and what is mounted in it.

    Returns
    -------
    int or None
        A descriptor; None if the kernel has no Landlock.
    """
    offered = version()
    if not offered:
        return None
    handled = (1 << _FILE_RIGHTS.get(offered, 16)) - 1
    attributes = struct.pack(
        "=QQQ",
        handled,
        _NET_RIGHTS if offered >= 4 else 0,
        _SCOPES if offered >= 6 else 0,
    )
    size = 8 if offered < 4 else 16 if offered < 6 else 24
    made = kernel.system_call("landlock_create_ruleset", ctypes.c_char_p(attributes), size, 0)
    for path in readable:
        _allow(made, path, _READ & handled)
    for path in listed:
        _allow(made, path, _READ_DIR & handled)
    _allow(made, os.devnull, (_READ_FILE | _WRITE_FILE) & handled)
    _allow(made, work, _WORK & handled)
    return made


def restrict(made: int) -> bool:
    """Take away this process's rights to all other files, for good; say whether it holds.

    ``no_new_privs`` must be set before.
    """
    try:
        kernel.system_call("landlock_restrict_self", made, 0)
    except OSError:
        return False
    return True


def _allow(rules: int, path: str, rights: int) -> None:
    # What is not there needs no rule.
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= _ON_FILES
            rule = struct.pack("=Qi", rights, descriptor)
            kernel.system_call(
                "landlock_add_rule", rules, _RULE_PATH_BENEATH, ctypes.c_char_p(rule), 0
            )
        finally:
            os.close(descriptor)
