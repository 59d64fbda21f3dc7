"""Which files a submission's code needs to read: Python's own, the allowed packages, a few more.

The standard library's folder often holds all installed packages, the engine among them; so its
entries are listed one by one, without those folders.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import importlib.util
import os
import re
import sys
from dataclasses import dataclass
from typing import Any

from .imports import NEEDED

#: What the C library, `zoneinfo`, `random` and matplotlib look for.
_SYSTEM = (
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
)

#: Folders beside the standard library's modules that hold other packages.
_PACKAGES = ("site-packages", "dist-packages")

#: Parts of the standard library that load a library of the system. It is loaded now, from where
#: only now everything can be read.
_LOADED = ("_ctypes", "_decimal", "_hashlib", "_ssl", "_sqlite3", "_bz2", "_lzma", "zlib", "_uuid")


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be read: `whole`, files and folders; `listed`, folders of which only the names."""

    whole: tuple[str, ...]
    listed: tuple[str, ...]


def readable(
    packages: dict[str, dict[str, Any]], engine: str | None, parts: tuple[str, ...]
) -> Reading:
    """Collect what a submission can read.

    Parameters
    ----------
    packages : dict
        As `imports.PackageFinder` has them.
    engine : str or None
        The folder of `adlearn`.
    parts : tuple of str
        The parts of it that are offered.
    """
    _load_libraries()
    standard, listed = _standard_library()
    found = [*_SYSTEM, *standard, *_mapped_libraries()]
    for place in packages.values():
        folders = place["folders"] or ()
        found += [path for path in (place["origin"], *folders) if path]
        beside = {os.path.dirname(path) for path in (*folders, place["origin"]) if path}
        found += [path for folder in sorted(beside) for path in _bundled_libraries(folder)]
    for part in (*parts, *NEEDED):
        if engine is not None:
            found += [os.path.join(engine, part), os.path.join(engine, f"{part}.py")]
    return Reading(tuple(_outermost(found)), tuple(listed))


def _outermost(paths: list[str]) -> list[str]:
    """Drop what does not exist, and what is in another one of the folders."""
    there = set(filter(os.path.exists, paths))
    return sorted(path for path in there if not there & set(_above(path)))


def _above(path: str) -> list[str]:
    """Give the folders that a path is in."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(2, len(parts))]


def look_around() -> None:
    """Have Python read the names in all folders that it imports from, while it can."""
    importlib.invalidate_caches()
    importlib.util.find_spec("a_module_that_is_nowhere")


def _standard_library() -> tuple[list[str], list[str]]:
    found, listed = [], []
    for folder in dict.fromkeys(path for path in sys.path if path):
        if not os.path.isdir(folder):
            found.append(folder)  # python311.zip
            continue
        listed.append(folder)
        found += [
            os.path.join(folder, name) for name in os.listdir(folder) if name not in _PACKAGES
        ]
    return found, listed


def _load_libraries() -> None:
    for name in _LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    # The C library opens it when a thread ends in its middle.
    with contextlib.suppress(OSError):
        ctypes.CDLL("libgcc_s.so.1")


def _mapped_libraries() -> list[str]:
    """Give the libraries in use and, where nothing but libraries lies there, their folders."""
    try:
        with open("/proc/self/maps") as file:
            mapped = set(re.findall(r"(/\S+\.so(?:\.[\d.]+)?)$", file.read(), re.MULTILINE))
    except OSError:
        return []
    folders = {os.path.dirname(path) for path in mapped}
    return sorted(mapped) + sorted(folder for folder in folders if _only_libraries(folder))


def _only_libraries(folder: str) -> bool:
    within = ("/lib/", "/lib64", "/usr/lib/", "/usr/lib64")
    return folder.startswith(within) and not any(
        name.startswith("python") or name in _PACKAGES for name in os.listdir(folder)
    )


def _bundled_libraries(folder: str) -> list[str]:
    """Give the folders in which wheels keep the libraries that they bring along."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name.endswith((".libs", ".dylibs"))]
