"""A student's whole way in JupyterLab with nbgrader's Assignment List: fetch, hand in, read.

What the instructor does meanwhile is done by command.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

from tests.autograder.boxes import ANSWERS, POINTS  # noqa: E402
from tests.autograder.nbgrader.hub import Hub, fill_in  # noqa: E402

#: What the student types; all else is in the file before she opens it.
TYPED = "q1-add-answer"

#: What nbgrader's page of feedback asks for, and does without.
MATHJAX = ("https://cdnjs.cloudflare.com/ajax/libs/mathjax/",)


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A course that has released its assignment."""
    made = Hub(tmp_path)
    made.run(made.course, "generate_assignment")
    made.run(made.course, "release_assignment")
    return made


@pytest.fixture
def ada(hub: Hub, serve: Any) -> Iterator[Any]:
    """Start a student's JupyterLab; all who are students here have one account on this machine."""
    settings = hub.student("ada") / "config" / "nbgrader_config.py"
    settings.parent.mkdir()
    settings.write_text(hub.shared.read_text() + 'c.CourseDirectory.student_id = "ada"\n')
    with serve("jupyterlab", hub.student("ada")) as lab:
        yield lab


class Screen:
    """JupyterLab, and in it nbgrader's tab and what it leads to."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        page.goto(f"{url}/lab")
        for entry in ("Nbgrader", "Assignment List"):
            item = f":is(.lm-MenuBar-item, .lm-Menu-item):visible:has(:text-is('{entry}'))"
            page.locator(item).click()
        self.list = page.locator("#assignments")
        self.window = page.locator("#main")

    def listed(self, kind: str) -> Any:
        """Find the only assignment that is `released`, `fetched` or `submitted`."""
        return self.list.locator(f"#{kind}_assignments_list > .list_item")

    def press(self, kind: str, button: str) -> None:
        """Press the button of that assignment."""
        self.listed(kind).get_by_role("button", name=button, exact=True).click()

    def open_notebook(self) -> None:
        """Unfold what was fetched, and open the notebook in it."""
        self.listed("fetched").locator(".assignment-notebooks-link").click()
        self.listed("fetched").locator(".nested_list_item a").click()
        self.page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()

    def write(self, beginning: str, text: str) -> None:
        """Put a text in place of the cell of hers that begins so, and save the notebook."""
        hers = self.page.locator(".jp-Notebook .cm-content:not([aria-readonly=true])")
        hers.filter(has_text=beginning).click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        with self.page.expect_response(
            lambda r: r.request.method == "PUT" and "/api/contents/" in r.url
        ):
            self.page.keyboard.press("Control+s")

    def back_to_the_list(self) -> None:
        """Show nbgrader's tab again."""
        self.page.locator(".lm-TabBar-tab", has_text="Assignments").click()

    def open_file(self, name: str) -> Any:
        """Open a page from the file browser, and give what is shown of it."""
        self.page.locator(".jp-DirListing-item", has_text=name).dblclick()
        return self.page.frame_locator(".jp-HTMLViewer iframe").locator("body")


def test_a_student_fetches_hands_in_and_reads_in_the_assignment_list(
    hub: Hub, ada: Any, watch: Any, picture: Any
) -> None:
    """She gets the stubs; the instructor gets what she saved; she gets the page with her points."""
    from playwright.sync_api import expect

    screen = Screen(watch(asked=MATHJAX, viewport={"width": 1000, "height": 620}), ada.url)
    screen.press("released", "Fetch")
    expect(screen.listed("fetched")).to_contain_text("calculus")
    expect(screen.list).to_contain_text("There are no assignments to fetch.")
    path = ada.folder / "boxes" / "boxes.ipynb"
    fill_in(path, {name: text for name, text in ANSWERS.items() if name != TYPED})
    screen.open_notebook()
    screen.write("def add", ANSWERS[TYPED])
    screen.back_to_the_list()
    screen.press("fetched", "Submit")
    expect(screen.listed("submitted")).to_contain_text("calculus")
    screen.page.mouse.move(0, 0)  # a button below the mouse has another colour
    picture("assignment-list", screen.window)

    hub.run(hub.course, "collect")
    hub.run(hub.course, "autograde")
    assert hub.scores("ada") == POINTS
    hub.run(hub.course, "generate_feedback")
    hub.run(hub.course, "release_feedback")

    screen.list.locator("#refresh_assignments_list").click()
    expect(screen.listed("submitted")).to_contain_text("(feedback available to fetch)")
    screen.press("submitted", "Fetch Feedback")
    screen.listed("submitted").locator("a", has_text="view feedback").click()
    page = screen.open_file("boxes.html")
    expect(page).to_contain_text("8.0 / 10.0")
    picture("assignment-list-feedback", screen.window)
