"""What an attack may not touch, made of the real thing, and looked at again after each.

Files are looked at by everything the kernel knows of them: the time of the last change of status
can not be set back, so whoever writes, links, renames or changes a mode is seen.
"""

from __future__ import annotations

import ast
import contextlib
import ctypes
import hashlib
import json
import os
import secrets
import shutil
import socket
import sqlite3
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
_LIBC = ctypes.CDLL(None, use_errno=True)
_IPC_CREAT, _IPC_RMID = 0o1000, 0


def tokens() -> dict[str, str]:
    """Draw a word for every place that nothing may leak from."""
    names = ("secret", "environment", "memory", "hidden", "reference", "classmate", "gradebook")
    return {name: f"canary{secrets.token_hex(8)}" for name in names}


class Files:
    """A folder with what a grader has around it, and a copy of the grader itself.

    Attributes
    ----------
    folder : Path
    places : dict
        Where everything is, for the attacks.
    """

    def __init__(self, folder: Path, words: Mapping[str, str], owner: int | None) -> None:
        self.folder = folder
        self._owner = owner
        for package in ("autograder", "adlearn"):
            _copy(ROOT / package, folder / "code" / package)
        pack = folder / "code" / "pack"
        _copy(ROOT / "assignments" / "scalar", pack)
        _mark_answers(pack / "notebook.py", words["reference"])
        for checks in (pack / "checks").glob("q*.py"):
            _mark_hidden(checks, words["hidden"])
        self._write("secret.txt", words["secret"])
        self._write("class/bea.ipynb", json.dumps({"cells": [], "word": words["classmate"]}))
        self._write("results/bea.json", json.dumps({"points": 100, "word": words["classmate"]}))
        book = sqlite3.connect(folder / "gradebook.db")
        with contextlib.closing(book), book:
            book.execute("create table grade (student, points, word)")
            book.execute("insert into grade values ('bea', 100, ?)", [words["gradebook"]])
        os.mkfifo(folder / "fifo", 0o666)
        for name in ("scratch", "inbox"):
            (folder / name).mkdir()
        self.places = {
            "secret": str(folder / "secret.txt"),
            "classmate": str(folder / "class" / "bea.ipynb"),
            "result": str(folder / "results" / "bea.json"),
            "gradebook": str(folder / "gradebook.db"),
            "worker": str(folder / "code" / "autograder" / "sandbox" / "worker" / "cells.py"),
            "reference": str(pack / "notebook.py"),
            "hidden": str(pack / "checks" / "q1.py"),
            "engine": str(folder / "code" / "adlearn"),
            "fifo": str(folder / "fifo"),
            "lab": str(folder),
        }
        if owner is not None:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, owner, owner, follow_symlinks=False)

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)

    def hand_in(self, name: str, data: bytes) -> Path:
        """Put a file into the folder that submissions come in."""
        path = self.folder / "inbox" / name
        path.write_bytes(data)
        return path

    def seen(self) -> dict[str, tuple[Any, ...]]:
        """Give what the kernel says of every file but those that are made while grading."""
        return {name: tuple(told) for name, told in _walk(self.folder)}

    def left_in_scratch(self) -> list[str]:
        """Give what a worker left in the folder for temporary files."""
        return sorted(os.listdir(self.folder / "scratch"))

    def close(self) -> None:
        """Remove everything, whatever an attack made of it."""
        for folder, inside, _ in os.walk(self.folder):
            for name in inside:
                with contextlib.suppress(OSError):
                    path = os.path.join(folder, name)
                    if not os.path.islink(path):
                        os.chmod(path, 0o700)
        shutil.rmtree(self.folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("wrong", "right", "*.ipynb"))


def _walk(folder: Path) -> Iterator[tuple[str, list[Any]]]:
    for inside, folders, files in os.walk(folder):
        if Path(inside) == folder:
            folders[:] = [name for name in folders if name not in ("scratch", "inbox")]
        # Python writes what it compiled when it first needs it.
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in (*folders, *files):
            path = os.path.join(inside, name)
            s = os.lstat(path)
            told = [s.st_ino, s.st_mode, s.st_uid, s.st_gid]
            if not stat.S_ISDIR(s.st_mode):
                told += [s.st_nlink, s.st_size, s.st_mtime_ns, s.st_ctime_ns]
            yield path, told


def _mark_answers(path: Path, word: str) -> None:
    """Put the word behind every line of the solutions."""
    lines, inside = [], False
    for line in path.read_text().splitlines():
        if "### END SOLUTION" in line:
            inside = False
        lines.append(f"{line}  # {word}" if inside and line.strip() else line)
        if "### BEGIN SOLUTION" in line:
            inside = True
    path.write_text("\n".join(lines) + "\n")


def _mark_hidden(path: Path, word: str) -> None:
    """Put the word behind every statement of the hidden checks."""
    text = path.read_text()
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and any(
            getattr(mark, "attr", "") == "hidden" for mark in node.decorator_list
        ):
            for statement in node.body[1:]:
                lines[(statement.end_lineno or 1) - 1] += f"  # {word}"
    path.write_text("\n".join(lines) + "\n")


class Ears:
    """Whatever a process can send to or share with another one, with us at the other end.

    Attributes
    ----------
    places : dict
        Where everything is, for the attacks.
    """

    def __init__(self, files: Files, owner: int | None) -> None:
        self._name = f"canary-{secrets.token_hex(4)}"
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        path = files.folder / "socket"
        self._unix = socket.socket(socket.AF_UNIX)
        self._unix.bind(str(path))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._letters = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        if sys.platform == "linux":
            self._abstract.bind("\0" + self._name)
            self._letters.bind("\0" + self._name + "-letters")
        for one in (self._unix, self._abstract):
            one.listen()
        for one in (self._tcp, self._udp, self._unix, self._abstract, self._letters):
            one.setblocking(False)
        self._fifo = os.open(files.places["fifo"], os.O_RDONLY | os.O_NONBLOCK)
        self._key = secrets.randbelow(2**30) + 2**20
        self._segment = _LIBC.shmget(self._key, 4096, _IPC_CREAT | 0o666)
        self._shared = Path("/dev/shm") / self._name
        self._shared.write_bytes(b"untouched")
        if owner is not None:
            os.chown(path, owner, owner)
            os.chown(self._shared, owner, owner)
        path.chmod(0o777)
        self._letterbox = Letterbox("/" + self._name)
        self._before = self._memory()
        self.places = {
            "socket": str(path),
            "abstract": self._name,
            "tcp": self._tcp.getsockname()[1],
            "udp": self._udp.getsockname()[1],
            "key": self._key,
            "shm": str(self._shared),
            "queue": "/" + self._name,
        }

    def heard(self) -> list[str]:
        """Give who was heard from since we listened last, and what was shared."""
        found = [
            name
            for name, one in {
                "TCP": self._tcp,
                "Unix socket": self._unix,
                "abstract socket": self._abstract,
            }.items()
            if _accepts(one)
        ]
        found += [
            name
            for name, one in {"UDP": self._udp, "abstract letters": self._letters}.items()
            if _receives(one)
        ]
        with contextlib.suppress(BlockingIOError):
            if os.read(self._fifo, 4096):
                found.append("FIFO")
        if self._letterbox.count():
            found.append("message queue")
        now = self._memory()
        found += [name for name in now if now[name] != self._before[name]]
        self._before = now
        return found

    def _memory(self) -> dict[str, Any]:
        _LIBC.shmat.restype = ctypes.c_void_p
        address = _LIBC.shmat(self._segment, None, 0o10000)
        seen = (
            b"" if address in (None, ctypes.c_void_p(-1).value) else ctypes.string_at(address, 64)
        )
        if seen:
            _LIBC.shmdt(ctypes.c_void_p(address))
        made = [name for name in os.listdir("/dev/shm") if name.startswith(self._name)]
        keys = [
            what(self._key + 1, *more)
            for what, more in ((_LIBC.shmget, (0, 0)), (_LIBC.msgget, (0,)), (_LIBC.semget, (0, 0)))
        ]
        return {
            "System V memory": seen,
            "POSIX memory": (sorted(made), self._shared.exists() and self._shared.read_bytes()),
            "System V objects": [key != -1 for key in keys],
        }

    def close(self) -> None:
        """Take everything away."""
        for one in (self._tcp, self._udp, self._unix, self._abstract, self._letters):
            one.close()
        os.close(self._fifo)
        _LIBC.shmctl(self._segment, _IPC_RMID, None)
        _LIBC.shmctl(_LIBC.shmget(self._key + 1, 0, 0), _IPC_RMID, None)
        _LIBC.msgctl(_LIBC.msgget(self._key + 1, 0), _IPC_RMID, None)
        _LIBC.semctl(_LIBC.semget(self._key + 1, 0, 0), 0, _IPC_RMID)
        for folder in ("/dev/shm", "/tmp", "/var/tmp"):
            for path in Path(folder).glob(self._name + "*"):
                path.unlink(missing_ok=True)
        self._letterbox.close()


class Letterbox:
    """A POSIX message queue, where the system has them."""

    def __init__(self, name: str) -> None:
        self._name = name.encode()
        try:
            self._queue = _LIBC.mq_open(
                self._name, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, 0o666, 0
            )
        except AttributeError:
            self._queue = -1

    def count(self) -> int:
        """Say how many messages were in it, and take them out."""
        taken, buffer = 0, ctypes.create_string_buffer(1 << 16)
        while self._queue != -1 and _LIBC.mq_receive(self._queue, buffer, 1 << 16, None) >= 0:
            taken += 1
        return taken

    def close(self) -> None:
        """Remove it."""
        if self._queue != -1:
            os.close(self._queue)
            _LIBC.mq_unlink(self._name)


def _accepts(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except OSError:
        return False
    return True


def _receives(listener: socket.socket) -> bool:
    try:
        return bool(listener.recv(4096))
    except OSError:
        return False


def digest(path: Path) -> str:
    """Give a hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
