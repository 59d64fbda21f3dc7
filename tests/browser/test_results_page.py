"""The page that lists a class, on a screen and on a telephone, in the light and in the dark."""

from __future__ import annotations

import importlib.resources
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.grades import Grade
from autograder.classroom.handed_in import Attempt
from autograder.classroom.people import Student
from autograder.outgoing.pages import write_pages
from autograder.report import Adjustment, CheckResult, Decision, Report

NAMES = (
    *("Ada Lovelace", "Dženana Šarić-Hadžihasanović von und zu Unterwalden", "فاطمة الزهراء"),
    *("x" * 80, "Grigori Перельман"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class: twelve questions, long names, attempts, a decision, one without a grade."""
    questions = {f"q{n}": f"Q{n}: a question with a title" for n in range(1, 13)}
    checks = tuple(
        CheckResult(f"test_{q}", q, f"{q}-a", "passed", 7.5, 7.5, title="It works")
        for q in questions
    )
    report = Report("scalar", "hw.ipynb", "0" * 64, checks, questions=questions, title="Scalars")
    decision = Decision("q1-a", "q1", 3.0, 7.5, "The idea is right.", "Noether", "2026-11-21", 7.5)
    grades = [
        Grade(Student(f"s{n}", name, section="Mon"), f"s{n}", report)
        for n, name in enumerate(NAMES)
    ]
    late = Attempt("s1", 2, "s1", "s1/hw.ipynb", late_seconds=4000.0)
    changed = replace(
        report, decisions=(decision,), adjustments=(Adjustment(-5.0, "An hour late."),)
    )
    grades[1] = replace(grades[1], report=changed, attempt=late, others=("s1-first",))
    grades[2] = replace(grades[2], report=None, problem="hw.ipynb: this is not a notebook. Mend it")
    grades.append(Grade(Student("s9", "Eve"), "", None, "nothing was handed in."))
    return write_pages(grades, tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_the_index_fits_and_nobody_is_kept_out(
    index: Path, watch: Any, width: int, scheme: str
) -> None:
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-core is not here: pip install axe-playwright-python")
    page = watch(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for path in (index, index.parent / "s2.html"):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe = importlib.resources.files("axe_playwright_python") / "axe.min.js"
        page.evaluate(axe.read_text(encoding="utf-8"))
        found = page.evaluate("async () => (await axe.run()).violations.map((one) => one.id)")
        assert found == []
    assert "not a notebook" in page.locator("main").inner_text()


def test_every_point_is_seen_on_a_telephone(index: Path, watch: Any) -> None:
    """No cell stands beyond the edge or below another, and each says which question it is of."""
    page = watch(viewport={"width": 390, "height": 900})
    page.goto(index.as_uri())
    row = page.get_by_role("row").nth(2)
    head = row.get_by_role("rowheader")
    boxes = [cell.bounding_box() for cell in (head, *row.get_by_role("cell").all())]
    assert len(boxes) == 14
    for box in boxes:
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] > 0
    places = {(round(box["x"]), round(box["y"])) for box in boxes}
    assert len(places) == 14
    label = row.get_by_role("cell").nth(12).evaluate("e => getComputedStyle(e, '::before').content")
    assert "q12" in label
    assert "attempt 2" in row.inner_text() and "late" in row.inner_text()
    notes = page.locator("main").inner_text()
    for said in ("3 of 7.5 points instead of 7.5 (Noether, 2026-11-21)", "handed in 67 min late"):
        assert said in notes
    assert "Eve (s9)" in notes and "−5 points for the whole: An hour late." in notes
