"""What a student sees and does with the scalar assignment in JupyterLab."""

from __future__ import annotations

import re
from typing import Any

import nbformat
import pytest

# The least contrast at which WCAG 2 calls running text readable (level AA).
READABLE = 4.5


@pytest.fixture(scope="module")
def mul_swapped(assignment: Any) -> dict[str, str]:
    """All answers right, except that _mul.grads gives its operands in the wrong order."""
    return dict(assignment.bank("wrong")["mul-swapped"].cells)


def test_a_wrong_derivative_is_explained_and_its_correction_passes(
    desk: Any, mul_swapped: dict[str, str], picture: Any, least_contrast: Any
) -> None:
    """A failing check shows the smallest case with its numbers; edited and rerun, it passes."""
    notebook = desk(mul_swapped)
    keyboard = notebook.page.keyboard
    notebook.run_down_to("q1-check")

    card = notebook.card("q1-check")
    assert "4 of 5 public checks passed" in card.text_content()
    failing = card.locator("li", has_text="not right yet")
    assert "_mul" in failing.text_content()
    assert "Smallest case: _mul(a, b) at a = 2, b = 3" in failing.text_content()
    rows = [row.locator("th, td").all_text_contents() for row in failing.locator("tr").all()]
    assert rows == [
        ["", "yours", "expected", "finite difference"],
        ["with respect to a", "2", "3", "3"],
        ["with respect to b", "3", "2", "2"],
    ]
    assert "5 hidden checks will run as well" in card.text_content()
    worst = least_contrast(card)
    assert worst["ratio"] >= READABLE, worst
    shown = [notebook.cell("q1-mul-answer"), notebook.card("q1-mul")]
    notebook.cell("q1-mul").scroll_into_view_if_needed()
    picture("check-failing", *shown)
    notebook.cell("q1-check").scroll_into_view_if_needed()
    picture("check-failing-whole-question", notebook.cell("q1-check"))

    notebook.cell("q1-mul-answer").locator(".cm-line", has_text="return a, b").click()
    for key in ("End", "Shift+Home"):
        keyboard.press(key)
    keyboard.type("return b, a")
    notebook.run("q1-mul-answer")
    notebook.run("q1-mul")
    notebook.run("q1-check")
    assert "1 of 1 public check passed" in notebook.card("q1-mul").text_content()
    assert "5 of 5 public checks passed" in notebook.card("q1-check").text_content()
    assert "not right yet" not in notebook.card("q1-check").text_content()
    notebook.cell("q1-mul-answer").scroll_into_view_if_needed()
    picture("check-passing", *shown)
    notebook.cell("q1-check").scroll_into_view_if_needed()
    picture("check-passing-whole-question", notebook.cell("q1-check"))


def test_a_failing_check_is_readable_in_the_dark_theme(
    desk: Any, mul_swapped: dict[str, str], picture: Any, least_contrast: Any
) -> None:
    notebook = desk(mul_swapped)
    notebook.choose("Settings", "Theme", "JupyterLab Dark")
    notebook.page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    notebook.run_down_to("q1-mul")
    card = notebook.card("q1-mul")
    assert "not right yet" in card.text_content()
    worst = least_contrast(card)
    assert worst["ratio"] >= READABLE, worst
    picture("check-failing-dark", notebook.cell("q1-mul"))


def test_untouched_stubs_run_to_the_last_cell_and_say_what_is_missing(
    desk: Any, picture: Any
) -> None:
    """Run All on the released notebook stops nowhere; checks call stubs unwritten, not wrong."""
    notebook = desk(None)
    notebook.choose("Run", "Run All Cells")
    last = notebook.cell(list(notebook.numbers)[-2])
    last.locator(".jp-OutputArea-output").first.wait_for(state="attached")
    notebook.wait_until_idle()
    for question in ("q1", "q2", "q3", "q4", "q5", "q6", "q7"):
        card = notebook.card(f"{question}-check")
        assert "not written yet" in card.text_content()
        assert "not right yet" not in card.text_content()
    notebook.cell("q7-check").scroll_into_view_if_needed()
    picture("stubs", notebook.cell("q7-check"))


def test_the_public_checks_are_hidden_and_cannot_be_changed_or_deleted(desk: Any) -> None:
    notebook = desk(None)
    released = nbformat.read(notebook.path, as_version=4)
    page, checks = notebook.page, notebook.cell("public-checks")
    checks.locator(".jp-InputPlaceholder").wait_for()
    assert not checks.locator(".cm-content").is_visible()

    checks.locator(".jp-Placeholder-content").click()
    checks.locator(".cm-line").first.click()
    checks.locator(".cm-content:focus").wait_for()
    page.keyboard.type("broken")
    for key in ("Escape", "d", "d"):
        page.keyboard.press(key)
    with page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/" in r.url):
        page.keyboard.press("Control+s")

    saved = nbformat.read(notebook.path, as_version=4)
    assert [(c.id, c.source) for c in saved.cells] == [(c.id, c.source) for c in released.cells]


def test_the_trained_network_is_shown(desk: Any, picture: Any) -> None:
    """With right answers, training shows its progress, then its curve and the boundary."""
    notebook = desk({})
    from playwright.sync_api import expect

    training, boundary = list(notebook.numbers)[-3:-1]
    notebook.choose("Run", "Run All Cells")
    notebook.cell(training).locator(".widget-hprogress").wait_for(state="attached")
    notebook.cell(boundary).locator("img").wait_for(state="attached")
    notebook.wait_until_idle()

    # The bar and what was printed come in messages of their own, also after the cell is done.
    expect(notebook.cell(training)).to_contain_text(re.compile(r"100%\s*(\d+)/\1\s.*loss="))
    expect(notebook.cell(training)).to_contain_text("Model accuracy")
    for name in (training, boundary):
        plot = notebook.cell(name).locator("img")
        notebook.page.wait_for_function(
            "image => image.naturalWidth > 300", arg=plot.element_handle()
        )
    for name in (training, boundary):
        notebook.cell(name).scroll_into_view_if_needed()
        picture("training" if name == training else "boundary", notebook.cell(name))
