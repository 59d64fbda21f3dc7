"""The trusted side of the prepared parent: start it once, have it fork a worker when one is needed.

A worker that is forked is there in a few milliseconds, with NumPy loaded; a new process takes a
tenth of a second. Where that does not work (no Linux), every worker is a new process, and all else
is the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import tempfile
import threading
from typing import Any

from autograder.sandbox import runners
from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.folders import Folder, remove_abandoned
from autograder.sandbox.new_process import INTERPRETER, SCRIPT, environment, started
from autograder.sandbox.worker.wire import ENDING

_START_SECONDS = 60.0
#: A fork takes a millisecond; a parent that does not answer for so long stands still.
_FORK_SECONDS = 10.0
_MESSAGE = 1 << 16
#: From here on are numbers of users that nobody has.
_USERS = 1 << 29


class ParentLost(SandboxError):
    """The prepared parent is gone, or does not answer."""


class Nursery:
    """A prepared parent that runs.

    Parameters
    ----------
    start : dict
        What it loads: ``packages``, ``engine``, ``parts``, ``imports``; see
        `autograder.sandbox.worker.prepared.Parent`.
    namespaces, drop_user : bool
        Whether its workers get namespaces, and another user if this one is root.
    runner : str
        The outer boundary around it, see `autograder.sandbox.runners`.

    Raises
    ------
    ParentLost
        If it does not start; the text has what it printed.
    """

    def __init__(
        self,
        start: dict[str, Any],
        *,
        namespaces: bool = True,
        drop_user: bool = True,
        runner: str = "",
    ) -> None:
        remove_abandoned()
        self._lock = threading.Lock()
        self._folder = Folder()
        self._drop_user = drop_user and os.geteuid() == 0
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        marker = "autograder-parent-" + secrets.token_hex(16)
        try:
            with theirs, tempfile.TemporaryFile() as printed:
                outer = runners.prefix(runner, self._folder.path)
                self._process = started(
                    [*outer, *INTERPRETER, str(SCRIPT), "parent", str(theirs.fileno()), marker],
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=printed,
                    pass_fds=(theirs.fileno(),),
                    cwd="/",
                    env=environment(self._folder.path, marker),
                )
                theirs.close()
                message = {
                    **start,
                    "namespaces": namespaces,
                    "drop_user": self._drop_user,
                    "folder": self._folder.path,
                }
                try:
                    ours.settimeout(_START_SECONDS)
                    ours.send(json.dumps(message).encode())
                    answer = json.loads(ours.recv(_MESSAGE) or b"null")
                except (OSError, ValueError):
                    answer = None
                if answer is None:
                    printed.seek(0)
                    said = printed.read(2000).decode("utf-8", "replace").strip()
                    raise ParentLost(f"The process that forks workers did not start: {said}")
        except BaseException:
            self.close()
            raise
        #: Whether workers are in namespaces of their own.
        self.namespaces: bool = answer["namespaces"]
        if self.namespaces:
            self._folder.remove()  # each worker has one in memory
        ours.settimeout(_FORK_SECONDS)

    @property
    def pid(self) -> int:
        """The parent's process number."""
        return self._process.pid

    def fork(self) -> ForkedProcess:
        """Give a new worker's process.

        Raises
        ------
        ParentLost
            If the parent is gone or does not answer; close this nursery then.
        """
        # As root, each worker is another user: what one may have is then not shared with others.
        user = _USERS + secrets.randbelow(_USERS) if self._drop_user else None
        work = None if self.namespaces else Folder(self._folder, user)
        try:
            child = ForkedProcess(work)
        except OSError as error:
            if work is not None:
                work.remove()
            raise ParentLost(f"No pipes for a worker can be made: {error}") from None
        try:
            with self._lock:
                asked = {"work": "" if work is None else work.path, "user": user}
                request = json.dumps(asked).encode()
                socket.send_fds(self._control, [request], child.ends)
                data, handles, *_ = socket.recv_fds(self._control, _MESSAGE, 1)
            if not data:
                raise ParentLost("The process that forks workers is gone.")
            if not handles:
                raise ParentLost(f"The process that forks workers cannot: {json.loads(data)}")
            child.born(handles[0])
        except OSError as error:
            child.end()
            raise ParentLost(f"The process that forks workers does not answer: {error}") from None
        except BaseException:
            child.end()
            raise
        return child

    def close(self) -> None:
        """End the parent, all its workers, and remove their folders."""
        self._control.close()
        process = getattr(self, "_process", None)
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.0)
            process.kill()  # it does nothing to one that has ended
            process.wait()
        self._folder.remove()


class ForkedProcess(ChildProcess):
    """A worker that the prepared parent forked: not a child of ours, so it is held by a pidfd."""

    def __init__(self, work: Folder | None) -> None:
        super().__init__(work)
        self._ending_end, self._ending = self._pipe()
        self._over = False

    @property
    def ends(self) -> list[int]:
        """What the parent needs to fork it, in the order it expects."""
        return [
            self._request_end,
            self._reply_end,
            self._output_end,
            self._ending_end,
        ]

    def born(self, handle: int) -> None:
        """Take note of the handle to the process, and of its number as we see it."""
        # The parent may see another number, in a namespace of a runner's.
        with open(f"/proc/self/fdinfo/{handle}") as file:
            fields = dict(line.split(":", 1) for line in file)
        self.pid, self.gone = int(fields["Pid"]), handle
        self._ours.append(handle)
        self._hand_over()

    def ended(self) -> bool:
        """Whether the process has ended; takes note of what the parent wrote about it."""
        if self._over or self.gone is None or not self._ours:
            return True
        if not _readable(self.gone, 0):
            return False
        self._over = True
        # The parent sees the end when we do, and writes at once; it may be gone itself.
        if _readable(self._ending, 5.0):
            told = os.read(self._ending, ENDING.size)
            if len(told) == ENDING.size:
                self.status, user, system = ENDING.unpack(told)
                self.cpu_seconds = user + system
        return True

    def end(self) -> None:
        """Kill the process, close our pipe ends, remove the folder."""
        if self.gone is not None and self._ours and not self.ended():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.gone, signal.SIGKILL)
            _readable(self.gone, 10.0)
            self.ended()
        self._close()


def _readable(descriptor: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
