"""A worker's process: started clean, ended with all its descendants, its end put into words."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_INTERPRETER = (sys.executable, "-I", "-S", "-X", "utf8")
_SCRIPT = Path(__file__).parent / "worker" / "__main__.py"
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


class ChildProcess:
    """One running worker with the ends of its pipes that we hold.

    Attributes
    ----------
    requests, replies, output : int
        Descriptors to write requests to and to read answers and printed text from; none blocks.
    gone : int or None
        A descriptor that becomes readable when the process ends, where the system has one.
    folder : str
        The worker's working folder, removed by `end`.
    """

    def __init__(self, script: str | Path | None = None) -> None:
        self.folder = tempfile.mkdtemp(prefix="autograder-")
        self.marker = "autograder-worker-" + secrets.token_hex(16)
        self.gone: int | None = None
        self.cpu_seconds = 0.0
        self._descriptors: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        theirs: list[int] = []
        try:
            request_end, self.requests = self._pipe(theirs, keep_reader=False)
            reply_end, self.replies = self._pipe(theirs)
            output_end, self.output = self._pipe(theirs)
            # Nothing is ever written here: it closes when we are gone, and the worker ends with it.
            life_end, _ = self._pipe(theirs, keep_reader=False)
            passed = (request_end, reply_end, life_end)
            self._process = subprocess.Popen(
                [*_INTERPRETER, str(script or _SCRIPT), *map(str, passed), self.marker],
                stdin=subprocess.DEVNULL,
                stdout=output_end,
                stderr=output_end,
                pass_fds=passed,
                cwd=self.folder,
                env=self._environment(),
                start_new_session=True,
            )
            self.pid = self._process.pid
            if hasattr(os, "pidfd_open"):
                self.gone = os.pidfd_open(self.pid)
                self._descriptors.append(self.gone)
        except BaseException:
            self.end()
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)

    def _pipe(self, theirs: list[int], keep_reader: bool = True) -> tuple[int, int]:
        """A pipe as (the worker's end, our end)."""
        reader, writer = os.pipe()
        ours, other = (reader, writer) if keep_reader else (writer, reader)
        os.set_blocking(ours, False)
        self._descriptors.append(ours)
        theirs.append(other)
        return other, ours

    def _environment(self) -> dict[str, str]:
        folders = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), self.folder)
        loader = {name: os.environ[name] for name in _LOADER_VARIABLES if name in os.environ}
        return {**_ENVIRONMENT, **folders, **loader, "AUTOGRADER_WORKER": self.marker}

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
            process.returncode = os.waitstatus_to_exitcode(status)
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
        descriptors, self._descriptors = self._descriptors, []
        if descriptors:
            _sweep(self.marker)
        for descriptor in descriptors:
            os.close(descriptor)
        _remove(self.folder)

    def last_words(self, cpu_limit: float) -> str:
        """Say how the process ended.

        Parameters
        ----------
        cpu_limit : float
            The processor seconds it had.

        Returns
        -------
        str
            The end of a sentence that starts with "the submission's code".
        """
        status = None if self._process is None else self._process.returncode
        if status is None:
            return "stopped answering"
        if status >= 0:
            if status == 70:
                return "damaged the process it runs in"
            return f"ended its own process (exit status {status}, as os._exit does)"
        number = -status
        out_of_time = self.cpu_seconds >= 0.95 * cpu_limit
        if number == signal.SIGXCPU or (number == signal.SIGKILL and out_of_time):
            return f"was stopped after {cpu_limit:g} s of CPU time"
        return _SIGNALS.get(number, f"was ended by signal {number}")


# By name: Windows has few of these signals, and this module is imported there too.
_NAMED = {
    "SIGKILL": "was killed from outside, probably because it ran out of memory",
    "SIGSEGV": "crashed (segmentation fault)",
    "SIGBUS": "crashed (bus error)",
    "SIGABRT": "crashed (abort)",
    "SIGFPE": "crashed (arithmetic error in C code)",
    "SIGILL": "crashed (illegal instruction)",
    "SIGTERM": "ended its own process (signal 15)",
    "SIGXFSZ": "wrote a file that is too large",
}
_SIGNALS: dict[int, str] = {
    getattr(signal, name): words for name, words in _NAMED.items() if hasattr(signal, name)
}


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


def _remove(folder: str) -> None:
    """Remove a folder, whatever permissions and depth the worker gave to what is in it."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except (OSError, RecursionError):
        # Tools of the system: they neither follow links nor run out of stack.
        for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
            subprocess.run([*command, "--", folder], check=False, stderr=subprocess.DEVNULL)
