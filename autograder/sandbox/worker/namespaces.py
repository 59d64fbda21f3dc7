"""A view of the machine of one's own: only what can be read, a small working folder, no network.

`enter` is for the process that workers are forked from, once; `own_folder` for each worker. Both
need a right that containers often do not give; without it Landlock and seccomp hold alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from . import kernel

#: Where a worker may write, in its own view: what is mounted in the first is seen through a rule
#: about the first, which can be written down before the second is there.
PLACE = "/submission"
WORK = f"{PLACE}/work"

# From <linux/sched.h> and <sys/mount.h>.
_NEW_MOUNTS, _NEW_USER, _NEW_NAMES = 0x00020000, 0x10000000, 0x04000000
_NEW_IPC, _NEW_NET = 0x08000000, 0x40000000
_MS_BIND, _MS_REC, _MS_PRIVATE = 4096, 16384, 1 << 18
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MNT_DETACH = 2
_AT_RECURSIVE, _AT_FDCWD = 0x8000, -100
_ATTRIBUTES = 0x1 | 0x2  # read only, and no set-user-id

_FILES = 4096


def enter(readable: Iterable[str]) -> bool:
    """Leave the machine's view for one that holds what can be read, and nothing else.

    Parameters
    ----------
    readable : iterable of str
        Absolute paths of files and folders that exist.

    Returns
    -------
    bool
        Whether this process is in namespaces of its own. If the kernel does not permit that,
        nothing has changed.
    """
    kinds = _NEW_MOUNTS | _NEW_NAMES | _NEW_IPC | _NEW_NET
    user, group = os.geteuid(), os.getegid()
    paths = sorted({os.path.realpath(path) for path in readable} | set(readable))
    try:
        _try_in_a_child(paths, kinds, user, group)
        _enter(paths, kinds, user, group)
    except OSError:
        return False
    return True


def _try_in_a_child(paths: list[str], kinds: int, user: int, group: int) -> None:
    """Do it in a process that ends: what goes wrong half way cannot be undone."""
    child = os.fork()
    if not child:
        try:
            _enter(paths, kinds, user, group)
            own_folder(1)
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        raise OSError("namespaces are not permitted here")


def _enter(paths: list[str], kinds: int, user: int, group: int) -> None:
    if user == 0:
        kernel.system_call("unshare", kinds)
    else:
        kernel.system_call("unshare", kinds | _NEW_USER)
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{user} {user} 1"),
            ("gid_map", f"{group} {group} 1"),
        ):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE)
    root = _mount_point(paths)
    # Held by descriptors: the folder that the view is built in may hide where they lie.
    sources = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in paths]
    null = os.open(os.devnull, os.O_PATH | os.O_CLOEXEC)
    _mount("tmpfs", root, "tmpfs", _MS_NOSUID, "size=1m,mode=0755")
    bound: list[str] = []
    for path, source in sources:
        if not any(path.startswith(folder + "/") for folder in bound):
            _bind(source, root + path)
            bound.append(path)
        os.close(source)
    os.makedirs(root + WORK, exist_ok=True)
    _bind(null, root + os.devnull)
    os.close(null)
    attributes = _ATTRIBUTES.to_bytes(8, "little") + bytes(24)
    kernel.system_call(
        "mount_setattr", _AT_FDCWD, root.encode(), _AT_RECURSIVE, attributes, len(attributes)
    )
    os.chdir(root)
    # The new root is put over the old one, which is then taken away from under it.
    kernel.system_call("pivot_root", b".", b".")
    kernel.c_call("umount2", b".", _MNT_DETACH)
    os.chdir("/")


def own_folder(mebibytes: int) -> None:
    """Give this process a working folder that holds so much, and vanishes with it."""
    kernel.system_call("unshare", _NEW_MOUNTS)
    options = f"size={mebibytes}m,nr_inodes={_FILES},mode=1777"
    _mount("tmpfs", WORK, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def _mount_point(paths: list[str]) -> str:
    """Give a folder that exists and holds nothing of what is kept."""
    for folder in ("/mnt", "/media", "/srv", "/opt", "/home", "/run", "/var", "/tmp"):
        used = any(path.startswith(folder + "/") for path in paths)
        if os.path.isdir(folder) and not os.path.islink(folder) and not used:
            return folder
    raise OSError("no folder to build the view in")


def _bind(source: int, target: str) -> None:
    origin = f"/proc/self/fd/{source}"
    if os.path.isdir(origin):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o644))
    _mount(origin, target, None, _MS_BIND | _MS_REC)


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str | None = None
) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind)]
    data = None if options is None else options.encode()
    kernel.c_call("mount", *texts, flags, data)
