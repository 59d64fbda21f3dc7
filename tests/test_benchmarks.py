"""What the table of the benchmarks says of programs: a program that does not run has no figure, and
whoever computes something else is not timed."""

import math
from itertools import count

import numpy as np
import pytest

import adlearn as ad
from benchmarks import programs, table
from benchmarks.__main__ import GROUPS
from benchmarks.interleaved import DifferentWork, Effort, Timings
from benchmarks.staged import Staged, calls_until_paid
from benchmarks.table import COMPILED, HAND, Figure

SHORT = Effort(rounds=3, seconds=0.001, quick=True)
POINT = np.array([0.5, 1.5])


def square(x):
    return np.sum(x * x)


def compared(staged):
    cases = {HAND: lambda: 2.0 * POINT, "adlearn": lambda: ad.grad(square)(POINT), COMPILED: staged}
    return table.compare("squares", cases, {}, SHORT, also={(COMPILED, HAND): 1e9})


def test_a_program_that_runs_has_a_figure():
    row, timings = compared(Staged(ad.grad(square), lambda program: program(POINT)))
    (figure,) = row.figures
    assert figure.measured == timings.ratio(COMPILED, HAND)
    assert row.cells[COMPILED].endswith("×")
    assert not figure.missed


def refused(x):
    return square(x * np.random.uniform(1.0, 1.0))  # noqa: NPY002  what a program cannot say


def changing():
    """A function that uses another number each time: every call needs another program."""
    numbers = count(1)
    holds = {"k": 0.0}

    def f(x):
        return square(x) + holds["k"]

    def call(program):
        holds["k"] = float(next(numbers))
        return program(POINT)

    return ad.grad(f), call


def broken(program):
    raise ZeroDivisionError("by hand")


@pytest.mark.parametrize(
    ("staged", "word", "reason"),
    [
        (lambda: Staged(ad.grad(refused), lambda p: p(POINT)), "refused", "random numbers"),
        (lambda: Staged(ad.grad(square), broken), "failed", "ZeroDivisionError: by hand"),
        (lambda: Staged(*changing()), "not run", "has changed"),
    ],
    ids=["refused", "failed", "not run"],
)
def test_a_program_that_does_not_run_says_so_and_misses_its_target(staged, word, reason):
    row, timings = compared(staged())
    (figure,) = row.figures
    assert row.cells[COMPILED] == word
    assert COMPILED not in timings.seconds
    assert table.judged(figure) == ("compiled / by hand", word, "at most 1,000,000,000", "missed")
    (sentence,) = table.missed([row])
    assert word in sentence
    assert reason in sentence


def test_a_program_of_other_numbers_is_not_timed():
    with pytest.raises(DifferentWork, match="compiled"):
        compared(Staged(ad.grad(square), lambda program: 1.001 * program(POINT)))


def test_a_missing_peer_is_no_failure():
    figure = table.judge(Timings({COMPILED: [1.0]}), {}, COMPILED, "jax.jit", 1.0)
    assert not figure.missed
    assert table.judged(figure)[1:] == ("not installed", "at most 1", "")


@pytest.mark.parametrize("without", [1.5, 2.0, 3.25, 17.0])
def test_a_program_has_paid_after_as_many_calls_and_not_before(without):
    first, each = 16.5, 1.25
    calls = calls_until_paid(first, each, without)

    def spent(n):
        return first + (n - 1) * each

    assert spent(calls) <= calls * without
    assert calls == 1 or spent(calls - 1) > (calls - 1) * without


def test_a_program_that_is_not_quicker_never_pays():
    assert calls_until_paid(16.5, 2.0, 2.0) == math.inf


def test_straight_line_python_is_the_derivative_of_the_chain():
    by_hand = programs.straight_line(programs.OPERATIONS)
    assert by_hand(0.9, 1.1) == pytest.approx(programs.by_nodes(0.9, 1.1), rel=1e-12)


def test_all_rows_at_once_are_the_rows():
    """`compare` asks this too, before it times; here without a clock."""
    cases = programs.rows_cases()
    at_once = cases[programs.ON_COLUMNS].case()()
    assert at_once.shape == (2, programs.ROWS)
    np.testing.assert_allclose(at_once, cases[HAND](), rtol=1e-9)


def test_the_hessian_by_hand_is_the_hessian():
    cases = programs.hessian_cases()
    np.testing.assert_allclose(cases[HAND](), cases["adlearn"](), rtol=1e-12)


def test_programs_are_a_group():
    assert GROUPS["programs"] is programs


def test_a_figure_without_a_target_is_never_missed():
    assert not Figure("compiled / by hand", 7.0).missed
