"""One report in words: what a person reads, and what a hostile text can not do to it."""

from __future__ import annotations

import dataclasses
import html
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder import feedback
from autograder.report import CheckResult, Report


def check(verdict: Any = "failed", **changes: Any) -> CheckResult:
    earned = 2.0 if verdict in ("passed", "inconclusive") else 0.0
    first = CheckResult("test_a", "q1", "q1-a", verdict, earned, 2.0, title="a is right")
    return dataclasses.replace(first, **changes)


def report(*checks: CheckResult, **changes: Any) -> Report:
    first = Report("demo", "ada.ipynb", "0" * 64, checks, questions={"q1": "Q1: one"})
    return dataclasses.replace(first, **changes)


CASE = {
    "program": "a + a",
    "at": {"a": 1.5},
    "rows": [{"name": "d/da", "yours": 1.0, "expected": 2.0, "finite_difference": 2.0000001}],
}


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("passed", "passed"),
        ("failed", "not right yet"),
        ("inconclusive", "could not be decided"),
        ("timeout", "took too long"),
        ("refused", "refused"),
        ("error", "the grader's mistake"),
    ],
)
def test_verdicts_are_words(verdict: str, word: str):
    """Each verdict is said in words, in text and in HTML; colour is never the only sign."""
    one = report(check(verdict))
    assert f"a is right: {word}" in feedback.to_text(one)
    assert f"<b>{html.escape(word, quote=False)}</b>" in html.unescape(feedback.to_html(one))


def test_an_untouched_stub_is_no_mistake():
    """What is not written yet reads like that, not like a failure."""
    one = report(check(diagnosis={"kind": "unwritten", "text": "x"}))
    assert "not written yet" in feedback.to_text(one)
    assert "not right yet" not in feedback.to_html(one)


def test_counterexample_is_shown_with_both_witnesses():
    """The smallest case stands there with yours, expected and the finite difference."""
    one = report(check(message="wrong for `a + a`", counterexample=CASE))
    text = feedback.to_text(one)
    assert [line.split() for line in text.splitlines()[-2:]] == [
        ["yours", "expected", "finite", "difference"],
        ["d/da", "1", "2", "2"],
    ]
    page = feedback.to_html(one)
    assert "Smallest case: <code>a + a</code> at <code>a = 1.5</code>" in page
    assert "wrong for <code>a + a</code>" in page
    assert 'scope="col"' in page and 'scope="row"' in page


def test_a_column_nobody_needs_is_left_out():
    """Without finite differences there is no column for them."""
    rows = [{"name": "value", "yours": 1.0, "expected": 2.0, "finite_difference": None}]
    one = report(check(counterexample={"rows": rows}))
    assert "finite" not in feedback.to_text(one) + feedback.to_html(one)


def test_practice_says_that_hidden_checks_exist():
    """In practice there are no points, and hidden checks are announced; in grading the reverse."""
    one = report(check("passed"), practice=True, hidden_counts={"q1": 3})
    for shown in (feedback.to_text(one), feedback.to_html(one)):
        assert "1 of 1 public check passed" in shown
        assert "3 hidden checks will run as well" in shown
        assert "2/2" not in shown and "of 2 points" not in shown
    graded = dataclasses.replace(one, practice=False)
    assert "hidden check" not in feedback.to_text(graded)
    assert "2 of 2 points" in feedback.to_text(graded)


def test_a_verdict_among_references_says_so():
    """A check passed only among reference answers is marked as such."""
    one = report(check("passed", others="reference"))
    for shown in (feedback.to_text(one), feedback.to_html(one)):
        assert "passed with reference answers in place of the other questions" in shown
    failed = report(check("failed", others="reference"))
    assert "with reference answers" not in feedback.to_text(failed)


def test_inconclusive_keeps_its_points():
    """What could not be decided is not a deduction, in the sum and in the words."""
    one = report(check("inconclusive"))
    assert one.points == one.possible == 2.0
    assert "2 of 2 points" in feedback.to_html(one)


@given(st.text(max_size=300))
@example("a\u202egnp\u2066.exe \x1b[31m <b>`x`</b>")
def test_any_text_is_harmless(text: str):
    """Whatever a student's text is, it ends up as text: nothing opens a tag or turns direction."""
    shown = feedback.escaped(text).replace("<code>", "").replace("</code>", "")
    assert "<" not in shown and ">" not in shown and '"' not in shown
    cleaned = feedback.clean(text)
    assert not set(cleaned) & set(map(chr, [*range(10), *range(11, 32), 127, 0x202E, 0x2066]))
    assert html.unescape(feedback.escaped(text.replace("`", ""))) == cleaned.replace("`", "")


def test_long_text_is_cut_and_says_so():
    """A message of megabytes becomes a screenful that ends in an ellipsis."""
    shown = feedback.clean("x" * 10**7)
    assert len(shown) == 1200 and shown.endswith("…")
    assert feedback.clean("x" * 1200) == "x" * 1200


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (3.0, "3"), (2.5, "2.5"), (1 / 3, "0.33"), (100.0, "100")]
)
def test_points_are_written_short(value: float, text: str):
    """Whole points have no decimals, and tens keep their zero."""
    assert feedback.points(value) == text


def test_page_shows_totals_notes_and_how_it_was_graded(graded: Any):
    """A student's page has the sum, each question, and the seed to repeat it with."""
    page = feedback.to_page(dataclasses.replace(graded("swapped"), notes=("cell x is missing",)))
    assert "97 of 100 points" in page and "12 / 15" in page and "20 / 20" in page
    assert "cell x is missing" in page and "seed 1 " in page
    assert page.count("</h2>") == 8
