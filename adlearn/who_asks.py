"""Finds out which module's code asks a traced value for a plain one, so that the message can say
what to do instead."""

from __future__ import annotations

import sys


def who_asks() -> tuple[str, str]:
    """Name the module whose code called the method that calls this, and the module that called it.

    NumPy's `asarray_chkfinite` stands between a library that uses it and the value: then the second
    one is the library.
    """
    asking = sys._getframe(2)
    behind = asking.f_back or asking
    return asking.f_globals.get("__name__", ""), behind.f_globals.get("__name__", "")
