"""What programs do not look into: adlearn, NumPy, SciPy, and Python's own library. Everything else
is the user's, also where it is installed: names of lines come from it, and what its functions use
besides their arguments is compared."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import sysconfig
from pathlib import Path

#: Functions of files in it are ours.
OWN_FOLDER = str(Path(__file__).parents[1]) + os.sep


def folders_of(package: str) -> list[str]:
    """Say where a package is, without importing it; nowhere, where it is not installed."""
    found = importlib.util.find_spec(package)
    return [folder + os.sep for folder in found.submodule_search_locations or ()] if found else []


LIBRARIES = (OWN_FOLDER, *folders_of("numpy"), *folders_of("scipy"))
STANDARD = sysconfig.get_path("stdlib") + os.sep


@functools.lru_cache(4096)
def is_of_library(filename: str) -> bool:
    """Say whether a file belongs to one of these libraries.

    Examples
    --------
    >>> import fractions, numpy
    >>> is_of_library(fractions.__file__), is_of_library(numpy.__file__)
    (True, True)
    >>> is_of_library("/srv/site-packages/physics_course/losses.py"), is_of_library("<stdin>")
    (False, False)
    """
    if filename.startswith(("<frozen", "<adlearn", *LIBRARIES)):
        return True
    if not filename.startswith(STANDARD):
        return False
    # Often what is installed stands inside of Python's own folder.
    return not re.search(r"[/\\](site|dist)-packages[/\\]", filename[len(STANDARD) - 1 :])
