"""No label of a picture is wider than its box, or cut without its whole being shown elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adlearn as ad
from adlearn.rules.scalars import RULES
from adlearn.show.html import module_source
from adlearn.show.written import symbol
from adlearn.tensors.dispatch import DISPATCH

SIZES = pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (1200, "light"), (1200, "dark")]
)
LONG = "the_loss_of_the_whole_network_after_training"


class Made:
    """A node of any operation, with any value."""

    def __init__(self, value: Any, operation: str = "", parents: Any = (), **more: Any) -> None:
        self.reading = {"value": value, "operation": operation, "parents": parents, **more}

    def __graph_reading__(self) -> dict[str, Any]:
        return self.reading


def operations() -> list[str]:
    """Name all operations there are rules for."""
    return sorted({*RULES, *(fun.__name__ for fun in DISPATCH)})


def of_operations(names: list[str]) -> Any:
    """Make one node of each operation, and a node that was computed from them all."""
    x, y = Made(2.0), Made(0.5)
    return Made(1.0, "joined", [Made(-0.25, name, [x, y]) for name in names])


def strange() -> tuple[Any, dict[str, Any]]:
    """Make nodes with long names, wide letters, long numbers and large shapes."""
    x = Made(123456789012345, gradient=-1.23456789e-300)
    wide = Made(-1.23456789e300 + 1e290j, gradient=complex(-1e-300, 1e300))
    chinese = Made(np.full((1024, 2048, 3), -1.23456789e-30), gradient=np.zeros((1024, 2048, 3)))
    words = Made("a value that is no number but a long text, as a broken class may have it")
    huge = Made(10**400, "convolution_transpose_of_everything", [x, -123456789.123456, chinese])
    mixed = Made(2**53 - 1, "subtract", [wide, huge], partials=[-1.23456e-30, -9.87654e30])
    L = Made(float("-inf"), "W" * 30, [mixed, words, chinese, wide], gradient=1e-300)
    names = {
        LONG: x,
        "W" * 40: wide,
        "网络训练之后的全部损失函数值": chinese,
        "mmmmmmmmmmmmmm": mixed,
    }
    return L, names


def network() -> Any:
    """Make a graph that is drawn in groups, of layers with long names."""
    x: Any = ad.AutogradValue(0.5)
    for layer in range(30):
        reading = {"operation": "multiply", "parents": [x, 2.0], "gradient": 1e-300}
        x = Made(-1.2345e-300, **reading)
        x = Made(1.2345e300, "subtract", [x, 1.0], label=f"{LONG}_{layer}", gradient=-1e-300)
    return x


#: What is too wide, or cut with nothing that shows the rest, in the boxes of a picture.
FAULTS = """
(svg) => {
  const faults = [];
  const player = svg.classList.contains("graph");
  for (const far of player ? [false, true] : [false]) {
    if (player) svg.classList.toggle("far", far);
    for (const rect of svg.querySelectorAll("g > rect")) {
      const box = rect.parentNode;
      if (!box.dataset.node) continue;
      const whole = box.querySelector("title").textContent;
      for (const text of box.querySelectorAll("text:not(.adl-cross)")) {
        const written = text.textContent;
        const [room, own] = [rect.getBBox().width, text.getBBox().width];
        if (own > room - 3) faults.push(`${own} in ${room}: ${written}`);
        const start = written.replace(/…$/, "").replace(/^grad /, "");
        const lost = written.endsWith("…") && !whole.includes(start);
        if (lost || (written.endsWith("…") && written.length < 4))
          faults.push(`lost: ${written} of ${whole}`);
      }
    }
  }
  return faults;
}
"""


@pytest.fixture
def shown(watch: Any, settled: Any, tmp_path: Path) -> Any:
    """Write something to a page, and look at it."""

    def open_page(thing: Any, width: int, scheme: str, name: str = "player.html") -> Any:
        page = watch(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.goto(thing.save(tmp_path / name).as_uri())
        page.locator("svg").first.wait_for()
        settled(page)
        return page

    return open_page


@SIZES
def test_every_operation_is_read_from_afar_and_from_near(
    shown: Any, picture: Any, width: int, scheme: str
) -> None:
    """Its name or sign in full, whatever the box is wide."""
    names = operations()
    for start in range(0, len(names), 70):
        some = names[start : start + 70]
        page = shown(ad.show(of_operations(some)), width, scheme)
        if not start:
            page.screenshot(path=picture.path(f"labels-operations-{width}-{scheme}"))
        assert page.locator("svg.graph").evaluate(FAULTS) == []
        signs = page.locator(".box text.sign").all_text_contents()
        wanted = [symbol(name).replace("-", "−") for name in some]
        assert sorted(signs) == sorted([*wanted, "v0", "v1", "joined"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@SIZES
@pytest.mark.parametrize("kind", ["strange", "groups"])
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_what_is_too_long_for_a_player_is_shortened_and_whole_elsewhere(
    shown: Any, picture: Any, width: int, scheme: str, kind: str, mode: str
) -> None:
    L, names = strange() if kind == "strange" else (network(), {})
    page = shown(ad.show(L, names=names, mode=mode), width, scheme)
    page.screenshot(path=picture.path(f"labels-{kind}-{mode}-{width}-{scheme}"))
    assert page.locator("svg.graph").evaluate(FAULTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card = page.locator(".card").bounding_box()
    for one in page.locator("header > *:visible, .player > *:visible, .panel").all():
        at = one.bounding_box()
        assert card["x"] < at["x"] and at["x"] + at["width"] < card["x"] + card["width"]
    caption, frame = page.locator(".label text"), page.locator(".canvas").bounding_box()
    if caption.count() and caption.is_visible():
        at = caption.bounding_box()
        assert frame["x"] < at["x"] and at["x"] + at["width"] < frame["x"] + frame["width"]
    if kind == "strange":
        page.locator(".box.output").click()
        whole = page.locator(".panel h3").text_content()
        assert (
            whole
            == f"v7 = {'W' * 30}(mmmmmmmmmmmmmm, v6, 网络训练之后的全部损失函数值, {'W' * 40})"
        )
        assert whole in page.locator(".box.output title").text_content()


@SIZES
@pytest.mark.parametrize("kind", ["strange", "groups", "operations"])
def test_what_is_too_long_for_a_picture_is_shortened_and_whole_elsewhere(
    watch: Any, picture: Any, tmp_path: Path, width: int, scheme: str, kind: str
) -> None:
    names: dict[str, Any] = {}
    if kind == "strange":
        L, names = strange()
    else:
        L = network() if kind == "groups" else of_operations(operations()[:70])
    file = tmp_path / "picture.html"
    file.write_text(f'<meta charset="utf-8">{ad.snapshot(L, names)._repr_html_()}', "utf-8")
    page = watch(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(file.as_uri())
    page.locator("svg.adl-graph").wait_for()
    page.screenshot(path=picture.path(f"labels-svg-{kind}-{width}-{scheme}"))
    assert page.locator("svg.adl-graph").evaluate(FAULTS) == []
    if kind == "strange":
        titles = " ".join(page.locator("svg.adl-graph g title").all_text_contents())
        assert f"(mmmmmmmmmmmmmm, v6, 网络训练之后的全部损失函数值, {'W' * 40})" in titles


INSPECTED = """
<!doctype html><meta charset="utf-8"><style>:root { color-scheme: light dark }</style>
<body><script type="module">
MODULE
const traits = TRAITS;
const model = {
  get: (name) => traits[name], set: (name, value) => Object.assign(traits, name),
  on() {}, off() {}, save_changes() {},
};
stepper.render({ model, el: document.body });
</script>
"""


@SIZES
def test_an_inspector_with_long_names_stays_in_its_card(
    watch: Any, settled: Any, picture: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    """Inputs, functions and layers to choose, and boxes."""
    pytest.importorskip("anywidget", reason="pip install anywidget")
    functions = {
        f"{LONG}_{kind}": lambda **x: ad.sin(x[LONG]) - x["W" * 40] * 1.23456789e-30
        for kind in ("squared", "cubed")
    }
    live = ad.inspect(functions, order=1, **{LONG: (-1e9, 1e9, 123456789.125), "W" * 40: 1e-300})
    live.mode = "forward"
    names = "picture controls inputs expression mode step layer"
    traits = json.dumps({name: getattr(live, name) for name in names.split()})
    module = module_source().replace("export default", "const stepper =")
    file = tmp_path / "inspector.html"
    file.write_text(INSPECTED.replace("MODULE", module).replace("TRAITS", traits), "utf-8")
    page = watch(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(file.as_uri())
    page.locator(".card").wait_for()
    settled(page)
    page.screenshot(path=picture.path(f"labels-inspector-{width}-{scheme}"))
    assert page.locator("svg.graph").evaluate(FAULTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card = page.locator(".card").bounding_box()
    for one in page.locator("header *:visible, .inputs *:visible, .player > *:visible").all():
        at = one.bounding_box()
        if (one.get_attribute("class") or "") != "unseen" and one.evaluate(
            "(e) => e.localName !== 'option'"
        ):
            assert card["x"] < at["x"] and at["x"] + at["width"] < card["x"] + card["width"]
    for field in page.locator("input[type=number]").all():
        assert field.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    for choice in page.locator("select:visible").all():
        assert choice.get_attribute("title") == choice.evaluate("(e) => e.selectedOptions[0].text")
