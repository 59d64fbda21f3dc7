"""Drawing cases: from the seed of the run alone, and down to the smallest one that fails."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, ParamSpec

import hypothesis
from hypothesis import strategies as st
from hypothesis.errors import Flaky, Unsatisfiable

from autograder.asking.run import current_run
from autograder.errors import CheckFailure, Inconclusive, StudentError
from autograder.language import say
from autograder.sandbox.errors import SandboxError

P = ParamSpec("P")

#: How many cases are drawn of each kind when a mistake is to be named.
SURVEYED = 12


def for_all(
    body: Callable[..., None],
    *strategies: st.SearchStrategy[Any],
    examples: int = 20,
    always: Sequence[tuple[Any, ...]] = (),
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
    always : sequence of tuple
        Cases that are asked first, whatever the seed: what a check is about does not depend on
        luck.

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
    run = current_run()
    drawing = run.next_drawing()
    drawn = _drawn(strategy, examples, drawing)[: SURVEYED if run.survey else examples]
    for values in [*always, *drawn]:
        try:
            body(*values)
            judged = True
        except Inconclusive:
            continue
        except (AssertionError, StudentError) as error:
            unwritten = not judged and getattr(error, "unwritten", False)
            judged = True
            if run.survey:
                continue
            if run.explain and not unwritten:  # of what is not there, any case is small enough
                _raise_smallest(body, strategy, examples, getattr(error, "kind", ""))
            raise  # also where the answer changed from call to call: this is what was seen
    if not judged:
        raise Inconclusive(say("no case could be drawn whose derivative is certain."))


def goes_on_in_surveys(claim: Callable[P, None]) -> Callable[P, None]:
    """Let a survey go on where a claim fails: what comes after it is asked as well.

    A misconception is known by all that is asked; where the first failure ended it, many would look
    alike.
    """

    @wraps(claim)
    def asked(*args: P.args, **options: P.kwargs) -> None:
        try:
            claim(*args, **options)
        except (AssertionError, StudentError):
            if not current_run().survey:
                raise

    return asked


@cache
def numbers(
    smallest: float = -4.0, largest: float = 4.0, first: int = 2
) -> st.SearchStrategy[float]:
    """Draw short decimal numbers between two bounds; they shrink towards small whole ones.

    The plainest are 2 and 3, because 0 and 1 hide what a mistake does: 0 times anything is 0.

    Parameters
    ----------
    smallest, largest : float
        The bounds.
    first : int
        What stands before all others; numbers of different meaning in one case should differ.
    """
    range_ = range(math.ceil(smallest), math.floor(largest) + 1)
    whole = st.sampled_from(
        [float(n) for n in sorted(range_, key=lambda n: (n != first, *_plainness(n)))]
    )
    quarters = st.integers(math.ceil(4 * smallest), math.floor(4 * largest)).map(lambda n: n / 4)
    fine = st.integers(math.ceil(1000 * smallest), math.floor(1000 * largest))
    return st.one_of(whole, quarters, fine.map(lambda n: n / 1000))


def _plainness(whole: int) -> tuple[bool, int]:
    """Order whole numbers: 2, 3, 1, 4, 5, ..., then 0, -2, -3, -1, ..."""
    return whole <= 0, {1: 3, 2: 1, 3: 2}.get(abs(whole), abs(whole))


#: Cases by drawing: those of one run are the same for everybody who is graded in it.
_KEPT: dict[Any, list[tuple[Any, ...]]] = {}


def _drawn(
    strategy: st.SearchStrategy[Any], examples: int, drawing: object
) -> list[tuple[Any, ...]]:
    """Draw a list of cases from the current seed, or give the one drawn before."""
    run = current_run()
    key = None if drawing is None else (drawing, run.seed, examples, repr(strategy))
    if key is not None and key in _KEPT:
        return _KEPT[key]
    if run.survey and examples > SURVEYED:
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
    body: Callable[..., None], strategy: st.SearchStrategy[Any], examples: int, kind: str
) -> None:
    """Raise for the smallest case that fails; return if none fails any more.

    Where values are wrong, none is looked for whose value is right and only its derivative is not.
    """

    def judge(values: tuple[Any, ...]) -> None:
        try:
            body(*values)
        except Inconclusive:
            hypothesis.assume(False)
        except CheckFailure as error:
            hypothesis.assume(kind != "value" or error.kind == kind)
            raise
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

    @hypothesis.seed(current_run().seed)
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
