"""The prepared parent: a process with everything loaded that forks a worker when it is asked.

It holds no secret and runs no student's code. What it is told comes as one JSON message each, over
a socket that also carries descriptors: the pipe ends of the new worker. It answers with the
worker's number and a handle to it (a pidfd), and writes into a pipe of its own for each worker how
that one ended.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import json
import os
import random
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

from . import imports, namespaces, session
from .confine import Place
from .limits import memory_pages, running_threads
from .reading import look_around, readable
from .wire import ENDING

_MESSAGE = 1 << 20


@dataclass(frozen=True, slots=True)
class Child:
    """A worker that runs: its number, a handle to it, and the pipe to write its end into."""

    process: int
    handle: int
    ending: int


def main(descriptor: int) -> None:
    """Serve until the other end of the socket closes; then end every worker, and this process.

    Parameters
    ----------
    descriptor : int
        A socket of sequenced packets.
    """
    control = socket.socket(fileno=descriptor)
    parent = Parent(json.loads(control.recv(_MESSAGE)))
    control.send(json.dumps({"namespaces": parent.namespaces}).encode())
    selector = selectors.DefaultSelector()
    selector.register(control, selectors.EVENT_READ)
    children: dict[int, Child] = {}
    while True:
        for key, _ in selector.select():
            if key.fd in children:
                child = children.pop(key.fd)
                selector.unregister(child.handle)
                _collect(child)
                continue
            data, ends, *_ = socket.recv_fds(control, _MESSAGE, 8)
            if not data:
                for child in children.values():
                    signal.pidfd_send_signal(child.handle, signal.SIGKILL)
                    _collect(child)
                parent.remove_folders()
                os._exit(0)
            try:
                child = parent.fork(json.loads(data), ends, control)
            except OSError as error:  # there may be room for another process later
                for end in ends:
                    os.close(end)
                control.send(json.dumps(str(error)).encode())
                continue
            children[child.handle] = child
            selector.register(child.handle, selectors.EVENT_READ)
            answer = json.dumps({"process": child.process}).encode()
            socket.send_fds(control, [answer], [child.handle])


class Parent:
    """What is loaded once, and the view of the machine that its workers have.

    Parameters
    ----------
    start : dict
        ``packages``, ``engine`` and ``parts`` as `imports.install` takes them; ``imports``, modules
        to load; ``namespaces``, whether to try these;
        ``folder``, where working folders are made if they cannot be in a view of their own.
    """

    def __init__(self, start: dict[str, Any]) -> None:
        finder = imports.install(start["packages"], start["engine"], start["parts"])
        self._explain = finder.explain
        self._folder = start["folder"]
        # NumPy comes through the finder, and with it the libraries that it needs.
        importlib.import_module(f"{__package__}.evaluator")
        self._reading = readable(start["packages"], start["engine"], tuple(start["parts"]))
        self._size = _own_size()
        self._threads = running_threads(os.getuid())
        view = dict.fromkeys((*self._reading.whole, *_kept_for_loading()))
        self.namespaces = start["namespaces"] and namespaces.enter(view)
        self._load(["numpy.random", *start["imports"]])
        look_around()
        self._rules = self._written_down()
        _be_opaque()
        gc.collect()
        gc.freeze()  # a worker that collects leaves these pages shared

    def _load(self, names: list[str]) -> None:
        """Load what submissions will import; what matplotlib writes meanwhile is thrown away."""
        if self.namespaces:
            namespaces.own_folder(64)
        folder = namespaces.WORK if self.namespaces else tempfile.mkdtemp(dir=self._folder)
        os.environ["MPLCONFIGDIR"] = folder
        for name in names:
            with contextlib.suppress(Exception):  # who imports it is told what is wrong with it
                importlib.import_module(name)
        if not self.namespaces:
            shutil.rmtree(folder, ignore_errors=True)

    def _written_down(self) -> int | None:
        """Write down what workers can open; where each has another folder, each does it itself."""
        if not self.namespaces:
            return None
        from . import landlock

        return landlock.rules(self._reading.whole, self._reading.listed, namespaces.PLACE)

    def remove_folders(self) -> None:
        """Remove the folder of working folders: the grader, which would do it, is gone."""
        if not self.namespaces:
            with contextlib.suppress(OSError, RecursionError):  # then the next grader does
                shutil.rmtree(self._folder)

    def fork(self, request: dict[str, Any], ends: list[int], control: socket.socket) -> Child:
        """Fork a worker.

        Parameters
        ----------
        request : dict
            ``work``, its working folder, and ``user``, who it becomes; None for nobody else.
        ends : list of int
            The pipe ends it reads requests from, writes answers to and prints to; and the one that
            its end is written to.
        control : socket
            Which it does not keep.
        """
        requests, replies, output, ending = ends
        pages = None if self._size is None else _read_size(self._size)
        parent = os.getpid()
        process = os.fork()
        if process:
            for end in (requests, replies, output):
                os.close(end)
            return Child(process, os.pidfd_open(process), ending)
        try:
            control.detach()
            work = namespaces.WORK if self.namespaces else request["work"]
            place = Place(
                self._reading,
                work,
                namespaces=self.namespaces,
                user=request["user"],
                parent=parent,
                pages=pages,
                threads=0 if request["user"] is not None else self._threads,
                rules=self._rules,
            )
            kept = {requests, replies, *([] if self._rules is None else [self._rules])}
            _be_alone(output, kept, work)
            session.answer(requests, replies, place, self._explain)
        finally:  # whatever happens, there is one parent
            os._exit(70)


def _be_alone(output: int, kept: set[int], work: str) -> None:
    """Leave the parent's session, its descriptors but a few, and its random numbers."""
    os.setsid()
    # Who sends these to a worker means the grader, which deals with them itself.
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    os.dup2(output, 1)
    os.dup2(output, 2)
    for before, after in itertools.pairwise([2, *sorted(kept), 1 << 16]):
        os.closerange(before + 1, after)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR"):
        os.environ[name] = work
    tempfile.tempdir = None
    random.seed()
    sys.modules["numpy"].random.seed()


def _collect(child: Child) -> None:
    """Take note of how a worker ended, and tell."""
    _, status, usage = os.wait4(child.process, 0)
    ending = ENDING.pack(os.waitstatus_to_exitcode(status), usage.ru_utime, usage.ru_stime)
    with contextlib.suppress(OSError):  # nobody may want to know any more
        os.write(child.ending, ending)
    os.close(child.ending)
    os.close(child.handle)


def _own_size() -> int | None:
    """Open the file that tells this process's size: it is out of sight later."""
    return None if memory_pages() is None else os.open("/proc/self/statm", os.O_RDONLY)


def _read_size(descriptor: int) -> int:
    return int(os.pread(descriptor, 256, 0).split()[0])


def _be_opaque() -> None:
    """Let no other process of this user look into this one, and go on when the grader ends.

    Should this process stand still then, it sees that its socket is closed, and ends.
    """
    from . import kernel

    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGCONT)


def _kept_for_loading() -> list[str]:
    """Give what this process itself still reads: its own package."""
    return [os.path.dirname(os.path.abspath(__file__))]
