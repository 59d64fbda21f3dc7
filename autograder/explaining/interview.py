"""More cases are put to a submission, and every question is kept together with its answer."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder.asking.checks import Check
from autograder.asking.sessions import Bind, Session
from autograder.asking.submission import Submission
from autograder.asking.verdicts import survey
from autograder.sandbox.errors import SandboxError

#: A request, and the reply to it with its value decoded.
Exchange = tuple[dict[str, Any], dict[str, Any]]


class Recording:
    """A session that remembers what was asked and what was answered.

    Parameters
    ----------
    session : Session
        Where the answers come from.
    until : float
        When to stop asking, on the clock of `time.monotonic`.
    """

    def __init__(self, session: Session, until: float = math.inf) -> None:
        self._session = session
        self._until = until
        self.exchanges: list[Exchange] = []

    def request(self, request: dict[str, Any], handle: Bind) -> dict[str, Any]:
        """Answer one request, and keep both.

        Raises
        ------
        SandboxError
            If it is late: the submission answers too slowly to be asked more.
        """
        if time.monotonic() > self._until:
            raise SandboxError("The submission answers too slowly to look for what it does.")
        reply = self._session.request(request, handle)
        self.exchanges.append((request, reply))
        return reply


@dataclass(frozen=True, slots=True)
class Interview:
    """What checks ask of a submission, drawn anew in every round.

    Parameters
    ----------
    session : Session
        The submission.
    own, every : sequence of Check
        The checks of one graded cell, and of its whole question.
    seed : int
        The first round's; each round adds one.
    until : float
        When to stop asking, on the clock of `time.monotonic`.
    """

    session: Session
    own: Sequence[Check]
    every: Sequence[Check]
    seed: int
    until: float

    def __call__(self, number: int, whole_question: bool) -> list[Exchange]:
        """Hold a round, about the graded cell or about the whole question."""
        recording = Recording(self.session, self.until)
        for check in self.every if whole_question else self.own:
            survey(check, Submission(recording), self.seed + number)
        return recording.exchanges
