"""Drawing cases, and comparing what came back with what should have.

A comparison looks at the kind of thing first, then at its shape, then at numbers. Whatever fails
becomes a `CheckFailure` with a sentence for the student and a row of numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, NoReturn

import hypothesis
import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable

from autograder.asking.checks import current_seed, explaining, next_drawing, surveying
from autograder.asking.scalars.expressions import number
from autograder.asking.scalars.reference import RELATIVE, SINGLE, close
from autograder.asking.submission import Handle
from autograder.errors import CheckFailure, Inconclusive, StudentError
from autograder.sandbox.process import SandboxError

#: How many cases are drawn of each kind when a mistake is to be named.
SURVEYED = 12


def for_all(
    body: Callable[..., None], *strategies: st.SearchStrategy[Any], examples: int = 20
) -> None:
    """Run a check's body on drawn cases; if one fails, raise for the smallest that fails.

    Parameters
    ----------
    body : callable
        Takes one value of each strategy and raises if the submission answers wrongly.
    *strategies : Hypothesis strategies
        Where its arguments come from.
    examples : int
        How many cases to draw. They depend on the run's seed alone.

    Examples
    --------
    >>> def body(a):
    ...     assert a < 3, f"{a} is not below 3"
    >>> for_all(body, st.integers(0, 9))
    Traceback (most recent call last):
    ...
    AssertionError: 3 is not below 3
    """
    strategy = st.tuples(*strategies)
    judged = False
    drawing = next_drawing()
    for values in _drawn(strategy, examples, drawing)[: SURVEYED if surveying() else examples]:
        try:
            body(*values)
            judged = True
        except Inconclusive:
            continue
        except (AssertionError, StudentError):
            judged = True
            if surveying():
                continue
            if explaining():
                _raise_smallest(body, strategy, examples)
            raise  # also where the answer changed from call to call: this is what was seen
    if not judged:
        raise Inconclusive("no case could be drawn whose derivative is certain.")


#: Cases by drawing: those of one run are the same for everybody who is graded in it.
_KEPT: dict[Any, list[tuple[Any, ...]]] = {}


def _drawn(
    strategy: st.SearchStrategy[Any], examples: int, drawing: object
) -> list[tuple[Any, ...]]:
    """Draw a list of cases from the current seed, or give the one drawn before."""
    key = None if drawing is None else (drawing, current_seed(), examples, repr(strategy))
    if key is not None and key in _KEPT:
        return _KEPT[key]
    if surveying() and examples > SURVEYED:
        return _drawn(strategy, SURVEYED, drawing)
    found: list[tuple[Any, ...]] = []
    try:
        _search(found.append, strategy, examples, (hypothesis.Phase.generate,))
    except Unsatisfiable:
        found.clear()
    if key is not None:
        if len(_KEPT) >= 1000:
            _KEPT.clear()
        _KEPT[key] = found
    return found


def _raise_smallest(
    body: Callable[..., None], strategy: st.SearchStrategy[Any], examples: int
) -> None:
    """Raise for the smallest case that fails; return if none fails any more."""

    def judge(values: tuple[Any, ...]) -> None:
        try:
            body(*values)
        except Inconclusive:
            hypothesis.assume(False)
        except SandboxError as error:
            raise _NoAnswer(error) from error

    try:
        _search(judge, strategy, examples, (hypothesis.Phase.generate, hypothesis.Phase.shrink))
    except _NoAnswer as stop:
        raise stop.error from None
    except (Flaky, Unsatisfiable):
        return


def _search(
    judge: Callable[[tuple[Any, ...]], None],
    strategy: st.SearchStrategy[Any],
    examples: int,
    phases: tuple[hypothesis.Phase, ...],
) -> None:
    """Give drawn cases to `judge` until it raises."""

    @hypothesis.seed(current_seed())
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=phases,
        verbosity=hypothesis.Verbosity.quiet,
        print_blob=False,
    )
    @hypothesis.given(strategy)
    def search(values: tuple[Any, ...]) -> None:
        judge(values)

    token = _seed_alone.set(True)
    try:
        search()
    finally:
        _seed_alone.reset(token)


_seed_alone: ContextVar[bool] = ContextVar("autograder_seed_alone", default=False)


def _draw_from_seed_alone() -> None:
    """Keep Hypothesis from mixing constants of loaded modules into our cases.

    It reads them off whatever modules of the user's happen to be loaded, and they differ between a
    notebook, pytest and `autograder grade`: with them, one seed would draw different cases in each.
    Cases of anybody else in this process are drawn as ever.
    """
    try:
        from hypothesis.internal.conjecture.providers import HypothesisProvider

        ordinary = HypothesisProvider._maybe_draw_constant
    except (ImportError, AttributeError):
        return  # a version of Hypothesis that does not do this

    def draw(self: Any, *arguments: Any, **options: Any) -> Any:
        return None if _seed_alone.get() else ordinary(self, *arguments, **options)

    HypothesisProvider._maybe_draw_constant = draw  # type: ignore[method-assign]


_draw_from_seed_alone()


class _NoAnswer(BaseException):
    """Carries a worker's end past Hypothesis, which would ask the same again to shrink it."""

    def __init__(self, error: SandboxError) -> None:
        super().__init__(str(error))
        self.error = error


def as_number(value: Any, what: str) -> float:
    """Take a number that the submission returned, or fail with what it returned instead.

    Parameters
    ----------
    value : object
        What came back: a number of any kind, a 0-dimensional array, or something else.
    what : str
        What it is, as the subject of a sentence.

    Raises
    ------
    CheckFailure
        If it is not a number.
    """
    if isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind in "fiu":
        value = value.item()
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    fail_type(value, what, "a number")


def precision(*values: Any) -> float:
    """Give the relative accuracy that can be asked of numbers: less of single precision."""
    single = (np.float16, np.float32)
    coarse = any(
        isinstance(value, single) or getattr(value, "dtype", None) in single for value in values
    )
    return SINGLE if coarse else RELATIVE


def fail_type(value: Any, what: str, wanted: str) -> NoReturn:
    """Fail because something is not of the kind asked for, with a hint where there is one."""
    if value is None:
        hint = "it is None. Is there a `return` in it, and is something set?"
    elif isinstance(value, Handle) and value.handle_type != "ndarray":
        hint = f"it is an object of class {value.handle_type}: {value.handle_repr}."
        if wanted == "a number":
            hint += " If you meant the number inside, that is its `.value`."
    else:
        hint = f"it is of type {type(value).__name__}: {str(value)[:80]}."
    raise CheckFailure(f"{what} should be {wanted}, but {hint}", "type")


def assert_same(
    yours: Any, expected: float, message: str, kind: str = "claim", scale: float = 0.0
) -> None:
    """Check one number against the expected one.

    Parameters
    ----------
    yours : object
        What came back.
    expected : float
    message : str
        What it is, as the subject of a sentence: ``"After the step, a.grad"``.
    kind : str
        Kind of failure, see `autograder.errors.CheckFailure`.
    scale : float
        Size of the terms it was added up from.
    """
    value = as_number(yours, message)
    if not close(value, expected, scale, precision(yours)):
        raise CheckFailure(
            f"{message} should be {number(expected)}; it is {number(value)}.",
            kind,
            {"asked": message, "rows": [row(message, value, expected)]},
        )


def assert_array(yours: Any, expected: np.ndarray, what: str, kind: str = "gradient") -> None:
    """Check an array: that it is one, its shape, that it holds numbers, and then the numbers.

    Parameters
    ----------
    yours : object
        What came back.
    expected : ndarray
    what : str
        What it is, as the subject of a sentence.
    kind : str
        Kind of failure if only the numbers are wrong.
    """
    if not isinstance(yours, (np.ndarray, np.floating)):
        fail_type(yours, what, "a NumPy array")
    yours = np.asarray(yours)
    if yours.shape != expected.shape:
        raise CheckFailure(
            f"{what} should have the shape {expected.shape}; it has {yours.shape}.", "shape"
        )
    if yours.dtype.kind not in "fiu":
        fail_type(yours, f"The dtype of {what[0].lower() + what[1:]}", "a number type")
    size = float(np.max(np.abs(expected), initial=0.0))
    for index in np.ndindex(expected.shape):
        mine, right = float(yours[index]), float(expected[index])
        if not close(mine, right, size, precision(yours)):
            place = f"[{', '.join(map(str, index))}]" if index else ""
            raise CheckFailure(
                f"{what}{place} should be {number(right)}; it is {number(mine)}.",
                kind,
                {"asked": what, "rows": [row(f"element {place}", mine, right)]},
            )


def case(
    asked: str, program: str, labels: Sequence[str], values: Sequence[float]
) -> dict[str, Any]:
    """Say what a failure was about: what was asked, of which program, at which numbers."""
    return {"asked": asked, "program": program, "at": dict(zip(labels, values, strict=True))}


def row(
    name: str, yours: float, expected: float, difference: float | None = None
) -> dict[str, Any]:
    """Give one line of a counter-example's table."""
    return {
        "name": name,
        "yours": _plain(yours),
        "expected": _plain(expected),
        "finite_difference": _plain(difference),
    }


def _plain(value: float | None) -> float | str | None:
    """Keep NaN and infinity readable where only JSON's numbers can go."""
    return value if value is None or math.isfinite(value) else str(value)
