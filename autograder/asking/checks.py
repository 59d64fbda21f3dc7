"""Checks are ordinary pytest functions; this file loads them and turns each run into a verdict.

`autograder grade`, `pytest --submission=...`, nbgrader and the notebook's own `check("q1")` all
come through `run_check`, so they cannot disagree.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import linecache
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from autograder.errors import AssignmentError, CheckFailure, Inconclusive, StudentError
from autograder.report import FULL_POINTS, CheckResult, Verdict
from autograder.sandbox.process import ProtocolError, SandboxError, WorkerDied, WorkerTimeout

#: Longest message that is kept, in characters.
MAX_MESSAGE = 2000

_seed: ContextVar[int] = ContextVar("autograder_seed", default=0)
_drawings: ContextVar[Iterator[tuple[Callable[..., Any], int]] | None] = ContextVar(
    "autograder_drawings", default=None
)
_explain: ContextVar[bool] = ContextVar("autograder_explain", default=True)
_survey: ContextVar[bool] = ContextVar("autograder_survey", default=False)


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a function of the submission, with its place in the assignment.

    Parameters
    ----------
    id : str
        The function's name.
    function : callable
        Takes the submission; returning means passed.
    question, cell : str
        Where it belongs, and which graded cell its points go to.
    points : float
        What it is worth.
    hidden : bool
        Whether students can run it themselves.
    title : str
        First line of its docstring: what it asks, for people.
    """

    id: str
    function: Callable[[Any], None]
    question: str
    cell: str
    points: float
    hidden: bool
    title: str


def load_checks(text: str, filename: str, cells: Mapping[str, Any]) -> list[Check]:
    """Load the checks of a module's text.

    Parameters
    ----------
    text : str
        Source of the module.
    filename : str
        What tracebacks call it.
    cells : mapping
        Graded cell to its question, or to an object with an attribute ``question``.

    Raises
    ------
    AssignmentError
        If the text does not run, or a check has no points or an unknown cell.
    """
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": "autograder_checks", "__file__": filename}
    try:
        exec(compile(text, filename, "exec"), namespace)
    except ImportError as error:
        raise AssignmentError(
            f"{filename}: the checks need a package that is not here ({error}). Install what "
            'notebooks use: pip install "adlearn[notebook]"'
        ) from error
    except Exception as error:
        raise AssignmentError(f"{filename}: the checks do not load: {error!r}") from error
    functions = [value for name, value in namespace.items() if name.startswith("test_")]
    return [as_check(function, cells) for function in functions if callable(function)]


def as_check(function: Callable[[Any], None], cells: Mapping[str, Any]) -> Check:
    """Read the marks ``@pytest.mark.points(3, cell="q1-mul")``, ``@pytest.mark.hidden``."""
    name = function.__name__
    marks = {mark.name: mark for mark in getattr(function, "pytestmark", [])}
    if "parametrize" in marks or "points" not in marks:
        raise AssignmentError(
            f"check {name}: decorate it with @pytest.mark.points(POINTS, cell=CELL), and draw its "
            "cases inside (for_all) instead of with parametrize."
        )
    points, cell = marks["points"].args, marks["points"].kwargs.get("cell", "")
    if len(points) != 1 or cell not in cells:
        raise AssignmentError(
            f"check {name}: points({points}, cell={cell!r}) needs one number and the grade_id of a "
            "cell of the notebook."
        )
    question = getattr(cells[cell], "question", cells[cell])
    title = (function.__doc__ or name).strip().splitlines()[0].removesuffix(".")
    return Check(name, function, question, cell, float(points[0]), "hidden" in marks, title)


def verify_points(checks: Iterable[Check], points: Mapping[str, float]) -> None:
    """See to it that the checks of each graded cell add up to the cell's points.

    Raises
    ------
    AssignmentError
        If they do not, or a graded cell has no check.
    """
    sums = dict.fromkeys(points, 0.0)
    for check in checks:
        sums[check.cell] = sums.get(check.cell, 0.0) + check.points
    for cell, found in sums.items():
        wanted = points.get(cell)
        if wanted is None or abs(found - wanted) > 1e-9:
            raise AssignmentError(
                f"cell {cell} is worth {wanted} points in notebook.py and its checks add up to "
                f"{found:g}. Make them agree."
            )


def current_seed() -> int:
    """Give the seed of the check that is running; helpers draw their cases from it."""
    return _seed.get()


def next_drawing() -> tuple[Callable[..., Any], int] | None:
    """Give the check that is running, and the number of this drawing of cases within it."""
    drawings = _drawings.get()
    return None if drawings is None else next(drawings)


def _numbered(check: Check) -> Iterator[tuple[Callable[..., Any], int]]:
    return ((check.function, number) for number in itertools.count())


def explaining() -> bool:
    """Say whether a failing case should be shrunk to the smallest one, which takes time."""
    return _explain.get()


def surveying() -> bool:
    """Say whether cases are drawn to be looked at: then a failing one does not end the search."""
    return _survey.get()


def survey(check: Check, submission: Any, seed: int) -> None:
    """Put a few of a check's cases to a submission, right or wrong, and say nothing of them.

    Parameters
    ----------
    check : Check
    submission : autograder.asking.submission.Submission
        One that remembers what was asked, see `autograder.explaining.diagnose.Recording`.
    seed : int
        Another seed draws other cases.

    Raises
    ------
    SandboxError
        If the submission no longer answers.
    """
    tokens = _seed.set(_own_seed(check, seed)), _explain.set(False), _survey.set(True)
    drawings = _drawings.set(_numbered(check))
    try:
        check.function(submission)
    except SandboxError:
        raise
    except Exception:
        return  # a case outside of for_all; what was asked until then is remembered
    finally:
        _seed.reset(tokens[0])
        _explain.reset(tokens[1])
        _survey.reset(tokens[2])
        _drawings.reset(drawings)


def _own_seed(check: Check, seed: int) -> int:
    return zlib.crc32(f"{seed}/{check.id}".encode())


def run_check(check: Check, submission: Any, seed: int, explain: bool = True) -> CheckResult:
    """Run one check and say what came of it; never raises for anything a submission does.

    Parameters
    ----------
    check : Check
    submission : autograder.asking.submission.Submission
    seed : int
        The run's seed; each check derives its own from it.
    explain : bool
        Whether to look for the smallest failing case. The verdict is the same without.

    Returns
    -------
    CheckResult
    """
    token = _seed.set(_own_seed(check, seed))
    drawings = _drawings.set(_numbered(check))
    explain_token = _explain.set(explain)
    try:
        check.function(submission)
    except CheckFailure as failure:
        _complete(failure)
        return _result(check, "failed", failure.message, failure.kind, failure.counterexample)
    except StudentError as error:
        result = _result(check, "failed", *describe_student_error(error))
        return replace(result, brief=describe_student_error(error, detail=False)[0])
    except Inconclusive as reason:
        return _result(
            check, "inconclusive", f"This could not be decided: {reason} No points lost."
        )
    except WorkerTimeout as error:
        return _result(check, "timeout", _sentence(error) + " Look for a loop that never ends.")
    except WorkerDied as error:
        return _result(
            check, "failed", _sentence(error) + " Nothing after that could be asked.", "crash"
        )
    except ProtocolError:
        text = "The submission did not answer in the agreed form, so this check was not graded."
        return _result(check, "refused", text)
    except AssertionError as error:
        return _result(check, "failed", str(error).strip() or _claim(error), "claim")
    except Exception as error:  # the check's own mistake must not end the batch
        text = f"The check itself went wrong, which is not your fault: {error!r}"
        return _result(check, "error", text)
    finally:
        _seed.reset(token)
        _drawings.reset(drawings)
        _explain.reset(explain_token)
    return _result(check, "passed")


def _complete(failure: CheckFailure) -> None:
    """Add what is worth its time for the smallest case only; never lose the verdict over it."""
    if failure.complete is None or not explaining():
        return
    with contextlib.suppress(StudentError, CheckFailure, SandboxError, ArithmeticError):
        failure.complete(failure)


def describe_student_error(error: StudentError, detail: bool = True) -> tuple[str, str]:
    """Say in a sentence or two that the submission raised, and give the kind of failure.

    Without `detail`, the exception's own words are left out: they may tell the inputs.
    """
    if error.unwritten:
        place = f" (in cell {error.cell})" if error.cell else ""
        return (
            f"Not written yet{place}: replace `raise NotImplementedError()` by your code.",
            "unwritten",
        )
    text = f"Your code raised {error.kind}"
    text += f": {error.detail.rstrip('.')}." if error.detail and detail else "."
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
