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
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from autograder.asking.budget import BudgetSpent
from autograder.asking.checks import Check
from autograder.asking.kinds import kinds_of_case
from autograder.asking.plain import bounded, safely
from autograder.asking.run import Run, running
from autograder.asking.withheld import IT_HAPPENED, OF_CASES, among_references, known_words, secrets
from autograder.errors import GIVEN_SAYS, CheckFailure, Inconclusive, StudentError, place_of
from autograder.language import ENGLISH, in_english, pattern, say, speaking, spoken, template
from autograder.mistakes import Situation, advised
from autograder.mistakes.asked import name_the_line
from autograder.mistakes.side_by_side import Cells
from autograder.report import FULL_POINTS, CheckResult, Verdict
from autograder.sandbox.errors import (
    ITS_CODE,
    RAN_LONG,
    MachineError,
    ProtocolError,
    SandboxError,
    WorkerDied,
    WorkerTimeout,
)

#: Longest message that is kept, in characters.
MAX_MESSAGE = 2000

#: What is said where a claim is all that is known, or its words cannot be shown.
UNSHOWN = template("A claim of this check does not hold.")

LOOK_FOR_LOOP = template("Look for a loop that never ends.")

#: What is said where a submission, and no mistake of ours, has ended a check with an error.
BROKE = template(
    "What your code gave here made the check itself stop with an error, and the reference answers "
    "do not, so nothing of it was accepted. Look at what your code returns: ordinary numbers, of "
    "the kind and size that is asked for? And does a cell change something of Python's own?"
)


def run_check(
    check: Check,
    submission: Any,
    seed: int,
    explain: bool = True,
    cells: Callable[[], Cells] = Cells,
    *,
    among: bool = False,
    reference: Callable[[], Any] | None = None,
) -> CheckResult:
    """Run one check and say what came of it; never raises for anything a submission does.

    Raises a `MachineError` if no submission can be run here.

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
    among : bool
        Whether the submission runs beside reference answers: then nothing that it says is told.
    reference : callable, optional
        Gives the reference answers as a submission. A check that goes wrong is put to them as well:
        if it works there, this submission has broken it.

    Returns
    -------
    CheckResult
    """
    try:
        with running(_run_of(check, seed, explain=explain)):
            check.function(submission)
    except MachineError:
        raise  # nobody can say anything of the submission
    except (OSError, MemoryError) as error:  # ours: what the submission raises comes as text
        raise MachineError(f"The grader could not go on: {safely(error)}") from error
    except Exception as error:
        beside, slip = _attempt(cells, Cells())
        if isinstance(error, StudentError):
            place = partial(name_the_line, error, beside, check.question, check.cell, check.whole)
            slip = slip or _attempt(place, None)[1]
        result = _failed(check, error, explain)
        if result.verdict == "error" and reference is not None:
            result = _blamed(check, result, error, seed, reference)
        return _with_slip(_explained(check, bounded(result), error, beside, among), slip)
    return _result(check, "passed")


def _failed(check: Check, error: Exception, explain: bool) -> CheckResult:
    """Turn what ended a check into its result."""
    if isinstance(error, CheckFailure):
        unfinished = _complete(error) if explain else ""
        result = _result(check, "failed", error.message, error.kind, error.counterexample)
        kinds, slip = _attempt(lambda: kinds_of_case(error), "")
        said = say(KINDS[error.kind]) if error.kind in KINDS else ""
        brief = " ".join(filter(None, [said, kinds]))
        if error.says_what:
            diagnosis = result.diagnosis or {"kind": "", "text": ""}
            result = replace(result, diagnosis={**diagnosis, "says_what": True})
        return _with_slip(replace(result, brief=brief), unfinished or slip)
    if isinstance(error, StudentError):
        return _result(check, "failed", *describe_student_error(error))
    if isinstance(error, Inconclusive):
        text = say("This could not be decided: {why} No points lost.", why=error)
        return _result(check, "inconclusive", text)
    if isinstance(error, BudgetSpent):
        text = _sentence(error) + " " + say("Look for what takes long, or never ends.")
        return _result(check, "timeout", text)
    if isinstance(error, WorkerTimeout):
        return _result(check, "timeout", f"{_sentence(error)} {say(LOOK_FOR_LOOP)}")
    if isinstance(error, WorkerDied):
        text = _sentence(error) + " " + say("Nothing after that could be asked.")
        return replace(_result(check, "failed", text, "crash"), brief=say(KINDS["crash"]))
    if isinstance(error, ProtocolError):
        text = say(
            "The submission did not answer in the agreed form, so this check was not graded."
        )
        return _result(check, "refused", text)
    if isinstance(error, AssertionError):
        text, slip = _attempt(lambda: str(error).strip() or _claim(error), say(UNSHOWN))
        return _with_slip(_result(check, "failed", text, "claim"), slip)
    # The check's own mistake must not end the batch.
    text = say("The check itself went wrong, which is not your fault")
    return replace(_result(check, "error", f"{text}: {safely(error)}"), brief=f"{text}.")


def _blamed(
    check: Check, result: CheckResult, error: Exception, seed: int, reference: Callable[[], Any]
) -> CheckResult:
    """Find out who broke a check that went wrong: this submission, if reference answers do not."""
    try:
        with running(_run_of(check, seed, explain=False)):
            check.function(reference())
    except Inconclusive:
        pass
    except Exception:
        return result
    broke = {"kind": "", "text": "", "broke": safely(error)}
    return replace(_result(check, "refused", say(BROKE)), diagnosis=broke)


def _explained(
    check: Check, result: CheckResult, error: Exception, beside: Cells, among: bool
) -> CheckResult:
    """Add what the notebook's cells tell of a failure; leave out what must not be told."""
    raised = error.stopped if isinstance(error, WorkerTimeout) else error
    raised = raised if isinstance(raised, StudentError) else None
    heard = _in_english(check, result, error, raised, among)
    if among:
        result = among_references(result, check, raised, KINDS)
    if result.verdict not in ("failed", "timeout"):
        return result
    secret: frozenset[str] = frozenset()
    if check.hidden and not among:
        known, _ = _attempt(lambda: known_words(beside), frozenset())
        where = raised.where if raised else ""  # a line of the notebook, which is told
        said = result.message.replace(where, "") if where else result.message
        secret = secrets(raised, said, check, known)
        if raised is not None and result.verdict == "failed":
            brief = describe_student_error(raised, detail=False, secret=secret)[0]
            result = replace(result, brief=brief)
    told = None if among else raised
    found, more = _attempt(
        lambda: bounded(advised(result, Situation(result, beside, told, heard), secret)), result
    )
    return _with_slip(found, more)


def _in_english(
    check: Check, result: CheckResult, error: Exception, raised: StudentError | None, among: bool
) -> str:
    """Give a result's message in English, by which mistakes are recognized."""
    if spoken() is ENGLISH:
        return ""
    with speaking(ENGLISH):
        if among:
            return among_references(result, check, raised, KINDS).message
        if isinstance(error, StudentError):
            return describe_student_error(error)[0]
    return str(in_english(error.message)) if isinstance(error, CheckFailure) else ""


def _attempt(made: Callable[[], Any], otherwise: Any) -> tuple[Any, str]:
    """Give what could be made, or something else with what went wrong: no verdict depends on it."""
    try:
        return made(), ""
    except Exception as error:
        return otherwise, safely(error)


def _with_slip(result: CheckResult, slip: str) -> CheckResult:
    if not slip:
        return result
    kind = (result.diagnosis or {}).get("kind", "")
    return replace(result, diagnosis={"kind": kind, **(result.diagnosis or {}), "unfinished": slip})


def interrupted(check: Check, stopped: StudentError | None, text: str, cells: Cells) -> CheckResult:
    """Give the result of a check whose code was stopped, as the grader speaks of endless loops."""
    result = _result(check, "timeout", f"{text}. {say(LOOK_FOR_LOOP)}")
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
        return safely(error)
    return ""


def describe_student_error(
    error: StudentError, detail: bool = True, secret: Collection[str] = ()
) -> tuple[str, str]:
    """Say in a sentence or two that the submission raised, and give the kind of failure.

    Without `detail`, the exception's own words are left out: they may tell the inputs; and so may
    its class and a name, if they are among the words that are `secret`.
    """
    if error.unwritten:
        return _not_written(error), "unwritten"
    name = re.fullmatch(r"name '(\w+)' is not defined in the notebook", error.detail)
    if name and name[1] not in secret:  # the check's own question, not a line of the student's
        return say("There is no `{name}` in the notebook.", name=name[1]), "raised"
    kind = say("an exception") if error.kind in secret else error.kind
    words = {"kind": kind, "said": error.detail.rstrip("."), "asked": error.asked}
    if detail and error.detail and error.given_says:
        text = say(
            GIVEN_SAYS,
            where=error.where,
            **words,
        )
        return text, "raised"
    if detail and error.detail:
        text = say("Your code raised {kind}: {said}{asked}.", **words)
    elif detail:
        text = say("Your code raised {kind}{asked}.", **words)
    else:
        text = say("Your code raised {kind}.", kind=kind)
    where = " " + say(IT_HAPPENED, where=error.where) if error.where else ""
    return text + where, "raised"


def _not_written(error: StudentError) -> str:
    """Say that a stub was reached, and where it stands."""
    place = place_of(error.cell, None, error.defines)
    if not place:
        return say("Not written yet: replace `raise NotImplementedError()` by your code.")
    if error.function in ("", "<module>", error.defines):
        return say(
            "Not written yet (in {place}): replace `raise NotImplementedError()` by your code.",
            place=place,
        )
    return say(
        "Not written yet (`{function}`, in {place}): replace `raise NotImplementedError()` by your "
        "code.",
        function=error.function,
        place=place,
    )


def unwritten(result: CheckResult) -> CheckResult:
    """Give a failed result for a question whose stubs nobody has touched: that is all to say."""
    text = say("Not written yet: replace `# YOUR CODE HERE` and the line below it by your code.")
    diagnosis = {"kind": "unwritten", "text": say(KINDS["unwritten"])}
    return replace(result, message=text, counterexample=None, diagnosis=diagnosis)


def told_in_full(result: CheckResult, longest: dict[str, float], sooner: bool) -> CheckResult:
    """Say of code that did not end how long it was ever waited for, and if it was less this time.

    Parameters
    ----------
    result : CheckResult
        A timeout.
    longest : dict
        What was said of code that did not end, its seconds left out, to the most seconds that it
        had; this one is added.
    sooner : bool
        Whether it was waited for less long, since code in the same program is known not to end.
    """
    ran = pattern(RAN_LONG, seconds=r"([\d.e+-]+)")
    found = re.search(ran, result.message)
    if found is None:
        return result
    had, place = float(found[1]), re.sub(ran, "", result.message)
    longest[place] = most = max(had, longest.get(place, 0.0))
    text, most_of_all = result.message, max(longest.values())
    if sooner and most > had:
        text = text.replace(found[0], say(RAN_LONG, seconds=f"{most:g}"))
        text += " " + say(
            "That was seen before this check, which waited for it {seconds:g} s.", seconds=had
        )
    elif sooner and most_of_all > had:
        text += " " + say(
            "This check waited only {seconds:g} s, since your code had already run longer than "
            "{most:g} s in another one.",
            seconds=had,
            most=most_of_all,
        )
    return replace(result, message=text, brief=text if result.brief else "")


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
        title=say(check.title),
        message=message[:MAX_MESSAGE],
        brief="" if kind in OF_CASES else message[:MAX_MESSAGE],
        counterexample=counterexample,
        diagnosis={"kind": kind, "text": say(KINDS[kind])} if kind in KINDS else None,
        hidden=check.hidden,
        whole=check.whole,
    )


#: Kinds of failure that say where to look, in words for a student.
KINDS: dict[str, str] = {
    "value": template("The computed value is wrong, before any derivative."),
    "partials": template("The value is right; the local derivatives do not match it."),
    "gradient": template("The values are right; the derivative is not."),
    "shape": template("The result has the wrong shape; its numbers were not looked at."),
    "type": template("The result is not of the kind that was asked for."),
    "output": template("What was printed is not what was asked for."),
    "kept": template("What an earlier call left behind is still there in a later one."),
    "raised": template("The code stopped with an exception."),
    "crash": template("The code ended the whole program."),
    "unwritten": template("Nothing has been written here yet."),
}


def _sentence(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    text = text.replace(say(ITS_CODE), say("Your code"))
    return text if text.endswith(".") else text + "."


def _claim(error: AssertionError) -> str:
    """Quote the assert statement that failed, since it came without a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return say(UNSHOWN)
    line = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno).strip()
    try:
        statement = ast.parse(line).body[0]
    except (SyntaxError, IndexError):
        return say(UNSHOWN)
    claim = ast.unparse(statement.test) if isinstance(statement, ast.Assert) else line
    return say("This does not hold: {claim}", claim=claim)


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
    return Run(own_seed, explain, survey, drawings, check.tolerances, check.numbers)
