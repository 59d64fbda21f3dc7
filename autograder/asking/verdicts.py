"""Each run of a check becomes a verdict.

`autograder grade`, `pytest --submission=...`, nbgrader and the notebook's own `check("q1")` all
come through `run_check`, so they cannot disagree.
"""

from __future__ import annotations

import ast
import itertools
import linecache
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from autograder.asking.checks import Check
from autograder.asking.kinds import kinds_of_case
from autograder.asking.run import Run, running
from autograder.errors import CheckFailure, Inconclusive, StudentError, place_of
from autograder.mistakes import Situation, advised
from autograder.mistakes.outline import Cells
from autograder.report import FULL_POINTS, CheckResult, Verdict
from autograder.sandbox.errors import ProtocolError, SandboxError, WorkerDied, WorkerTimeout

#: Longest message that is kept, in characters.
MAX_MESSAGE = 2000


def run_check(
    check: Check,
    submission: Any,
    seed: int,
    explain: bool = True,
    cells: Callable[[], Cells] = Cells,
) -> CheckResult:
    """Run one check and say what came of it; never raises for anything a submission does.

    Parameters
    ----------
    check : Check
    submission : autograder.asking.submission.Submission
    seed : int
        The run's seed; each check derives its own from it.
    explain : bool
        Whether to look for the smallest failing case. The verdict is the same without.
    cells : callable, optional
        Gives the notebook's cells beside the assignment's, once the check was run: a failure is
        then explained by them, too.

    Returns
    -------
    CheckResult
    """
    try:
        with running(_run_of(check, seed, explain=explain)):
            check.function(submission)
    except Exception as error:
        result = _failed(check, error, explain)
        if result.verdict not in ("failed", "timeout"):
            return result
        raised = error.stopped if isinstance(error, WorkerTimeout) else error
        raised = raised if isinstance(raised, StudentError) else None
        return advised(result, Situation(result, cells(), raised))
    return _result(check, "passed")


def _failed(check: Check, error: Exception, explain: bool) -> CheckResult:
    """Turn what ended a check into its result."""
    if isinstance(error, CheckFailure):
        unfinished = _complete(error) if explain else ""
        result = _result(check, "failed", error.message, error.kind, error.counterexample)
        if unfinished:
            more = {"kind": error.kind, **(result.diagnosis or {}), "unfinished": unfinished}
            result = replace(result, diagnosis=more)
        if result.brief:
            return result
        told = [KINDS.get(error.kind, ""), kinds_of_case(error)]
        return replace(result, brief=" ".join(filter(None, told)))
    if isinstance(error, StudentError):
        result = _result(check, "failed", *describe_student_error(error))
        return replace(result, brief=describe_student_error(error, detail=False)[0])
    if isinstance(error, Inconclusive):
        text = f"This could not be decided: {error} No points lost."
        return _result(check, "inconclusive", text)
    if isinstance(error, WorkerTimeout):
        return _result(check, "timeout", _sentence(error) + " Look for a loop that never ends.")
    if isinstance(error, WorkerDied):
        text = _sentence(error) + " Nothing after that could be asked."
        return _result(check, "failed", text, "crash")
    if isinstance(error, ProtocolError):
        text = "The submission did not answer in the agreed form, so this check was not graded."
        return _result(check, "refused", text)
    if isinstance(error, AssertionError):
        return _result(check, "failed", str(error).strip() or _claim(error), "claim")
    # The check's own mistake must not end the batch.
    text = "The check itself went wrong, which is not your fault"
    return replace(_result(check, "error", f"{text}: {error!r}"), brief=f"{text}.")


def interrupted(check: Check, stopped: StudentError | None, text: str, cells: Cells) -> CheckResult:
    """Give the result of a check whose code was stopped, as the grader speaks of endless loops."""
    result = _result(check, "timeout", f"{text}. Look for a loop that never ends.")
    return advised(result, Situation(result, cells, stopped))


def run_checks(
    checks: Iterable[Check], submission: Any, seed: int, explain: bool = True
) -> Iterator[CheckResult]:
    """Run checks in turn, each when its result is asked for; see `run_check`."""
    return (run_check(check, submission, seed, explain) for check in checks)


def _complete(failure: CheckFailure) -> str:
    """Add what is worth its time for the smallest case only; never lose the verdict over it.

    What went wrong in that is given back, unless the submission gave no answer, or none to use.
    """
    try:
        for find in failure.findings:  # none after one that failed
            failure.add(find())
    except (StudentError, SandboxError, CheckFailure, Inconclusive):
        return ""
    except Exception as error:
        return repr(error)
    return ""


def describe_student_error(error: StudentError, detail: bool = True) -> tuple[str, str]:
    """Say in a sentence or two that the submission raised, and give the kind of failure.

    Without `detail`, the exception's own words are left out: they may tell the inputs.
    """
    if error.unwritten:
        place = place_of(error.cell, None, error.defines)
        if error.function not in ("", "<module>", error.defines):
            place = place and f"`{error.function}`, in {place}"
        elif place:
            place = f"in {place}"
        place = f" ({place})" if place else ""
        return (
            f"Not written yet{place}: replace `raise NotImplementedError()` by your code.",
            "unwritten",
        )
    name = re.fullmatch(r"name '(\w+)' is not defined in the notebook", error.detail)
    if name:  # the check's own question, not a line of the student's
        return f"There is no `{name[1]}` in the notebook.", "raised"
    text = f"Your code raised {error.kind}"
    asked = error.asked if detail else ""
    text += f": {error.detail.rstrip('.')}{asked}." if error.detail and detail else f"{asked}."
    return text + (f" It happened in {error.where}" if error.where else ""), "raised"


def unwritten(result: CheckResult) -> CheckResult:
    """Give a failed result for a question whose stubs nobody has touched: that is all to say."""
    text = "Not written yet: replace `# YOUR CODE HERE` and the line below it by your code."
    diagnosis = {"kind": "unwritten", "text": KINDS["unwritten"]}
    return replace(result, message=text, counterexample=None, diagnosis=diagnosis)


def _result(
    check: Check,
    verdict: Verdict,
    message: str = "",
    kind: str = "",
    counterexample: dict[str, Any] | None = None,
) -> CheckResult:
    return CheckResult(
        id=check.id,
        question=check.question,
        cell=check.cell,
        verdict=verdict,
        points=check.points if verdict in FULL_POINTS else 0.0,
        possible=check.points,
        title=check.title,
        message=message[:MAX_MESSAGE],
        brief="" if kind in NAMED else message[:MAX_MESSAGE],
        counterexample=counterexample,
        diagnosis={"kind": kind, "text": KINDS[kind]} if kind in KINDS else None,
        hidden=check.hidden,
        whole=check.whole,
    )


#: Kinds of failure whose message tells the inputs of a case.
NAMED = frozenset({"value", "partials", "gradient", "shape", "type", "output", "claim"})

#: Kinds of failure that say where to look, in words for a student.
KINDS: dict[str, str] = {
    "value": "The computed value is wrong, before any derivative.",
    "partials": "The value is right; the local derivatives do not match it.",
    "gradient": "The values are right; the derivative is not.",
    "shape": "The result has the wrong shape; its numbers were not looked at.",
    "type": "The result is not of the kind that was asked for.",
    "output": "What was printed is not what was asked for.",
    "raised": "The code stopped with an exception.",
    "crash": "The code ended the whole program.",
    "unwritten": "Nothing has been written here yet.",
}


def _sentence(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    text = text.replace("The submission's code", "Your code")
    return text if text.endswith(".") else text + "."


def _claim(error: AssertionError) -> str:
    """Quote the assert statement that failed, since it came without a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "A claim of this check does not hold."
    line = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, IndexError):
        return "A claim of this check does not hold."
    claim = ast.unparse(statement.test) if isinstance(statement, ast.Assert) else line
    return f"This does not hold: {claim}"


def survey(check: Check, submission: Any, seed: int) -> None:
    """Put a few of a check's cases to a submission, right or wrong, and say nothing of them.

    Parameters
    ----------
    check : Check
    submission : autograder.asking.submission.Submission
        One that remembers what was asked, see `autograder.explaining.interview.Recording`.
    seed : int
        Another seed draws other cases.

    Raises
    ------
    SandboxError
        If the submission no longer answers.
    """
    try:
        with running(_run_of(check, seed, explain=False, survey=True)):
            check.function(submission)
    except SandboxError:
        raise
    except Exception:
        return  # a case outside of for_all; what was asked until then is remembered


def _run_of(check: Check, seed: int, *, explain: bool, survey: bool = False) -> Run:
    """Give a check's own run: its own seed, and keys for its drawings of cases."""
    own_seed = zlib.crc32(f"{seed}/{check.id}".encode())
    drawings = ((check.function, number) for number in itertools.count())
    return Run(own_seed, explain, survey, drawings, check.tolerances)
