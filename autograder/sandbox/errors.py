"""The ways in which a worker gives no answer; each is a verdict about the code that it ran."""

from __future__ import annotations

from typing import Any

from autograder.errors import AutograderError, StudentError
from autograder.language import say, template

#: How sentences about a submission's code begin, and what is said of a loop that does not end.
ITS_CODE = template("The submission's code")
RAN_LONG = template("ran longer than {seconds} s")


class SandboxError(AutograderError):
    """A worker gave no answer that can be used.

    Attributes
    ----------
    accident : bool
        Whether that was no doing of the code in it: it was killed or stopped from outside. Then
        the same is asked once more before it counts.
    """

    accident = False


class MachineError(AutograderError):
    """No submission can be run here, or not as it must be: no fault of the code that was to run.

    It ends the grading of a submission without a verdict.
    """


class WorkerTimeout(SandboxError):
    """An answer took too long; the worker lives on if it could be interrupted (`Worker.alive`).

    Parameters
    ----------
    text : str
    record : dict, optional
        Where the code was interrupted, as `worker.errors` makes it.

    Attributes
    ----------
    stopped : StudentError or None
        The same as the error that a student is told.
    """

    def __init__(self, text: str, record: dict[str, Any] | None = None) -> None:
        super().__init__(text)
        self.record = record
        self.stopped = None if record is None else StudentError(record)

    @classmethod
    def at(cls, record: dict[str, Any]) -> WorkerTimeout:
        """Give the error about code that was interrupted, with its place in words."""
        error = StudentError(record)
        words = {"who": say(ITS_CODE), "what": error.detail, "where": error.where}
        text = "{who} {what}, in {where}." if error.where else "{who} {what}."
        return cls(say(text, **words), record)


class WorkerDied(SandboxError):
    """The worker's process ended, or had to be ended."""


class ProtocolError(SandboxError):
    """What came back is not an answer in our form; the worker was ended."""
