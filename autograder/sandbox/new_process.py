"""A worker in a process of its own making: a fresh interpreter, wherever nothing can be forked."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.folders import Folder

INTERPRETER = (sys.executable, "-I", "-S", "-X", "utf8")
SCRIPT = Path(__file__).parent / "worker" / "__main__.py"
# Read by BLAS and the C library before any Python runs. One memory arena: with more, each thread
# reserves address space, and the memory limit counts that.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "MPLBACKEND": "Agg",
}
# An interpreter from a bundle or a module system may not start without these.
_LOADER_VARIABLES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")


_starter = ThreadPoolExecutor(1, "autograder-starter")


def started(command: Sequence[str], **how: Any) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, from a thread that never ends.

    What it asks the kernel to be told of the end of its parent is told at the end of the *thread*
    that started it.
    """

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, start_new_session=True, **how)

    return _starter.submit(start).result()


def environment(folder: str, marker: str) -> dict[str, str]:
    """Give the environment that untrusted code starts in: nothing of ours."""
    folders = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), folder)
    loader = {name: os.environ[name] for name in _LOADER_VARIABLES if name in os.environ}
    return {**_ENVIRONMENT, **folders, **loader, "AUTOGRADER_WORKER": marker}


class NewProcess(ChildProcess):
    """A fresh interpreter that runs one worker.

    Parameters
    ----------
    script : path-like, optional
        What it runs instead of the worker.
    """

    def __init__(self, script: str | Path | None = None) -> None:
        super().__init__(Folder())
        assert self.work is not None
        self.marker = "autograder-worker-" + secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None
        passed = (self._request_end, self._reply_end)
        numbers = map(str, (*passed, os.getpid()))
        try:
            self._process = started(
                [*INTERPRETER, str(script or SCRIPT), *numbers, self.marker],
                stdin=subprocess.DEVNULL,
                stdout=self._output_end,
                stderr=self._output_end,
                pass_fds=passed,
                cwd=self.work.path,
                env=environment(self.work.path, self.marker),
            )
            self.pid = self._process.pid
            if hasattr(os, "pidfd_open"):
                self.gone = os.pidfd_open(self.pid)
                self._ours.append(self.gone)
        except BaseException:
            self.end()
            raise
        self._hand_over()

    def ended(self) -> bool:
        """Whether the process has ended; collects its exit status and processor time."""
        process = self._process
        if process is None or process.returncode is not None:
            return True
        if hasattr(os, "waitid"):
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, process.pid, options) is None:
                return False
            # Before the status is collected, the number can not be another group's.
            _kill_group(process.pid)
        # wait4 and not Popen.poll: only it tells the processor time of this one child.
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            self.status = process.returncode = os.waitstatus_to_exitcode(status)
            self.cpu_seconds = usage.ru_utime + usage.ru_stime
        return bool(pid)

    def end(self) -> None:
        """Kill the process and what it started, close our pipe ends, remove the folder."""
        if not self.ended():
            assert self._process is not None
            _kill_group(self._process.pid)
            deadline = time.monotonic() + 10
            while not self.ended() and time.monotonic() < deadline:
                time.sleep(0.001)
        if self._ours and self._process is not None:
            _sweep(self.marker)
        self._close()


def _kill_group(pid: int) -> None:
    # Nothing may be left in it; macOS says so with PermissionError.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _sweep(marker: str) -> None:
    """Kill what left the worker's session: where /proc shows it, by the marker it inherited.

    A process that forks and ends while we look is gone before it is asked, and its child is in no
    list yet. So we look until a list holds nobody new.
    """
    if not os.path.isdir("/proc/self"):
        return
    wanted = marker.encode()
    asked: set[int] = set()
    # Other people's processes are new too, and on a busy machine there is always one.
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        running = set(map(int, filter(str.isdigit, os.listdir("/proc"))))
        if running <= asked:
            return
        for pid in running - asked:
            if _has(pid, wanted):
                _kill_marked(pid, wanted)
        asked = running


def _kill_marked(pid: int, wanted: bytes) -> None:
    try:
        handle = os.pidfd_open(pid)
    except OSError:
        return
    try:
        # Asked again: now that we hold the process, its number can not be somebody else's.
        if _has(pid, wanted):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    except OSError:
        pass  # it has just ended
    finally:
        os.close(handle)


def _has(pid: int, wanted: bytes) -> bool:
    if pid == os.getpid():
        return False
    for name in ("cmdline", "environ"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                if wanted in file.read(65536):
                    return True
        except OSError:
            continue
    return False
