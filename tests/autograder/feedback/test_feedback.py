"""One report in words: what a person reads, and what a hostile text can not do to it."""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, strategies as st

from autograder import feedback
from autograder.asking.checks import Check
from autograder.asking.verdicts import KINDS
from autograder.cli import main
from autograder.errors import CheckFailure
from autograder.feedback.markdown import literal
from autograder.grading import grade_notebook
from autograder.notebook import parse_notebook
from autograder.report import CheckResult, Report
from tests.autograder.boxes import handed_in, make_pack


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


def test_the_same_as_above_is_what_stands_right_above():
    """A reader goes to the nearest "Next", so that is the one that is meant."""
    first, other = (
        {"kind": "raised", "next": "Look here."},
        {"kind": "raised", "next": "Look there."},
    )
    told = [check(diagnosis=one) for one in (first, first, other, first)]
    lines = [line.strip() for line in feedback.to_text(report(*told)).splitlines()]
    assert [line[6:] for line in lines if line.startswith("Next: ")] == [
        *("Look here.", "The same as above.", "Look there.", "Look here.")
    ]


def test_a_claim_that_does_not_hold_has_a_next_step_too():
    """Every check that fails says what to do, a plain `assert` of an author's as well."""
    for diagnosis in (None, {"kind": "claim", "text": ""}):
        assert "Next: Try the same in a cell" in feedback.to_text(
            report(check(diagnosis=diagnosis))
        )


@pytest.mark.parametrize("shown", [False, True])
def test_a_hidden_case_is_only_called_hidden_where_it_is(shown: bool):
    """Where an assignment shows the cases of hidden checks, nothing says that it does not."""
    one = check(hidden=True, message="For a = 2 it is 3.", diagnosis={"kind": "type", "text": "x"})
    text = feedback.to_text(report(one, hidden_inputs=shown))
    assert ("the case itself is not shown" in text) is not shown
    assert ("For a = 2" in text) is shown and "Next: " in text
    assert "is not shown" not in feedback.about(one)


def test_counterexample_is_shown_with_both_witnesses():
    """The smallest case stands there with yours, expected and the finite difference."""
    one = report(check(message="wrong for `a + a`", counterexample=CASE))
    text = feedback.to_text(one)
    assert "Smallest case: `a + a` at a = 1.5" in text
    assert [line.split() for line in text.splitlines()[-3:-1]] == [
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


PLACE = {
    "sentence": "`a + a` took its step 2 times.",
    "what": "gradient",
    "node": "v1",
    "edge": ["v1", "a"],
    "sent": 4.0,
    "expected": 2.0,
    "nodes": [
        {"name": "a", "operation": "variable", "value": 1.5, "parents": [], "yours": 4.0}
        | {"expected": 2.0},
        {"name": "v1", "operation": "add", "value": 3.0, "parents": ["a", "a"], "yours": 1.0}
        | {"expected": 1.0},
    ],
}
NAMED = {
    "kind": "gradient",
    "text": "The values are right; the derivative is not.",
    "misconception": "backward-twice",
    "explanation": "Each value takes its step twice.",
    "ask": "How often is `backward_pass` called?",
}
SHOWN = [feedback.to_text, feedback.to_html, feedback.to_page, feedback.to_markdown]


def visible(shown: str) -> str:
    """What is read, without the marks of HTML and Markdown."""
    text = re.sub(r"<[^>]*>", "", html.unescape(shown).replace("<code>", "`"))
    return text.replace("`", "").replace("\\", "").replace("**", "")


@pytest.mark.parametrize("show", SHOWN)
def test_every_way_of_showing_says_the_same(show: Callable[[Report], str]):
    """The message, the case, the numbers, the place and the misconception are in all of them."""
    failed = check(message="it is wrong", counterexample=CASE | {"where": PLACE}, diagnosis=NAMED)
    text = visible(show(report(failed)))
    for said in (
        *("a is right", "not right yet", "it is wrong", "a + a", "a = 1.5", "d/da"),
        *("finite difference", "a + a took its step 2 times.", "backward-twice"),
        *("Each value takes its step twice.", "How often is backward_pass called?"),
    ):
        assert said in text, said


def test_the_place_is_drawn_with_the_wrong_arrow_marked():
    """In HTML the graph is inline, with yours and right where they differ, and a cross."""
    page = feedback.to_html(report(check(counterexample=CASE | {"where": PLACE})))
    assert page.count("<svg") == 1 and "<script" not in page
    assert "grad 4 ≠ 2" in page and "grad 1<" in page
    assert 'class="adl-edge partial wrong"' in page and "adl-cross" in page
    assert "<code>4 ≠ 2</code> means that yours is 4 and 2 is right" in page


def test_a_wrong_value_is_drawn_as_a_value():
    """Where it is a value that is wrong, the picture compares values and shows no gradients."""
    nodes = [dict(node, yours=node["value"], expected=node["value"]) for node in PLACE["nodes"]]
    nodes[1]["yours"] = -1.0
    place = PLACE | {"what": "value", "edge": None, "nodes": nodes}
    page = feedback.to_html(report(check(counterexample=CASE | {"where": place})))
    assert "-1 ≠ 3" in page and 'class="adl-gradient"' not in page
    assert "The box with the cross" in page


@pytest.mark.parametrize("show", SHOWN)
def test_a_misconception_is_explained_once(show: Callable[[Report], str]):
    """The second check with the same mistake refers back to the first."""
    text = show(report(check(diagnosis=NAMED), check(diagnosis=NAMED)))
    assert text.count("Each value takes its step twice.") == 1
    assert text.count("The same mistake as above.") == 1


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"unwritten"}))
@pytest.mark.parametrize("hidden", [False, True])
def test_every_failure_says_what_to_do_next(kind: str, hidden: bool):
    """Without a misconception there is still a next step, for every kind of failure."""
    one = check(hidden=hidden, diagnosis={"kind": kind, "text": KINDS[kind]}, message="m")
    for show in SHOWN:
        assert "Next:" in visible(show(report(one)))


@pytest.mark.parametrize("show", SHOWN)
def test_the_same_case_is_shown_once(show: Callable[[Report], str]):
    """Two checks that fail on the same case share its table and its picture."""
    failed = check(message="it is wrong", counterexample=CASE | {"where": PLACE})
    other = dataclasses.replace(failed, counterexample=CASE | {"at": {"a": 9.0}, "where": PLACE})
    once, both = visible(show(report(failed, failed))), visible(show(report(failed, other)))
    assert (once.count("d/da"), both.count("d/da")) == (1, 2)
    assert (once.count("Where:"), both.count("Where:")) == (1, 2)
    assert once.count("it is wrong") == 2


def test_a_hidden_check_sends_back_to_the_public_one():
    """If the public check of a part fails, that is the one to get right first."""
    public = check(diagnosis={"kind": "gradient", "text": "t"}, message="m")
    hidden = dataclasses.replace(public, hidden=True)
    elsewhere = dataclasses.replace(hidden, cell="q1-b")
    first = "Get the public check of this part right first"
    assert first in feedback.to_text(report(public, hidden))
    assert first not in feedback.to_text(report(public, elsewhere))


SECRET = check(
    hidden=True,
    message="for a = 7.25 it is wrong",
    counterexample={"program": "a * a", "at": {"a": 7.25}, "rows": [], "where": PLACE},
    diagnosis=NAMED,
)


@pytest.mark.parametrize("show", [*SHOWN, feedback.to_json])
def test_a_hidden_check_keeps_its_inputs(show: Callable[[Report], str]):
    """A student reads the kind of failure and the misconception; not the case, unless allowed."""
    kept = show(report(SECRET))
    assert "7.25" not in kept and "took its step" not in kept and "<svg" not in kept
    assert "The values are right; the derivative is not." in kept
    assert "Each value takes its step twice." in kept
    assert "7.25" in show(report(SECRET, hidden_inputs=True))


def test_a_hidden_check_that_raised_keeps_the_words_of_the_exception():
    """An exception may quote its inputs; the class and the line are said."""
    brief = "Your code raised ValueError. It happened in cell q1, line 3: `f(x)`"
    message = "Your code raised ValueError: x was 7.25. It happened in cell q1, line 3: `f(x)`"
    one = check(hidden=True, message=message, brief=brief, diagnosis={"kind": "raised", "text": ""})
    assert brief in feedback.to_text(report(one)) and "7.25" not in feedback.to_text(report(one))
    assert "x was 7.25" in feedback.to_text(report(one, hidden_inputs=True))


@pytest.mark.parametrize("findings", [True, False])
def test_what_goes_wrong_in_a_hidden_check_tells_no_case(
    findings: bool, tmp_path: Path, no_process_left: None
):
    """Neither in what it looked for, nor in the check: students read no words of the exception."""
    pack = make_pack(tmp_path / "boxes")

    def broken(submission: Any) -> Any:
        def more() -> Any:
            raise KeyError("expected 42 at x = 7")

        if findings:
            raise CheckFailure("add is wrong at x = 7.", "value", None, [more])
        return more()

    one = Check("test_add", broken, "q1", "q1-add", 2.0, True, "It adds.")
    parsed = parse_notebook(json.dumps(handed_in(pack)).encode(), "a.ipynb")
    graded = grade_notebook(parsed, pack, checks=[one], seed=1)
    assert "42" in json.dumps(graded.to_dict()), "whoever grades is told"
    for show in (*SHOWN, feedback.to_page, feedback.to_json):
        assert "42" not in show(graded) and "x = 7" not in show(graded), show
    assert any("KeyError" in note for note in graded.private) == findings


def test_pytest_tells_the_person_who_grades_everything():
    """About one check by itself, also a hidden one, the case and the misconception are said."""
    text = feedback.about(SECRET)
    for said in ("7.25", "took its step 2 times", "Each value takes its step twice.", "How often"):
        assert said in text


def test_the_record_keeps_everything(graded: Any):
    """What grading stores has the hidden cases, for the person who grades."""
    stored = Report.from_dict(json.loads(json.dumps(graded("swapped").to_dict())))
    hidden = [c for c in stored.checks if c.hidden and c.verdict == "failed"]
    assert hidden and all(check.counterexample for check in hidden)
    assert stored == graded("swapped")


@pytest.mark.parametrize(("kind", "ending"), [("md", "md"), ("text", "txt"), ("html", "html")])
def test_the_command_writes_feedback_for_each_student(
    kind: str, ending: str, graded: Any, tmp_path: Path, capsys: Any
):
    """`autograder report --format` gives a file per submission, without the hidden cases."""
    one = graded("swapped")
    (tmp_path / "ben.json").write_text(json.dumps(one.to_dict()), encoding="utf-8")
    folder = tmp_path / "out"
    assert main(["report", str(tmp_path), "--format", kind, "-o", str(folder)]) == 0
    text = visible((folder / f"ben.{ending}").read_text(encoding="utf-8"))
    assert "Hold b = 10 and let a grow by 1" in text
    assert text.count("The same mistake as above.") == 1
    capsys.readouterr()
    assert main(["report", str(tmp_path), "--format", kind]) == 0  # to a folder of that name
    shown = tmp_path / kind / f"ben.{ending}"
    assert visible(shown.read_text(encoding="utf-8")) == text
    capsys.readouterr()


@given(st.text(max_size=200))
@example("# *a* [x](http://x) <b> | `y`")
@example("- a\n1. b\n> c\n    d")
@example("![](javascript:1) ``` @all &amp; $x$")
def test_markdown_keeps_text_literal(text: str):
    """Whatever a student's text is, Markdown shows it as it is: no tag, no link, no heading."""
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(literal(text))
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", shown))
    assert tags <= {"p", "code", "br", "pre"}
    flat = "".join(html.unescape(re.sub(r"<[^>]*>", "", shown)).split())
    plain = "".join(feedback.clean(text).split())
    assert flat.replace("`", "") == plain.replace("`", "")


def test_json_is_cleaned_and_capped():
    """Control characters and floods of text do not reach a student's tools either."""
    hostile = check(message="a\x1b[31mb\u202e" + "x" * 10**6)
    text = feedback.to_json(report(hostile))
    assert "\x1b" not in text and "u001b" not in text and "\u202e" not in text
    assert len(text) < 5000 and json.loads(text)["points"] == 0.0


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
    assert "94 of 100 points" in page and "12 / 15" in page and "20 / 20" in page
    assert "cell x is missing" in page and "seed 1 " in page
    assert page.count("</h2>") == 8
