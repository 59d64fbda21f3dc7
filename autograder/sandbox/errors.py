"""The ways in which a worker gives no answer; each is a verdict about the code that it ran."""

from __future__ import annotations

from autograder.errors import AutograderError, StudentError


class SandboxError(AutograderError):
    """A worker gave no answer that can be used."""


class WorkerTimeout(SandboxError):
    """An answer took too long; the worker lives on if it could be interrupted (`Worker.alive`).

    Parameters
    ----------
    text : str
    stopped : StudentError, optional
        Where the submission's code was interrupted.
    """

    def __init__(self, text: str, stopped: StudentError | None = None) -> None:
        super().__init__(text)
        self.stopped = stopped


class WorkerDied(SandboxError):
    """The worker's process ended, or had to be ended."""


class ProtocolError(SandboxError):
    """What came back is not an answer in our form; the worker was ended."""
