"""The item analysis of a class of twelve: its numbers, its words, and that it names nobody."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.bank_answers import OwnCell
from autograder.build import answered_notebook
from autograder.classroom.decisions import Row, write_decisions
from autograder.classroom.grades import grades_of
from autograder.cli import main
from autograder.overview.analysis_page import analyse, analysis_page
from autograder.overview.drawing import bar, histogram, histogram_counts
from autograder.overview.examples import names_of, without_names
from autograder.overview.frequent import broken_of, mistakes_of
from autograder.overview.hints import hints_of
from autograder.overview.items import items_of
from autograder.report import CheckResult, Report
from autograder.results import Outcome, write_outcome
from tests.autograder.overview.conftest import CLASS


def result(cell: str, points: float, kind: str = "", hidden: bool = False, **more: Any) -> Any:
    """Make a check of 4 points in a graded cell of q1, q2, ..."""
    return CheckResult(
        f"test_{cell.replace('-', '_')}{'_more' * hidden}",
        *(cell.partition("-")[0], cell, "passed" if points == 4 else "failed", points, 4.0),
        hidden=hidden,
        diagnosis={"kind": kind} if kind else None,
        **more,
    )


def made(*checks: CheckResult, **more: Any) -> Report:
    return Report("scalar", "x.ipynb", "a" * 64, checks, **more)


def hints(reports: Sequence[Report]) -> str:
    return "\n".join(hints_of(items_of(reports), mistakes_of(reports), broken_of(reports)))


def run(*arguments: object) -> int:
    return main([str(one) for one in arguments])


@pytest.fixture(scope="module")
def pages(course: tuple[Path, Path], scalar: Any, tmp_path_factory: Any) -> dict[str, str]:
    """The page as it is by default, and with names."""
    found = {}
    for way in ("plain", "names"):
        folder = tmp_path_factory.mktemp(way)
        assert run(
            *("analyse", course[1], "-a", scalar.folder, "-o", folder),
            *(["--names"] * (way == "names")),
        ) == 0  # fmt: skip
        found[way] = (folder / "item-analysis.html").read_text(encoding="utf-8")
        found[f"{way}-files"] = " ".join(sorted(one.name for one in folder.glob("*.html")))
    return found


def test_items_are_counted_as_one_would_by_hand(course: tuple[Path, Path]) -> None:
    found = analyse(grades_of(course[1]))
    assert (len(found.graded), len(found.grades), found.nothing) == (12, 13, 1)
    (mul,) = [one for one in found.items.cells if one.id == "q1-mul"]
    assert mul.counts == {"full": 6, "part": 0, "none": 4, "open": 2}
    assert mul.difficulty.value == pytest.approx(6 / 12)
    points = {name: one.report.points for name, one in zip(CLASS, found.graded, strict=True)}
    assert list(found.items.totals) == list(points.values())
    rest = found.items.totals - mul.points
    assert mul.correlation.value == pytest.approx(np.corrcoef(mul.points, rest)[0, 1])


def test_the_commonest_misconception_comes_first_with_an_example(
    course: tuple[Path, Path], pages: dict[str, str]
) -> None:
    first = analyse(grades_of(course[1])).mistakes[0]
    assert (first.name, len(first.who), first.named) == ("mul-swapped", 4, True)
    assert set(first.cells) == {"q1-mul"}
    assert "mul-swapped: 4 (33 %)" in pages["plain"]
    assert "# by …\nclass _mul(AutogradValue)" in pages["plain"]
    assert "# by Eva Tester\nclass _mul(AutogradValue)" in pages["names"]


def test_the_page_names_nobody_unless_asked(pages: dict[str, str]) -> None:
    words = set(re.findall(r"\w+", pages["plain"].casefold()))
    assert not words & {*CLASS, "mia", "noa", "tester"}
    assert pages["plain-files"] == "item-analysis.html"
    assert "the file is empty. Ask … for it again." in pages["plain"]
    assert "1 came late, by 2 h to 2 h." in pages["plain"]


def test_with_names_an_example_leads_to_the_whole_submission(pages: dict[str, str]) -> None:
    assert '<a href="submission-eva.html">eva</a>' in pages["names"]
    assert "submission-eva.html" in pages["names-files"]
    for name in ("mia", "ivo"):
        assert name in pages["names"]


def test_nothing_on_the_page_is_nan_however_small_or_even_a_class_is(
    reports: Any, scalar: Any, tmp_path: Path
) -> None:
    for count in (1, 2, 30):
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            write_outcome(Outcome(f"s{number}", Path("x.ipynb"), reports["right"]), folder)
        page = analysis_page(analyse(grades_of(folder)), folder, scalar)
        assert "nan" not in re.findall(r"[a-z]+", page)
        assert ("too few" in page) == (count < 10)
        assert ("all the same" in page) == (count >= 10)


def test_where_nothing_was_graded_the_page_says_so(
    scalar: Any, tmp_path: Path, capsys: Any
) -> None:
    results, pages = tmp_path / "results", tmp_path / "pages"
    results.mkdir()
    write_outcome(Outcome("ada", Path("ada.ipynb"), None, "ada.ipynb: it is empty. Ask."), results)
    assert run("analyse", results, "-o", pages) == 2
    assert "name the assignment with -a" in capsys.readouterr().err
    assert not pages.exists()
    assert run("analyse", results, "-o", pages, "-a", scalar.folder) == 0
    assert "0 submissions; 1 more" in (pages / "item-analysis.html").read_text()


def test_a_decision_of_a_person_counts_in_cells_and_questions(reports: Any, tmp_path: Path) -> None:
    write_outcome(Outcome("ada", Path("x.ipynb"), reports["swapped"]), tmp_path)
    write_decisions([Row("ada", "q1-mul", 2.5, "The idea is right.")], tmp_path)
    items = analyse(grades_of(tmp_path)).items
    (mul,) = [one for one in items.cells if one.id == "q1-mul"]
    (q1,) = [one for one in items.questions if one.id == "q1"]
    assert (mul.points[0], q1.points[0]) == (2.5, 14.5)
    assert [one.points[0] for one in items.checks if one.cell == "q1-mul"] == [0.0, 0.0]


def test_a_question_that_all_have_right_separates_nobody() -> None:
    several = [made(result("q1-a", 4), result("q2-a", 4 * (n % 2))) for n in range(20)]
    assert "q1 separates nobody: 100 % have all its points." in hints(several)
    assert "q2 separates" not in hints(several)


def test_a_check_that_only_the_best_fail_is_to_be_looked_at() -> None:
    good = [made(result("q1-a", 4), result("q2-a", 0, "value")) for _ in range(6)]
    weak = [made(result("q1-a", 0, "value"), result("q2-a", 4)) for _ in range(6)]
    said = hints(good + weak + [made(result("q1-a", 0), result("q2-a", 0))] * 4)
    assert "`test_q2_a` (q2-a): 60 % of the 10 who fail it have everything else right" in said
    assert "q1-a and q2-a: who earns it has fewer points elsewhere" in hints(good + weak)


def test_a_hidden_check_that_public_ones_do_not_prepare_for_is_named() -> None:
    some = [made(result("q1-a", 4), result("q1-a", 4 * (n % 2), hidden=True)) for n in range(20)]
    assert "q1-a: 50 % of those who pass its public checks fail a hidden one" in hints(some)


def test_what_many_did_not_write_is_no_mistake_and_is_named() -> None:
    some = [made(result("q1-a", 4 * (n % 2), "unwritten" * (1 - n % 2))) for n in range(20)]
    assert mistakes_of(some) == []
    assert "q1: 50 % wrote nothing. Was there too little time?" in hints(some)


def test_cells_that_did_not_run_are_read_from_what_grading_notes(scalar: Any, regrade: Any) -> None:
    """Asked with a real report: the words of a note may change."""
    reference = scalar.answers()["q5-answer"]
    own = (OwnCell("after", "q5-answer", "x = 1\ny = x / 0"),)
    broken = answered_notebook(scalar, {"q5-answer": f"{reference}\ndef (:"}, own)
    found = broken_of([regrade(broken, only=["q1-sub"])] * 3)
    line = reference.count("\n") + 2
    assert [(one.cell, one.count, dict(one.errors)) for one in found] == [
        ("own cells", 3, {"ZeroDivisionError": (3, ())}),
        ("q5-answer", 3, {"SyntaxError": (3, (line,))}),
    ]


def test_a_mistake_counts_once_for_each_student_and_its_example_is_the_best_of_them() -> None:
    twice = made(result("q1-a", 0, "value"), result("q1-b", 0, "value"), result("q2-a", 4))
    once = made(result("q1-a", 0, "value"), result("q1-b", 4), result("q2-a", 4))
    (found,) = mistakes_of([twice, once])
    assert (len(found.who), found.example, dict(found.cells)) == (2, 1, {"q1-a": 2, "q1-b": 1})


def test_an_exception_is_a_kind_of_its_own() -> None:
    said = "Your code raised KeyError: 'x'. It happened in line 3."
    (found,) = mistakes_of([made(dataclasses.replace(result("q1-a", 0, "raised"), message=said))])
    assert found.name == "KeyError"


def test_a_histogram_puts_every_share_where_it_belongs() -> None:
    shares = np.array([0, 0.1, 0.2, 0.3, 0.7, 0.29999999999999993, 1.0, 0.9999])
    assert histogram_counts(shares) == [1, 1, 1, 2, 0, 0, 0, 1, 0, 2]
    drawn = histogram(shares)
    assert 'aria-label="How many have which share of all points. 0 to 10 %: 1;' in drawn
    assert drawn.count("<rect") == 10


def test_a_bar_shares_its_width_among_all() -> None:
    drawn = bar({"full": 3, "part": 0, "none": 1, "open": 0})
    widths = [float(one) for one in re.findall(r'rect x="[\d.]+" y="0" width="([\d.]+)"', drawn)]
    assert widths == [150, 50]
    assert 'aria-label="all points: 3, none: 1"' in drawn


def test_a_name_is_taken_out_in_every_form_it_is_known_by(course: tuple[Path, Path]) -> None:
    (eva,) = [one for one in grades_of(course[1]) if one.student.id == "eva"]
    text = "# Eva Tester, EVA: eva_1 = evaluate(eva.ipynb)"
    assert without_names(text, names_of(eva)) == "# …, …: …_1 = evaluate(….ipynb)"


def test_analyses_and_reports_of_the_same_results_share_a_folder(
    course: tuple[Path, Path], scalar: Any, tmp_path: Path
) -> None:
    pages = tmp_path / "pages"
    for _ in range(2):
        assert run("report", course[1], "-o", pages) == 0
        assert run("analyse", course[1], "-a", scalar.folder, "-o", pages, "--names") == 0
        assert run("view", course[1], "ada", "-a", scalar.folder, "-o", pages) == 0
        assert run("view", course[1], "ben", "-a", scalar.folder, "-o", pages) == 0
    names = {one.name for one in pages.glob("*.html")}
    assert {"index.html", "eva.html", "item-analysis.html", "submission-eva.html"} <= names
    assert {"submission-ada.html", "submission-ben.html"} <= names
