"""The feedback page, opened from a file as a student would open what the instructor sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook, write_notebook
from autograder.feedback import to_page
from autograder.grading import grade_file

# The least contrast at which WCAG 2 calls running text readable (level AA).
READABLE = 4.5


@pytest.fixture(scope="module")
def feedback(assignment: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a submission whose product rule is wrong."""
    folder = tmp_path_factory.mktemp("feedback")
    answers = assignment.bank("wrong")["mul-swapped"].cells
    notebook = write_notebook(answered_notebook(assignment, answers), folder / "ben.ipynb")
    page = folder / "ben.html"
    page.write_text(to_page(grade_file(notebook, assignment, seed=0)), encoding="utf-8")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_explains_the_wrong_gradient_readably(
    feedback: Path, watch: Any, picture: Any, least_contrast: Any, scheme: str
) -> None:
    """From a file, without network: the points, the smallest case, and text one can read."""
    size = {"width": 1000, "height": 930}
    page = watch(color_scheme=scheme, viewport=size, device_scale_factor=1)
    page.goto(feedback.as_uri())
    assert "97 of 100 points" in page.locator("body").text_content()
    failing = page.locator("li", has_text="not right yet").first
    for words in ("_mul.grads", "Smallest case", "finite difference", "with respect to b"):
        assert words in failing.text_content()
    worst = least_contrast(page.locator("body"))
    assert worst["ratio"] >= READABLE, worst
    page.screenshot(path=picture.path(f"feedback-page{'-dark' * (scheme == 'dark')}"))


def test_the_page_runs_no_script_whatever_a_submission_puts_into_it(
    feedback: Path, watch: Any
) -> None:
    """Even text that got in unescaped stays text: the page's own policy forbids scripts."""
    hostile = feedback.with_name("hostile.html")
    script = "<script>document.title = 'taken over'</script><img src=x onerror=\"alert(1)\">"
    text = feedback.read_text(encoding="utf-8")
    assert "<script" not in text
    hostile.write_text(text.replace("</body>", f"{script}</body>"), encoding="utf-8")
    page = watch(refusals=True)
    page.goto(hostile.as_uri())
    assert page.title() == "Build it yourself: automatic differentiation of numbers"


def test_the_page_fits_a_telephone(feedback: Path, watch: Any) -> None:
    """At 390 pixels nothing sticks out to the side."""
    page = watch(viewport={"width": 390, "height": 800})
    page.goto(feedback.as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
