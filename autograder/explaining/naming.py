"""Names for the mistakes of one submission, looked for within one budget of seconds.

A name is looked for once for each graded cell and each program that it fails in. Verdicts do not
depend on it: what goes wrong, or takes too long, costs nothing but the name.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from autograder.asking.checks import Check
from autograder.asking.plain import safely
from autograder.asking.sessions import WorkerSession
from autograder.assemble import Program, Variant
from autograder.explaining.diagnose import SECONDS, diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import as_data
from autograder.fitting import assignment_checks
from autograder.pack import Assignment
from autograder.report import CheckResult

#: How many seconds of the processor may be spent on naming the mistakes of one submission.
NAMING_SECONDS = 5.0

#: How long an interview may take by the clock, in seconds for each of the processor's: others work.
WAITING = 4.0


class Naming:
    """Gives failures of one submission their names.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Of the cases that are drawn to tell one misconception from another.
    """

    def __init__(self, assignment: Assignment, seed: int) -> None:
        self._assignment = assignment
        self._seed = seed
        self._left = NAMING_SECONDS
        self._found: dict[tuple[str, Program], dict[str, str]] = {}
        #: The assignment's checks; loaded when they are needed, if nobody has set them.
        self.checks: Sequence[Check] | None = None
        #: What went wrong in looking for names, for the instructor alone.
        self.failures: list[str] = []

    def named(
        self, check: Check, result: CheckResult, program: Program, session: WorkerSession
    ) -> CheckResult:
        """Add the one misconception that explains every answer of the check's cell, if any does.

        What is wrong with a notebook as a whole may be in any answer, so that gets no name.

        Parameters
        ----------
        check : Check
        result : CheckResult
            What it said in a program in which it fails.
        program : Program
            In which program a mistake is looked for.
        session : WorkerSession
            That program, to be asked.
        """
        if check.whole or result.verdict != "failed" or result.kind == "unwritten":
            return result
        if (result.diagnosis or {}).get("mistake") == "handing-over":
            return result  # the line that is missing says more than what comes of it
        if self._assignment.answer_of(check.cell) in session.cell_errors:
            return result  # it did not run, so it is not what it does that is wrong
        key = check.cell, program
        if key not in self._found:
            self._found[key] = self._looked_for(check, session)
        name, known = self._found[key], result.diagnosis or {"kind": ""}
        return replace(result, diagnosis={**known, **name}) if name else result

    def _looked_for(self, check: Check, session: WorkerSession) -> dict[str, str]:
        """Ask the submission more, as long as there are seconds left."""
        if not self._left:
            return {}
        if self.checks is None:
            self.checks = assignment_checks(self._assignment)
        every = [one for one in self.checks if one.question == check.question]
        own = [one for one in every if one.cell == check.cell]
        answer = self._assignment.own_answer_of(check.cell)
        started = time.process_time()
        seconds = min(SECONDS, self._left)
        until = time.monotonic() + WAITING * seconds
        interview = Interview(session, own, every, self._seed, until)
        try:
            found = diagnose(self._assignment, check.question, interview, answer, seconds)
        except Exception as error:
            self.failures.append(f"{check.cell}: no name was looked for: {safely(error)}")
            found = None
        finally:
            self._left = max(0.0, self._left - (time.process_time() - started))
        return {} if found is None else dict(as_data(found))


def naming_variant(
    telling: Variant, told: CheckResult, failed: Sequence[tuple[Variant, CheckResult]]
) -> Variant:
    """Give the program in which a mistake is looked for: its cell alone, if it fails as well.

    Beside other answers of the question, what is wrong with those would count for it.
    """
    alone = (variant for variant, one in failed if variant.alone and one.kind == told.kind)
    return next(alone, telling)
