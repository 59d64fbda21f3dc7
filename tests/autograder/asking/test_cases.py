"""Cases depend on the seed alone, and what fails is told by the smallest of them."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from autograder.asking.assertions import assert_same
from autograder.asking.cases import for_all, numbers
from autograder.asking.checks import Check
from autograder.asking.numbers import apart
from autograder.asking.scalars.drawing import expressions
from autograder.asking.verdicts import run_check
from autograder.errors import CheckFailure
from autograder.report import CheckResult


def run(body: Any, *strategies: Any, seed: int = 3, explain: bool = True) -> CheckResult:
    """Run a check that draws, with a seed."""
    check = Check(
        "test_x",
        lambda submission: for_all(body, *strategies, examples=60),
        *("q1", "q1-x", 1.0, False, "x"),
    )
    return run_check(check, None, seed, explain)


def drawn(seed: int = 3) -> list[str]:
    """Give the cases that a check draws."""
    cases: list[str] = []
    strategies = numbers(), expressions(), st.integers(0, 5000)
    result = run(lambda *values: cases.append(str(values)), *strategies, seed=seed)
    assert result.verdict == "passed"
    return cases


@pytest.fixture
def other_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """A module of the user's own, full of numbers."""
    path = tmp_path / "full_of_numbers.py"
    path.write_text("".join(f"n{i} = {i}\nf{i} = {i}.123\n" for i in range(2000, 2400)))
    monkeypatch.syspath_prepend(tmp_path)
    module = __import__(path.stem)
    monkeypatch.setitem(sys.modules, path.stem, module)
    return module


def test_cases_come_from_the_seed_alone(request: pytest.FixtureRequest):
    """The same seed draws the same cases, whatever else is loaded; another seed, others."""
    first = drawn()
    request.getfixturevalue("other_module")
    assert drawn() == first
    assert drawn(seed=4) != first


def test_cases_of_others_are_left_alone(other_module: types.ModuleType):
    """Hypothesis goes on to use a project's own constants in the project's own tests."""
    providers = pytest.importorskip("hypothesis.internal.conjecture.providers")
    if not hasattr(providers.HypothesisProvider, "_maybe_draw_constant"):
        pytest.skip("this version of Hypothesis draws no constants")
    found: set[float] = set()

    @hypothesis.seed(1)
    @hypothesis.settings(max_examples=300, database=None, deadline=None)
    @hypothesis.given(st.floats(0, 1e6))
    def search(value: float) -> None:
        found.add(value)

    search()
    assert found & {float(f"{i}.123") for i in range(2000, 2400)}


def test_the_cases_of_one_run_are_drawn_once():
    """Everybody graded with the same check and seed gets the same cases, drawn only once."""
    made: list[int] = []
    seen: list[list[int]] = []
    strategy = st.integers(0, 10_000).map(lambda n: made.append(n) or n)
    check = Check(
        "test_x",
        lambda submission: for_all(submission, strategy, strategy.filter(bool), examples=20),
        *("q1", "q1-x", 1.0, False, "x"),
    )
    for seed in (1, 1, 2):
        cases: list[int] = []
        seen.append(cases)
        before = len(made)
        body = lambda a, b, cases=cases: cases.extend((a, b))  # noqa: E731
        assert run_check(check, body, seed).verdict == "passed"
        assert (len(made) > before) == (len(seen) != 2)
    assert seen[0] == seen[1] != seen[2]


def test_checks_of_the_same_name_do_not_share_cases():
    """Two assignments may both have a test_add, with cases of their own."""
    for low in (0, 100):
        found: list[int] = []
        assert run(found.append, st.integers(low, low + 9)).verdict == "passed"
        assert found and all(low <= n <= low + 9 for n in found)


def test_the_smallest_failure_is_told():
    """What is reported is the smallest case that fails; without explaining, some case is."""

    def body(a: int) -> None:
        if a >= 17:
            raise CheckFailure(f"{a} is too much")

    assert run(body, st.integers(0, 10_000)).message == "17 is too much"
    quick = run(body, st.integers(0, 10_000), explain=False)
    assert quick.verdict == "failed" and quick.message != "17 is too much"


def test_a_wavering_answer_fails_as_it_was_seen():
    """An answer that is wrong only now and then is a failure, not a mistake of the grader."""
    asked: list[int] = []

    def body(a: int) -> None:
        asked.append(a)
        if len(asked) == 5:
            raise CheckFailure("wrong this once")

    result = run(body, st.integers(0, 10_000))
    assert (result.verdict, result.message) == ("failed", "wrong this once")


def test_a_wrong_value_is_not_made_smaller_into_a_wrong_derivative():
    """Whoever reads that a value is right must be able to believe it."""

    def body(a: float, b: float) -> None:
        if a < b:
            raise CheckFailure(f"{a} and {b}", "value")
        if a == b:
            raise CheckFailure(f"{a} and {b}", "partials")

    check = Check(
        "test_x",
        lambda submission: for_all(body, numbers(1, 4), numbers(1, 4), always=[(1.0, 4.0)]),
        *("q1", "q1-x", 1.0, False, "x"),
    )
    assert run_check(check, None, seed=3).message == "2.0 and 3.0"


def test_numbers_that_differ_are_written_so():
    """As many digits as it takes, and no more."""
    assert apart(0.135335, 0.1353352832) == ("0.135335", "0.13533528")
    assert apart(1 / 3, 0.5) == ("0.333333", "0.5")
    with pytest.raises(CheckFailure, match=r"It should be 100\.0002; it is 100\.$"):
        assert_same(100.0, 100.0002, "It")
