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
import tempfile

_NAME = re.compile(r"autograder-(\d+)-[0-9a-f]{16}")
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
        if owner is not None:
            os.fchown(self._descriptor, owner, owner)
        elif within is None:
            os.fchmod(self._descriptor, 0o711)  # a worker that is another user goes through it

    def size(self, most: int) -> int:
        """Give the bytes of all files in it, or soon more than `most` if they are more."""
        assert self._descriptor is not None
        return _size(self._descriptor, most)

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
        path = os.path.join(place, name)
        if match and not _runs(int(match[1])):
            with contextlib.suppress(OSError):
                if os.lstat(path).st_uid == os.getuid():
                    remove_tree(path)


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
                    target = f".moved-{moved}-{secrets.token_hex(4)}"
                    os.rename(one, target, src_dir_fd=inner, dst_dir_fd=folder)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=folder)


def _size(folder: int, most: int) -> int:
    """Add up the files of a folder and of those in it, some levels down; an entry counts too."""
    total = 0
    waiting = [(os.dup(folder), 0)]
    try:
        while waiting and total <= most:
            descriptor, depth = waiting.pop()
            try:
                for name in os.listdir(descriptor):
                    total += 4096
                    with contextlib.suppress(OSError):  # it went away meanwhile
                        about = os.lstat(name, dir_fd=descriptor)
                        total += about.st_blocks * 512
                        if stat.S_ISDIR(about.st_mode) and depth < 8:
                            inner = os.open(name, _FOLDER, dir_fd=descriptor)
                            waiting.append((inner, depth + 1))
            finally:
                os.close(descriptor)
    finally:
        for descriptor, _ in waiting:
            os.close(descriptor)
    return total
