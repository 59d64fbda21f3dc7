"""Working folders on disk: named after the grader they belong to, removed without trusting them.

What lies in such a folder was made by a submission. So it is held by a descriptor from the start,
and nothing in it is ever opened, changed or removed by a path.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import sys
import tempfile
import time

if sys.platform != "win32":
    import fcntl

_NAME = re.compile(r"autograder-(\d+)-[0-9a-f]{16}")
#: Seconds in which a folder may not be locked yet, since it is being made.
_YOUNG = 10.0
#: How deep folders are looked into, and how many at a time.
_DEEPEST, _WAITING = 16, 64
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Folder:
    """A new folder for temporary files.

    Parameters
    ----------
    within : Folder, optional
        The folder it is made in; by default the system's for temporary files.
    owner : int, optional
        The user who may write to it, where that is another one.

    Attributes
    ----------
    path : str
    """

    def __init__(self, within: Folder | None = None, owner: int | None = None) -> None:
        place = within.path if within is not None else tempfile.gettempdir()
        self.path: str = os.path.join(place, f"autograder-{os.getpid()}-{secrets.token_hex(8)}")
        os.mkdir(self.path, 0o700)
        self._descriptor: int | None = os.open(self.path, _FOLDER)
        # As long as it is held, nobody takes this folder for abandoned.
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        if owner is not None:
            os.fchown(self._descriptor, owner, owner)
        elif within is None:
            os.fchmod(self._descriptor, 0o711)  # a worker that is another user goes through it

    def size(self, most: int) -> int:
        """Give the bytes of all files in it; soon more than `most` if they are more.

        Folders that are very deep, or cannot be looked into, count as more: nobody needs them.
        """
        assert self._descriptor is not None
        try:
            return _size(self._descriptor, most)
        except PermissionError:
            return most + 1

    def free(self) -> int:
        """Give the bytes that are free where it lies."""
        assert self._descriptor is not None
        about = os.fstatvfs(self._descriptor)
        return about.f_bavail * about.f_frsize

    def remove(self) -> None:
        """Remove it and all that is in it; once is enough."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        try:
            _empty(descriptor)
            identity = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        # The code that worked in it may have given it another name, and this name to another.
        with contextlib.suppress(OSError):
            if os.path.samestat(identity, os.lstat(self.path)):
                os.rmdir(self.path)


def remove_abandoned() -> None:
    """Remove the folders of graders that ended without a chance to do it."""
    place = tempfile.gettempdir()
    with os.scandir(place) as entries:
        found = [(entry.name, _NAME.fullmatch(entry.name)) for entry in entries]
    for name, match in found:
        if match:
            with contextlib.suppress(OSError, OverflowError):
                _remove_if_abandoned(os.path.join(place, name), int(match[1]))


def _remove_if_abandoned(path: str, process: int) -> None:
    about = os.lstat(path)
    if about.st_uid != os.getuid() or _runs(process) or time.time() - about.st_mtime < _YOUNG:
        return
    descriptor = os.open(path, _FOLDER)
    try:
        # A process of another container may have a number that is nobody's here.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _empty(descriptor)
    finally:
        os.close(descriptor)
    os.rmdir(path)


def remove_tree(path: str | os.PathLike[str]) -> None:
    """Remove a folder and all that is in it, whatever that is; a link is not followed.

    Raises
    ------
    OSError
        If it is not there or no folder, or somebody still makes files in it.
    """
    descriptor = os.open(path, _FOLDER)
    try:
        _empty(descriptor)
    finally:
        os.close(descriptor)
    os.rmdir(path)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _empty(folder: int) -> None:
    """Remove everything in a folder; however deep it is, only two are open at a time.

    What lies in a folder within is first moved up beside it, so nothing here goes down.
    """
    moved = 0
    while names := os.listdir(folder):
        for name in names:
            if not stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
                os.unlink(name, dir_fd=folder)
                continue
            # Nobody else is at work here any more, so the name is still that folder.
            os.chmod(name, 0o700, dir_fd=folder)
            inner = os.open(name, _FOLDER, dir_fd=folder)
            try:
                for one in os.listdir(inner):
                    moved += 1
                    if stat.S_ISDIR(os.lstat(one, dir_fd=inner).st_mode):
                        # Its entry for the folder above it changes, so it must be writable.
                        os.chmod(one, 0o700, dir_fd=inner)
                    target = f".moved-{moved}-{secrets.token_hex(4)}"
                    os.rename(one, target, src_dir_fd=inner, dst_dir_fd=folder)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=folder)


def _size(folder: int, most: int) -> int:
    """Add up the files of a folder and of those in it; an entry counts too."""
    total = 0
    waiting = [(os.dup(folder), 0)]
    try:
        while waiting and total <= most:
            descriptor, depth = waiting.pop()
            try:
                for name in os.listdir(descriptor):
                    total += 4096
                    try:
                        about = os.lstat(name, dir_fd=descriptor)
                        if stat.S_ISDIR(about.st_mode):
                            if depth == _DEEPEST or len(waiting) == _WAITING:
                                return most + 1
                            waiting.append((os.open(name, _FOLDER, dir_fd=descriptor), depth + 1))
                    except FileNotFoundError:  # it went away meanwhile
                        continue
                    total += about.st_blocks * 512
            finally:
                os.close(descriptor)
    finally:
        for descriptor, _ in waiting:
            os.close(descriptor)
    return total
