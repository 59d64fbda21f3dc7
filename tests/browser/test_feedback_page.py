"""The feedback page, opened from a file as a student would open what the instructor sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook, write_notebook
from autograder.feedback import to_page
from autograder.grading import grade_notebook
from autograder.notebook import read_notebook
from autograder.pack import load_assignment

ROOT = Path(__file__).resolve().parents[2]

# The least contrast at which WCAG 2 calls running text readable (level AA).
READABLE = 4.5

#: On how many lines an element's text stands.
_LINES = """(element) => {
  const text = document.createRange();
  text.selectNodeContents(element);
  return new Set([...text.getClientRects()].map((one) => Math.round(one.top))).size;
}"""


def page_of(assignment: Any, answer: str, folder: Path) -> Path:
    """Grade a wrong answer, and write the student's page."""
    answers = assignment.bank("wrong")[answer].cells
    notebook = write_notebook(answered_notebook(assignment, answers), folder / "ben.ipynb")
    page = folder / "ben.html"
    page.write_text(
        to_page(grade_notebook(read_notebook(notebook), assignment, seed=0)), encoding="utf-8"
    )
    return page


@pytest.fixture(scope="module")
def feedback(assignment: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a submission whose product rule is wrong."""
    return page_of(assignment, "mul-swapped", tmp_path_factory.mktemp("feedback"))


@pytest.fixture(scope="module")
def traced(assignment: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a submission that goes backward in the wrong order."""
    return page_of(assignment, "backward-breadth-first", tmp_path_factory.mktemp("traced"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_explains_the_wrong_gradient_readably(
    feedback: Path, watch: Any, picture: Any, least_contrast: Any, scheme: str
) -> None:
    """From a file, without network: the points, the smallest case, and text one can read."""
    size = {"width": 1000, "height": 930}
    page = watch(color_scheme=scheme, viewport=size, device_scale_factor=1)
    page.goto(feedback.as_uri())
    assert "94 of 100 points" in page.locator("body").text_content()
    failing = page.locator("li", has_text="not right yet").first
    for words in (
        *("_mul.grads", "Smallest case", "finite difference", "with respect to b"),
        *("What it looks like:", "mul-swapped", "Ask yourself:"),
    ):
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_graph_shows_where_it_goes_wrong(
    traced: Path, watch: Any, picture: Any, least_contrast: Any, scheme: str
) -> None:
    """The picture is there, inside the card and readable, with one arrow marked and its reason."""
    page = watch(color_scheme=scheme, viewport={"width": 900, "height": 900})
    page.goto(traced.as_uri())
    graph = page.locator("svg").first
    box, card = graph.bounding_box(), page.locator("li", has=graph).first.bounding_box()
    assert box["width"] > 200 and box["height"] > 40
    assert card["x"] <= box["x"] and box["x"] + box["width"] <= card["x"] + card["width"]
    reasons = graph.locator("path.wrong").evaluate_all(
        "paths => paths.map(path => path.parentNode.querySelector('title').textContent)"
    )
    assert reasons and all("passed its gradient on when it was" in reason for reason in reasons)
    worst = least_contrast(page.locator("body"))
    assert worst["ratio"] >= READABLE, worst
    card = page.locator("section", has_text="not right yet").first
    card.screenshot(path=picture.path(f"feedback-graph{'-dark' * (scheme == 'dark')}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("name", ["feedback", "traced"])
def test_the_page_fits_a_telephone(
    name: str, width: int, scheme: str, request: Any, watch: Any, picture: Any, least_contrast: Any
) -> None:
    """Nothing sticks out to the side: every column is in sight, and no word is broken for it."""
    page = watch(
        viewport={"width": width, "height": 800}, device_scale_factor=2, color_scheme=scheme
    )
    page.goto(request.getfixturevalue(name).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tables = page.locator("li table")
    assert tables.count() > 0
    for table in tables.all():
        seen, whole = table.locator("..").evaluate("e => [e.clientWidth, e.scrollWidth]")
        assert whole <= seen
    for words in page.locator("table th").all():
        assert words.evaluate(_LINES) <= len(words.text_content().split())
    for graph in page.locator("svg.adl-graph").all():
        assert graph.bounding_box()["width"] >= 0.7 * float(graph.get_attribute("width"))
    worst = least_contrast(page.locator("body"))
    assert worst["ratio"] >= READABLE, worst
    page.screenshot(path=picture.path(f"telephone-{name}-{width}-{scheme}"), full_page=True)


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the wrong order, for a student who is spoken to in German."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_LANGUAGE", "de")
        assignment = load_assignment(ROOT / "assignments" / "scalar")
        return page_of(assignment, "backward-breadth-first", tmp_path_factory.mktemp("german"))


def test_german_fits_a_telephone(german: Path, watch: Any, picture: Any) -> None:
    """Its words are longer: none is cut, broken or sticks out; the page says its language."""
    page = watch(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.goto(german.as_uri())
    assert page.locator("html").get_attribute("lang") == "de"
    text = page.locator("body").text_content()
    for words in ("noch nicht richtig", "Wo:", "hat seinen Gradienten weitergegeben", "Punkten"):
        assert words in text
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    outside = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) => {
          const box = element.getBoundingClientRect();
          const drawn = element.closest("svg") || element.querySelector("svg");  // it scrolls
          return box.width && !drawn && (box.right > 390.5 || box.left < -0.5);
        }).map((element) => element.outerHTML.slice(0, 200))"""
    )
    assert outside == []
    for table in page.locator("li table").all():
        seen, whole = table.locator("..").evaluate("e => [e.clientWidth, e.scrollWidth]")
        assert whole <= seen
    for words in page.locator("table th").all():
        assert words.evaluate(_LINES) <= len(words.text_content().split())
    page.screenshot(path=picture.path("telephone-german"), full_page=True)
