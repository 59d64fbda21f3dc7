"""Who learns alone opens hints one at a time, and an answer after a try, in JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.alone import command

WRONG = """\
class _sub(AutogradValue):
    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return 1.0, 1.0
"""


@pytest.fixture
def kit(tmp_path: Path) -> Any:
    """The notebook that `adlearn start scalar` writes, with a place to ask for an answer in."""
    assert command.main(["scalar", "-o", str(tmp_path)]) == 0
    notebook = nbformat.read(tmp_path / "scalar.ipynb", as_version=4)
    place = [cell.id for cell in notebook.cells].index("hints-q1-sub-answer")
    asking = nbformat.v4.new_code_cell('answer("q1-sub")', id="asking")
    notebook.cells.insert(place + 1, asking)
    return notebook


def test_hints_open_one_at_a_time_and_the_answer_after_a_try(
    desk: Any, kit: Any, picture: Any, least_contrast: Any
) -> None:
    notebook = desk(None, kit)
    hints = notebook.cell("hints-q1-sub-answer")
    hints.scroll_into_view_if_needed()
    summaries = hints.locator("summary")
    assert summaries.count() >= 3
    seen = [one.is_visible() for one in summaries.all()]
    assert seen == [True, *[False] * (len(seen) - 1)]
    # With the keyboard, as with the mouse: each opens the next and no more.
    for number in range(len(seen)):
        summaries.nth(number).press("Enter")
        if number + 1 < len(seen):
            summaries.nth(number + 1).wait_for(state="visible")
        shown = [one.is_visible() for one in summaries.all()]
        assert shown == [place <= number + 1 for place in range(len(seen))]
    last = hints.locator("code", has_text='answer("q1-sub")')
    last.wait_for(state="visible")
    picture("hints", hints)

    notebook.run_down_to("asking")
    card = notebook.cell("asking").locator(".jp-OutputArea-output")
    assert "Try it first." in card.text_content()
    notebook.select("q1-sub-answer")
    keyboard = notebook.page.keyboard
    keyboard.press("Control+a")
    keyboard.insert_text(WRONG)
    notebook.run("q1-sub-answer")
    notebook.run("q1-sub")
    notebook.run("asking")
    card.locator("summary", has_text="One answer").wait_for()
    assert "return 1.0, -1.0" in card.locator("pre").text_content()
    assert least_contrast(card)["ratio"] >= 4.5
    picture("answer", notebook.cell("asking"))
