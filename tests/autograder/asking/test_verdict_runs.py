"""A run of a check is one thing: what it finds out is added, and nothing of it stays behind."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.asking.run import current_run
from autograder.asking.verdicts import run_check, run_checks
from autograder.asking.witnesses import differences
from autograder.errors import CheckFailure, Finding, Inconclusive, StudentError


def check(function: Any) -> Check:
    return Check("test_it", function, "q1", "q1-x", 2.0, False, "it")


def silent() -> Finding:
    raise StudentError({"type": "ZeroDivisionError", "message": "division by zero"})


def test_findings_are_added_where_the_smallest_case_is_wanted():
    """They end the message and complete the case; for a verdict alone nobody looks for them."""
    asked = []

    def finding() -> Finding:
        asked.append(1)
        return Finding(" And more.", {"where": "there"})

    def function(submission: Any) -> None:
        raise CheckFailure("Wrong.", "value", {"at": {"a": 1.0}}, [finding])

    plain = run_check(check(function), None, seed=0, explain=False)
    assert (plain.message, plain.counterexample, asked) == ("Wrong.", {"at": {"a": 1.0}}, [])
    full = run_check(check(function), None, seed=0)
    assert full.message == "Wrong. And more." and full.verdict == plain.verdict == "failed"
    assert full.counterexample == {"at": {"a": 1.0}, "where": "there"}


def test_a_finding_that_gets_no_answer_costs_no_verdict():
    """What was found before it stays, and nothing is asked after it."""
    found = [lambda: Finding(" First."), silent, lambda: Finding(" Third.")]

    def function(submission: Any) -> None:
        raise CheckFailure("Wrong.", "value", None, found)

    result = run_check(check(function), None, seed=0)
    assert (result.verdict, result.message) == ("failed", "Wrong. First.")


def test_a_finding_that_goes_wrong_itself_is_told_to_the_instructor():
    """A mistake of ours costs nobody the verdict, and is not lost either."""

    def function(submission: Any) -> None:
        raise CheckFailure("Wrong.", "value", None, [lambda: Finding(f"{1 / 0}")])

    result = run_check(check(function), None, seed=0)
    assert (result.verdict, result.message) == ("failed", "Wrong.")
    assert "ZeroDivisionError" in (result.diagnosis or {})["unfinished"]


@pytest.mark.parametrize("why", [CheckFailure("What came back is far too large."), Inconclusive()])
def test_a_finding_that_cannot_be_had_of_a_submission_is_no_mistake_of_ours(why: Exception):
    """What came back may be of no use; that is the submission's doing, and nothing went wrong."""

    def odd(values: list[float]) -> float:
        raise CheckFailure("What came back is far too large.")

    def useless() -> Finding:
        raise why

    def function(submission: Any) -> None:
        raise CheckFailure("Wrong.", "value", None, [useless])

    diagnosis = run_check(check(function), None, seed=0).diagnosis or {}
    assert diagnosis["kind"] == "value" and "unfinished" not in diagnosis
    assert differences(odd, [1.0, 2.0]) == [None, None]


@pytest.mark.parametrize("error", [None, CheckFailure("no"), StudentError({}), KeyError("x")])
def test_nothing_of_a_run_is_left_behind(error: Exception | None):
    """Each check has a seed of its own, and however it ends the next one starts anew."""
    seeds = []

    def function(submission: Any) -> None:
        seeds.append(current_run().seed)
        if error is not None:
            raise error

    before = current_run()
    run_check(check(function), None, seed=3)
    assert current_run() is before and seeds[0] != before.seed


def test_checks_run_one_by_one():
    """A check that nobody waits for any more is not run."""
    ran = []
    checks = [check(lambda submission, n=n: ran.append(n)) for n in range(3)]
    results = run_checks(checks, None, seed=0)
    assert (next(results).verdict, ran) == ("passed", [0])
