"""The ways in which a worker gives no answer; each is a verdict about the code that it ran."""

from __future__ import annotations

from autograder.errors import AutograderError


class SandboxError(AutograderError):
    """A worker gave no answer that can be used."""


class WorkerTimeout(SandboxError):
    """An answer took too long; the worker lives on if it could be interrupted (`Worker.alive`)."""


class WorkerDied(SandboxError):
    """The worker's process ended, or had to be ended."""


class ProtocolError(SandboxError):
    """What came back is not an answer in our form; the worker was ended."""
