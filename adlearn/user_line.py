"""Finds the line of the user's own code that led to where we are: what an error is about.

Frames of adlearn, of NumPy and of the standard library are skipped, so the line named is one that
its reader wrote.
"""

from __future__ import annotations

import importlib.util
import linecache
import re
import sys
import sysconfig
from pathlib import Path
from types import FrameType

#: NumPy is looked up and not imported: numbers, and pictures of their graphs, do without it.
NUMPY = importlib.util.find_spec("numpy")

#: Where code lives that the user did not write.
FOREIGN = (
    str(Path(__file__).parent),
    *(NUMPY.submodule_search_locations or () if NUMPY else ()),
    sysconfig.get_path("stdlib"),
)
INSTALLED = sysconfig.get_path("purelib")


def user_line() -> str | None:
    """Name the innermost line on the stack that is the user's, as `file:line: text`.

    Returns
    -------
    str or None
        None where all frames are of libraries.

    Examples
    --------
    >>> user_line() is None or ":" in user_line()
    True
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        filename = frame.f_code.co_filename
        written = not filename.startswith("<") or filename in linecache.cache
        if written and not filename.startswith("<adlearn") and not is_foreign(filename):
            return described(filename, frame.f_lineno)
        frame = frame.f_back
    return None


def levels_up() -> int:
    """Say how many calls up the user's own code is: the `stacklevel` of a warning of ours."""
    frame: FrameType | None = sys._getframe(1)
    level = 1
    while frame is not None and is_foreign(frame.f_code.co_filename) and frame.f_back is not None:
        frame, level = frame.f_back, level + 1
    return level


def is_foreign(filename: str) -> bool:
    """Say whether a file belongs to a library: ours, NumPy's, Python's or an installed one."""
    return filename.startswith(("<frozen", *FOREIGN, INSTALLED))


def described(filename: str, line: int) -> str:
    """Write a place and the text there, as its reader knows it: a notebook's cell by its number."""
    text = linecache.getline(filename, line).strip()
    return f"{shown_file(filename, line)}: {text}".rstrip(": ")


def shown_file(filename: str, line: int) -> str:
    """Name a place: the last part of a path, or a notebook's cell by its number."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    cells = getattr(getattr(shell, "compile", None), "_filename_map", {})
    older = re.match(r"<ipython-input-(\d+)-", filename)  # how IPython 7 names a cell
    cell = older[1] if older else cells.get(filename) if isinstance(cells, dict) else None
    if cell is not None:
        return f"In [{cell}], line {line}"
    return f"{filename.replace(chr(92), '/').rpartition('/')[2]}:{line}"
