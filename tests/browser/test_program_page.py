"""The lines of a program beside its graph: what is pointed at in one is marked in the other, and
both step together."""

from __future__ import annotations

import importlib.resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adlearn as ad

DESK = {"viewport": {"width": 1200, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
BAR = "\u0305"


def logistic(w: Any, x: Any, b: Any, t: Any) -> Any:
    z = w * x + b
    y = 1 / (1 + np.exp(-z))
    loss = (y - t) ** 2 / 2
    return loss


def network(W: Any, b: Any, v: Any, x: Any, t: Any) -> Any:
    h = np.tanh(x @ W + b)
    out = h @ v
    loss = np.mean((out - t) ** 2)
    return loss


def chain(x: Any) -> Any:
    for _ in range(1600):
        x = np.sin(x) * 1.01
    return x


def of_numbers() -> Any:
    return ad.program(ad.grad(logistic, (0, 2)))(0.5, 2.0, 0.1, 1.0)


def of_arrays() -> Any:
    rng = np.random.default_rng(3)
    shapes = ((3, 4), (4,), (4, 1), (5, 3), (5, 1))
    return ad.program(ad.value_and_grad(network, (0, 1, 2)))(*(rng.normal(size=s) for s in shapes))


@pytest.fixture
def opened(watch: Any, settled: Any, tmp_path: Path) -> Any:
    """Save a program's page to a file and open it in the browser."""

    def open_file(program: Any, **options: Any) -> Any:
        page = watch(**{**DESK, **options})
        page.goto(ad.show(program).save(tmp_path / "program.html").as_uri())
        page.locator(".lines .line").first.wait_for()
        settled(page)
        return page

    return open_file


def line(page: Any, start: str, column: str = "forward") -> Any:
    """Find a line by how it is read aloud: `z = t1 + b`, `z bar = ...`."""
    return page.locator(f'.{column} .line[aria-label^="{start}"]')


def box(page: Any, name: str) -> Any:
    """Find the box of a node."""
    return page.locator(".box", has=page.locator(f"text.name:text-matches('^{name}( =|$)')"))


def marked(page: Any, mark: str) -> list[str]:
    """List the lines that have a mark."""
    return [
        text.split(" = ")[0].split(",")[0]
        for text in page.locator(f".line[{mark}]").evaluate_all(
            "all => all.map((one) => one.getAttribute('aria-label'))"
        )
    ]


def scrub(page: Any, step: int) -> str:
    """Put the step slider on a step, and read the sentence."""
    page.locator(".player input[type=range]").evaluate(
        "(e, step) => { e.value = step; e.dispatchEvent(new Event('input')); }", str(step)
    )
    return page.locator(".sentence").text_content()


def focused(page: Any) -> str:
    """Say which line has the focus."""
    return page.evaluate(
        "() => document.querySelector('.adlearn-stepper').shadowRoot.activeElement"
        "?.getAttribute('aria-label')"
    )


def test_a_line_that_is_pointed_at_marks_its_box_and_the_other_line(opened: Any) -> None:
    """With the mouse and with the focus, in both columns; and it ends."""
    page = opened(of_numbers())
    pointed = page.locator(".box[data-pointed]")
    line(page, "z = ").hover()
    assert pointed.count() == 1
    assert pointed.locator(".name").text_content() == "z = t1 + b"
    assert marked(page, "data-pointed") == ["z", "z bar"]
    line(page, "w bar = ", "reverse").hover()
    assert pointed.locator(".name").text_content() == "w"
    page.mouse.move(0, 0)
    assert pointed.count() == 0 and marked(page, "data-pointed") == []
    line(page, "y = ").focus()
    assert pointed.locator(".name").text_content() == "y = 1 \u00f7 t4"


def test_a_box_that_is_pointed_at_marks_its_lines_and_a_click_chooses_them(opened: Any) -> None:
    page = opened(of_numbers())
    box(page, "t3").hover()
    assert marked(page, "data-pointed") == ["t3", "t3 bar"]
    box(page, "t4").click()
    page.mouse.move(0, 0)
    assert marked(page, "data-chosen") == ["t4", "t4 bar"]
    assert page.locator(".panel h3").text_content() == "t4 = 1 + t3"


def test_steps_mark_the_lines_forward_and_then_in_reverse(opened: Any) -> None:
    """One line at a time: down the left column, then down the right one, as the page has them."""
    page = opened(of_numbers())
    forward, reverse = [], []
    last = int(page.locator(".player input[type=range]").get_attribute("max"))
    for step in range(1, last + 1):
        scrub(page, step)
        page.locator(".line[aria-current=step]").wait_for()
        current = page.locator(".line[aria-current=step]")
        assert current.count() == 1
        name = current.locator(".left").text_content()
        column = forward if current.evaluate("e => !!e.closest('.forward')") else reverse
        assert column is forward or not forward or step > len(forward)
        if column[-1:] != [name]:
            column.append(name)
    names = ["w", "x", "b", "t", "t1", "z", "t2", "t3", "t4", "y", "t5", "t6", "loss"]
    assert forward == names
    written = page.locator(".reverse .left").all_text_contents()
    assert reverse == [name for name in reverse if name in written]
    assert reverse[0] == "loss" and reverse[-1] == "w"


def test_numbers_appear_beside_the_lines_when_they_are_computed(opened: Any) -> None:
    page = opened(of_numbers())
    scrub(page, 6)
    assert line(page, "z = ").locator(".got").text_content() == "1.1"
    assert line(page, "t2 = ").locator(".got").text_content() == ""
    assert line(page, "z bar", "reverse").locator(".got").text_content() == ""
    scrub(page, 1000)
    assert line(page, "z bar", "reverse").locator(".got").text_content() == "-0.04679"
    assert line(page, "w bar", "reverse").locator(".got").text_content() == "-0.09359"


def test_a_click_on_a_line_goes_to_the_step_that_finishes_it(opened: Any) -> None:
    page = opened(of_numbers())
    line(page, "t3 = ").click()
    assert page.locator(".sentence").text_content().startswith("t3 = exp(t2)")
    line(page, "z bar", "reverse").click()
    assert "sends z:" in page.locator(".sentence").text_content()
    page.get_by_text("Forward", exact=True).click()
    line(page, "w bar", "reverse").click()  # of reverse mode, which is played again
    assert "sends w:" in page.locator(".sentence").text_content()
    assert page.locator(".modes input:checked").get_attribute("value") == "reverse"


def test_a_program_without_a_derivative_steps_too(opened: Any) -> None:
    """Reverse mode is played all the same, and then marks the lines of the values."""
    page = opened(ad.program(logistic)(0.5, 2.0, 0.1, 1.0))
    assert page.locator(".lines .reverse").count() == 0
    assert "sends w:" in scrub(page, 1000) or "sends x:" in scrub(page, 1000)
    assert marked(page, "aria-current")[0] in ("w", "x")


def test_forward_mode_stays_in_the_left_column(opened: Any) -> None:
    page = opened(of_numbers())
    page.get_by_text("Forward", exact=True).click()
    last = int(page.locator(".player input[type=range]").get_attribute("max"))
    for step in range(1, last + 1):
        scrub(page, step)
        assert page.locator(".forward .line[aria-current=step]").count() == 1
        assert page.locator(".reverse .line[aria-current]").count() == 0


def test_the_keyboard_alone_does_it(opened: Any) -> None:
    """Tab reaches one line; arrows step through them, and go between a value and its cotangent."""
    page = opened(of_numbers())
    scrub(page, 6)
    for _ in range(20):
        page.keyboard.press("Tab")
        if (focused(page) or "").startswith("z = "):
            break
    assert focused(page).startswith("z = t1 + b")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("t2 = ")
    assert page.locator(".sentence").text_content() == "t2 = -z = -1.1."
    assert marked(page, "aria-current") == ["t2"]
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("t2 bar = ")
    assert "sends t2:" in page.locator(".sentence").text_content()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("z = ")
    page.keyboard.press("End")
    assert marked(page, "aria-current") == ["w bar"]
    assert page.locator(".box[data-pointed] .name").text_content() == "w"
    page.keyboard.press("Tab")
    assert not (focused(page) or "").startswith("w bar")  # the lines are left with one Tab


def test_what_is_read_aloud_has_no_signs_that_nobody_can_say(opened: Any) -> None:
    page = opened(of_numbers())
    said = page.locator(".line").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    )
    assert not any(BAR in text for text in said)
    assert "b bar = z bar, -0.04679" in said
    lists = page.locator(".lines ol")
    assert [one.get_attribute("aria-label") for one in lists.all()] == [
        "the computation",
        "the derivatives",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("make", [of_numbers, of_arrays])
def test_both_columns_and_the_graph_fit(
    opened: Any, picture: Any, least_contrast: Any, scheme: str, size: str, make: Any
) -> None:
    """Side by side on a desk, below each other on a phone; nothing is wider than the page; the
    line and the box of the step are in sight; kept to be looked at."""
    page = opened(make(), color_scheme=scheme, **(DESK if size == "desk" else PHONE))
    page.locator(f".adlearn-stepper[data-theme={scheme}]").wait_for()
    for name, step in (("forward", 6), ("reverse", 20)):
        scrub(page, step)
        page.screenshot(
            path=picture.path(f"program-{make.__name__}-{size}-{scheme}-{name}"),
            full_page=True,
            animations="disabled",
        )
        assert inside(page.locator(".line[aria-current]"), page.locator(f".{name} ol"))
        lit = page.locator(".box[data-lit] rect").last
        assert inside(lit, page.locator(".canvas"))
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    lines, graph = (page.locator(f".{part}").bounding_box() for part in ("lines", "canvas"))
    if size == "desk":
        assert lines["x"] + lines["width"] <= graph["x"]
    else:
        assert lines["y"] + lines["height"] <= graph["y"]
        left, right = (page.locator(f".lines .{c}").bounding_box() for c in ("forward", "reverse"))
        assert left["y"] + left["height"] <= right["y"]
    worst = least_contrast(page.locator(".card"))
    assert worst["ratio"] >= 4.5, worst


def inside(inner: Any, outer: Any) -> bool:
    """Say whether an element is in sight in another that scrolls, up to a pixel."""
    a, b = inner.bounding_box(), outer.bounding_box()
    return (
        b["x"] - 1 <= a["x"]
        and b["y"] - 1 <= a["y"]
        and a["x"] + a["width"] <= b["x"] + b["width"] + 1
        and a["y"] + a["height"] <= b["y"] + b["height"] + 1
    )


def test_the_step_has_more_than_a_colour(opened: Any) -> None:
    """Its line has a sign and bold letters; the box has a thicker edge."""
    page = opened(of_numbers())
    scrub(page, 20)
    now, other = page.locator(".line[data-now]"), line(page, "t1 = ")
    content = "e => getComputedStyle(e, '::before').content"
    assert now.evaluate(content) == '"\u25b8"' and other.evaluate(content) == "none"
    weight = "e => +getComputedStyle(e).fontWeight"
    assert now.evaluate(weight) > other.evaluate(weight)


def test_a_program_of_thousands_of_lines_is_cut_and_still_linked(opened: Any) -> None:
    """The middle is left out, and said to be; a line marks the group that its node is in."""
    page = opened(ad.program(ad.grad(chain))(0.5))
    assert page.locator(".forward .line").count() <= 400
    assert "lines are left out here" in page.locator(".forward .cut").text_content()
    assert "too many to step through" in page.locator(".note").text_content()
    page.locator(".forward .line").nth(2).hover()
    assert page.locator(".box[data-pointed]").count() == 1
    page.locator(".forward .line").nth(2).click()
    assert page.locator(".box[data-chosen]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding_of_axe(opened: Any, scheme: str) -> None:
    if find_spec("axe_playwright_python") is None:
        pytest.skip("axe-core is not here: pip install axe-playwright-python")
    page = opened(of_numbers(), color_scheme=scheme)
    scrub(page, 20)
    axe = importlib.resources.files("axe_playwright_python") / "axe.min.js"
    page.evaluate(axe.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("async (rules) => (await axe.run({runOnly: rules})).violations", rules)
    serious = [
        (one["id"], [node["html"][:120] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def deep(params: Any, x: Any, t: Any) -> Any:
    for W, b in params:
        outputs = np.dot(x, W) + b
        x = np.tanh(outputs)
    most = np.max(x, axis=1, keepdims=True)
    log_sum = most + np.log(np.sum(np.exp(x - most), axis=1, keepdims=True))
    return np.mean(np.sum((log_sum - x) * t, axis=1))


@pytest.mark.parametrize("width", [390, 600, 1200])
def test_long_lines_are_read_in_lines_and_not_letter_by_letter(opened: Any, width: int) -> None:
    rng = np.random.default_rng(3)
    params = [tuple(rng.normal(size=s) for s in ((3, 4), 4)), (rng.normal(size=(4, 2)), np.ones(2))]
    program = ad.program(ad.grad(deep))(params, rng.normal(size=(5, 3)), rng.normal(size=(5, 2)))
    page = opened(program, viewport={"width": width, "height": 900})
    letters = page.eval_on_selector_all(
        ".line .right",
        "all => all.map(one => [one.textContent.length, one.getClientRects()[0].height / 18])",
    )
    lines = [(long, round(high)) for long, high in letters if long > 10]
    assert len(lines) > 20
    for long, high in lines:  # 16 letters a line on a telephone, and 30 elsewhere
        assert high <= 1 + -(-long // (16 if width == 390 else 30)), (long, high)
