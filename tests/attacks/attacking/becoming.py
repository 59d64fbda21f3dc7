"""Starts a program as an ordinary user, though the interpreter may be in a folder of root's own.

    python becoming.py 65534 PROGRAM ARGUMENT...

A folder that only root may enter is put out of sight, for this process and what it starts, by an
empty one that everybody may enter; what the interpreter needs of it is mounted in its old place. So
the program has nothing of root's: no right to read either.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

# From <linux/sched.h> and <sys/mount.h>.
_NEW_MOUNTS = 0x00020000
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18


def closed(path: Path) -> Path | None:
    """Give the topmost folder on the way to a path that others may not enter."""
    ways = [*reversed(path.parents), path]
    return next((one for one in ways if one.is_dir() and not one.stat().st_mode & 0o001), None)


def needed() -> set[Path]:
    """Give what a program of ours reads: the interpreter, its packages and this repository."""
    import numpy

    found = {sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(numpy.__file__))}
    found |= {path for path in sys.path if os.path.isdir(path)}
    found |= {os.path.dirname(os.path.realpath(sys.executable)), str(Path(__file__).parents[3])}
    return {Path(path).resolve() for path in found}


def open_the_way(paths: Iterable[Path]) -> None:
    """Let everybody enter what leads to these paths, as this process and its children see it."""
    hidden: dict[Path, list[Path]] = {}
    for path in paths:
        folder = closed(path)
        if folder is not None:
            hidden.setdefault(folder, []).append(path)
    if not hidden:
        return
    _call("unshare", _NEW_MOUNTS)
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    for folder, inside in hidden.items():
        held = {path: os.open(path, os.O_PATH) for path in sorted(inside)}
        _mount("none", str(folder), "tmpfs", 0, "mode=0755")
        bound: list[Path] = []
        for path, descriptor in held.items():
            if not any(one in path.parents for one in bound):
                path.mkdir(parents=True, exist_ok=True)
                _mount(f"/proc/self/fd/{descriptor}", str(path), None, _BIND | _RECURSIVE)
                bound.append(path)
            os.close(descriptor)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    texts = [None if one is None else one.encode() for one in (source, target, kind)]
    _call("mount", *texts, flags, None if options is None else options.encode())


def _call(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    given = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    if getattr(library, name)(*given) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")


def main() -> None:
    """Become somebody, and then the program."""
    user = int(sys.argv[1])
    open_the_way(needed())
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
