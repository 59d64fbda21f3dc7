"""A worker's process, as the grader holds it: its pipes, its folder, how it ended, in words."""

from __future__ import annotations

import contextlib
import os
import signal

from autograder.language import say, template
from autograder.sandbox.folders import Folder


class ChildProcess:
    """What is the same for every worker, however its process came to be.

    Attributes
    ----------
    pid : int
    requests, replies, output : int
        Descriptors to write requests to and to read answers and printed text from; none blocks.
    gone : int or None
        A descriptor that becomes readable when the process ends, where the system has one.
    work : Folder or None
        Its working folder, if that is on disk; removed by `end`.
    status : int or None
        Its exit code once it has ended, negative for a signal; None as long as it is not known.
    cpu_seconds : float
        Seconds of the processor it took, once it has ended.
    """

    pid: int
    gone: int | None = None
    status: int | None = None
    cpu_seconds = 0.0

    def __init__(self, work: Folder | None) -> None:
        self.work = work
        self._ours: list[int] = []
        self._theirs: list[int] = []
        try:
            self._request_end, self.requests = self._pipe(keep_reader=False)
            self._reply_end, self.replies = self._pipe()
            self._output_end, self.output = self._pipe()
        except OSError:
            self._close()
            raise

    def _pipe(self, keep_reader: bool = True) -> tuple[int, int]:
        """A pipe as (the worker's end, our end)."""
        reader, writer = os.pipe()
        ours, theirs = (reader, writer) if keep_reader else (writer, reader)
        os.set_blocking(ours, False)
        self._ours.append(ours)
        self._theirs.append(theirs)
        return theirs, ours

    def _hand_over(self) -> None:
        """Close the worker's pipe ends, once it has them."""
        theirs, self._theirs = self._theirs, []
        for descriptor in theirs:
            os.close(descriptor)

    def ended(self) -> bool:
        """Whether the process has ended; takes note of how."""
        raise NotImplementedError

    def end(self) -> None:
        """Kill the process and what it started, close our pipe ends, remove the folder."""
        raise NotImplementedError

    def _close(self) -> None:
        self._hand_over()
        descriptors, self._ours = self._ours, []
        for descriptor in descriptors:
            os.close(descriptor)
        if self.work is not None:
            with contextlib.suppress(OSError):  # what is left, the next grader removes
                self.work.remove()

    def state(self) -> str:
        """Give the kernel's letter for what the process does, such as T for stopped."""
        return self._stat()[0]

    def used(self) -> float:
        """Give the seconds of the processor it took until now."""
        if self.status is not None:
            return self.cpu_seconds
        fields = self._stat()
        if len(fields) < 13:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def waited(self) -> float:
        """Give the seconds in which it could have run, and others had the processor."""
        with contextlib.suppress(OSError, IndexError):
            return int(_told(f"/proc/{self.pid}/schedstat").split()[1]) / 1e9
        return 0.0

    def _stat(self) -> list[str]:
        # From proc(5); what stands before is a name that may hold anything.
        with contextlib.suppress(OSError):
            return _told(f"/proc/{self.pid}/stat").rpartition(")")[2].split()
        return [""]

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
        if self.status is None:
            return say("stopped answering")
        if self.status >= 0:
            if self.status == 70:
                return say("damaged the process it runs in")
            return say(
                "ended its own process (exit status {status}, as os._exit does)",
                status=self.status,
            )
        number = -self.status
        if number == signal.SIGXCPU or self._out_of_time(cpu_limit):
            return say("was stopped after {seconds:g} s of CPU time", seconds=cpu_limit)
        if number in _SIGNALS:
            return say(_SIGNALS[number])
        return say("was ended by signal {number}", number=number)

    def by_accident(self, cpu_limit: float) -> bool:
        """Say whether it ended, or stands still, through no doing of its own code's.

        That is: it was killed or stopped from outside, or nobody can say how it ended.
        """
        if self.state() == "T":
            return True
        if not self.ended():
            return False
        killed = self.status == -signal.SIGKILL and not self._out_of_time(cpu_limit)
        return self.status is None or killed

    def _out_of_time(self, cpu_limit: float) -> bool:
        return self.status == -signal.SIGKILL and self.cpu_seconds >= 0.95 * cpu_limit


def _told(path: str) -> str:
    """Read what the kernel tells in a line; it is asked for several times with each question."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 4096).decode("utf-8", "replace")
    finally:
        os.close(descriptor)


# By name: Windows has few of these signals, and this module is imported there too.
_NAMED = {
    "SIGKILL": template("was killed from outside, probably because it ran out of memory"),
    "SIGSEGV": template("crashed (segmentation fault)"),
    "SIGBUS": template("crashed (bus error)"),
    "SIGABRT": template("crashed (abort)"),
    "SIGFPE": template("crashed (arithmetic error in C code)"),
    "SIGILL": template("crashed (illegal instruction)"),
    "SIGSYS": template("made a call to the system that is not allowed"),
    "SIGTERM": template("ended its own process (signal 15)"),
    "SIGXFSZ": template("wrote a file that is too large"),
}
_SIGNALS: dict[int, str] = {
    getattr(signal, name): words for name, words in _NAMED.items() if hasattr(signal, name)
}
