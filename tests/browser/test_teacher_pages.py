"""A teacher's pages, opened from files: read, walked by keyboard, and safe from what they show."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar
from urllib.request import urlopen

import pytest

from autograder.asking.checks import Check
from autograder.build import answered_notebook, write_notebook
from autograder.cli import main
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import read_notebook
from autograder.results import Outcome, write_outcome

READABLE = 4.5
DESK = {"viewport": {"width": 1150, "height": 900}, "device_scale_factor": 1}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
PAGES = ["item-analysis", "submission-ben", "similar", "pair-ada--ben"]

#: What a student may put where it is shown: each tries to change the page's title.
TAKE_OVER = "parent.document.title = top.document.title = document.title = 'taken over'"
HOSTILE = (
    f'<script>{TAKE_OVER}</script><img src=x onerror="{TAKE_OVER}">'
    f'<svg onload="{TAKE_OVER}"></svg><a id="trap" href="javascript:{TAKE_OVER}">a trap</a>'
    f'<meta http-equiv="refresh" content="0; url=TRACKER/">'
    f'<iframe srcdoc="<script>{TAKE_OVER}</script>"></iframe>'
    '<img src="TRACKER/pixel.png"><link rel=stylesheet href="TRACKER/x">'
)
CARD = '<div style="border:1px solid gray">A picture of a graph</div>'


class Tracker(BaseHTTPRequestHandler):
    """A server that learns of everybody who reads a page, if the page lets it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def tracker() -> Iterator[str]:
    """Where the server is; in the end nobody must have asked it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Tracker) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
    assert Tracker.asked == []


@pytest.fixture(scope="module")
def pages(assignment: Any, tracker: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages about a class of four; the notebook of `ben` is hostile."""
    folder = tmp_path_factory.mktemp("teacher")
    results = folder / "results"
    results.mkdir()
    kahn = assignment.bank("right")["kahn"].cells
    swapped = assignment.bank("wrong")["mul-swapped"].cells
    checks = [one for one in assignment_checks(assignment) if one.question == "q1"]
    for name, cells in {"ada": kahn, "ben": {**kahn, **swapped}, "cleo": {}, "dan": {}}.items():
        notebook = json.loads(json.dumps(answered_notebook(assignment, cells)))
        if name == "ben":
            _add_hostile(notebook, HOSTILE.replace("TRACKER", tracker))
        path = write_notebook(notebook, folder / "submitted" / f"{name}.ipynb")
        write_outcome(_graded(name, path, assignment, checks), results)
    out, given = folder / "pages", ("-a", str(assignment.folder), "-o", str(folder / "pages"))
    assert main(["similar", str(folder / "submitted"), *given]) == 0
    assert main(["analyse", str(results), "--names", *given]) == 0
    assert main(["view", str(results), "ben", *given]) == 0
    return out


def _graded(name: str, path: Path, assignment: Any, checks: list[Check]) -> Outcome:
    return Outcome(
        name, path, grade_notebook(read_notebook(path), assignment, checks=checks, seed=1)
    )


def _add_hostile(notebook: Any, hostile: str) -> None:
    """Put an attack wherever something of a notebook is shown."""
    places = {cell["id"]: cell for cell in notebook["cells"]}
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": CARD + hostile}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": hostile}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": hostile}},
        {"output_type": "stream", "name": "stdout", "text": hostile},
    ]
    places["q1-mul"]["outputs"] = outputs
    places["q1-mul-answer"]["source"] += f"\n# {hostile}"
    notebook["cells"].insert(
        0, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": f"# Mine\n\n{hostile}"}
    )


def test_nothing_in_a_notebook_runs_or_reaches_out(pages: Path, tracker: str, watch: Any) -> None:
    """Not by itself, and not when somebody clicks on what is in it."""
    page = watch(refusals=True, **DESK)
    page.goto((pages / "submission-ben.html").as_uri())
    assert page.title() == "ben, as handed in"
    frame = page.frame_locator("iframe").first
    page.locator("iframe").first.scroll_into_view_if_needed()
    frame.get_by_text("A picture of a graph").wait_for()
    frame.locator("#trap").click()
    for link in page.get_by_text("a trap", exact=True).all():
        if link.evaluate("e => e.tagName") == "A":
            link.click()
    assert page.title() == "ben, as handed in"
    assert page.url.endswith("submission-ben.html")
    assert frame.get_by_text("A picture of a graph").count() == 1
    assert Tracker.asked == []
    urlopen(f"{tracker}/seen").close()  # such as this one would have been heard of
    assert Tracker.asked.pop() == "/seen"


def test_even_what_got_in_unescaped_does_not_run(pages: Path, watch: Any) -> None:
    hostile = pages / "unescaped.html"
    text = (pages / "submission-ben.html").read_text(encoding="utf-8")
    hostile.write_text(text.replace("<main>", f"<main><script>{TAKE_OVER}</script>"))
    page = watch(refusals=True, **DESK)
    page.goto(hostile.as_uri())
    assert page.title() == "ben, as handed in"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_can_be_read_on_a_desk_and_on_a_telephone(
    name: str, scheme: str, pages: Path, watch: Any, picture: Any, least_contrast: Any
) -> None:
    for size in (DESK, PHONE):
        page = watch(refusals=True, color_scheme=scheme, **size)
        page.goto((pages / f"{name}.html").as_uri())
        width = size["viewport"]["width"]  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        worst = least_contrast(page.locator("body"))
        assert worst["ratio"] >= READABLE, worst
        page.screenshot(path=picture.path(f"{name}-{width}-{scheme}"))


@pytest.mark.parametrize("name", PAGES)
def test_no_serious_finding_of_axe(name: str, pages: Path, watch: Any) -> None:
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-core is not here: pip install axe-playwright-python")
    page = watch(refusals=True, **DESK)
    page.goto((pages / f"{name}.html").as_uri())
    axe = importlib.resources.files("axe_playwright_python") / "axe.min.js"
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {iframes: false})")
    told = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert told == []


def test_a_pair_stands_side_by_side_and_below_each_other_on_a_telephone(
    pages: Path, watch: Any
) -> None:
    for size, beside in ((DESK, True), (PHONE, False)):
        page = watch(**size)
        page.goto((pages / "pair-ada--ben.html").as_uri())
        first, second = page.locator("#place-1 .two > div").all()
        one, other = first.bounding_box(), second.bounding_box()
        assert (abs(one["y"] - other["y"]) < 2) == beside
        assert (one["x"] + one["width"] <= other["x"]) == beside


def test_a_place_is_reached_by_keyboard_from_all_that_was_written(pages: Path, watch: Any) -> None:
    page = watch(**DESK)
    page.goto((pages / "pair-ada--ben.html").as_uri())
    link = page.get_by_role("link", name="Place 1", exact=True).first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#place-1'")
    box = page.locator("#place-1").bounding_box()
    assert 0 <= box["y"] < 900
