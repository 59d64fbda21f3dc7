"""The live inspector as the kernel sees it: inputs, answers, errors, and what is missing."""

from __future__ import annotations

import builtins
import importlib
import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adlearn as ad
from adlearn import inspect
from adlearn.show.html import module_source
from adlearn.show.stepper import Shown

STATIC = Path(importlib.import_module("adlearn.show.html").__file__ or "").parent / "static"


@pytest.fixture
def widgets() -> None:
    pytest.importorskip("anywidget", reason="pip install anywidget")


def log_of_line(a: Any, b: Any) -> Any:
    return -ad.log(5 * b + a)


def sent(widget: Any) -> dict[str, Any]:
    """What the page is told, as JSON would carry it."""
    return json.loads(json.dumps(widget.get_state(), allow_nan=False))


@pytest.mark.usefixtures("widgets")
def test_inputs_recompute_value_gradients_and_picture() -> None:
    live = inspect(log_of_line, a=(-3, 3, 1.0), b=2.0)
    assert live.value == pytest.approx(-math.log(11))
    assert live.gradients == pytest.approx({"a": -1 / 11, "b": -5 / 11})
    live.inputs = {"a": 2.0}
    assert live.inputs == {"a": 2.0, "b": 2.0}
    assert live.gradients == pytest.approx({"a": -1 / 12, "b": -5 / 12})
    nodes = sent(live)["picture"]["layers"][0]["record"]["nodes"]
    assert {n["label"]: n["value"] for n in nodes if n["op"] == "variable"} == {"a": 2, "b": 2}
    assert nodes[-1]["label"] == "log_of_line"
    assert "return -ad.log(5 * b + a)" in nodes[-1]["source"]


@pytest.mark.usefixtures("widgets")
def test_one_move_is_one_message_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Picture and answer arrive together, so that the page never draws half of it."""
    live = inspect(log_of_line, a=(-3, 3, 1.0), b=2.0)
    messages: list[set[str]] = []
    monkeypatch.setattr(live, "send_state", lambda key=None: messages.append(set(key or ())))
    live.set_state({"inputs": {"a": 0.5, "b": 2.0}, "asked": "page.1"})
    assert live.value == pytest.approx(-math.log(10.5))
    assert live.answer == {"asked": "page.1", "error": ""}
    assert [keys for keys in messages if "picture" in keys] == [{"picture", "answer"}]


@pytest.mark.usefixtures("widgets")
def test_an_error_is_told_and_the_last_good_picture_stays() -> None:
    live = inspect(log_of_line, a=(-3, 3, 1.0), b=2.0)
    before = sent(live)["picture"]
    live.set_state({"inputs": {"a": 1.0, "b": -2.0}, "asked": "page.1"})
    assert "DomainError: log(-9.0) is not defined" in live.error
    assert "return -ad.log(5 * b + a)" in live.error
    assert live.answer == {"asked": "page.1", "error": live.error}
    assert sent(live)["picture"] == before and live.value == pytest.approx(-math.log(11))
    live.inputs = {"b": -3.0}
    assert "log(-14.0)" in sent(live)["answer"]["error"]
    live.inputs = {"b": 1.0}
    assert sent(live)["answer"]["error"] == live.error == ""
    assert live.value == pytest.approx(-math.log(6))


@pytest.mark.usefixtures("widgets")
def test_an_error_at_the_start_is_the_functions_own() -> None:
    with pytest.raises(ad.DomainError, match="log"):
        inspect(log_of_line, a=1.0, b=-1.0)


@pytest.mark.usefixtures("widgets")
def test_expressions_can_be_switched() -> None:
    def cube(x: Any) -> Any:
        return x**3

    live = inspect([cube, lambda x: x * x], x=2.0)
    assert sent(live)["controls"]["expressions"] == ["cube", "g"]
    assert live.value == 8.0
    live.expression = "g"
    assert (live.value, live.gradients) == (4.0, {"x": 4.0})
    with pytest.raises(Exception, match="there is no 'h'; choose one of cube, g"):
        live.expression = "h"
    with pytest.raises(Exception, match="there is no input 'y'; the inputs are x"):
        live.inputs = {"y": 1.0}
    with pytest.raises(Exception, match="reverse.*forward.*wrong"):
        live.mode = "backward"


@pytest.mark.usefixtures("widgets")
def test_derivatives_are_layers() -> None:
    live = inspect({"f": lambda x, y: x**3 * y}, order=2, x=2.0, y=5.0)
    values = {title: graph.nodes[graph.output].value for title, graph in live.graphs.items()}
    assert {title: float(value) for title, value in values.items()} == {
        "f": 40.0,
        "df/dx": 60.0,
        "df/dy": 8.0,
        "d²f/dx²": 60.0,
    }
    titles = [layer["title"] for layer in sent(live)["picture"]["layers"]]
    assert titles == list(values)


@pytest.mark.usefixtures("widgets")
def test_nan_and_infinity_reach_the_page() -> None:
    """JSON has no nan, and a widget would drop it without a word."""
    live = inspect(lambda x: x * math.inf, x=1.0)
    live.inputs = {"x": 0.0}
    output = sent(live)["picture"]["layers"][0]["record"]["nodes"][-1]
    assert output["value"] == "nan" and math.isnan(live.value)


@pytest.mark.usefixtures("widgets")
def test_a_class_somebody_is_just_writing_can_be_inspected() -> None:
    """No gradients, a backward that raises: the graph and its values are shown all the same."""

    class Value:
        def __init__(self, value: float, *parents: Any) -> None:
            self.value, self.parents = value, parents

        def __mul__(self, other: Any) -> Any:
            return Value(self.value * other.value, self, other)

        def backward(self) -> None:
            raise NotImplementedError("Q4")

    live = inspect(lambda a, b: a * b, variable=Value, a=3.0, b=(0, 5, 2.0))
    assert live.value == 6.0 and live.gradients == {"a": None, "b": None}
    assert live.error.startswith("backward() raised NotImplementedError: Q4")
    live.inputs = {"b": 4.0}
    assert live.value == 12.0


@pytest.mark.usefixtures("widgets")
def test_arrays_are_passed_on_as_they_are() -> None:
    live = inspect(lambda w, x: np.sum(np.tanh(w * x)), w=(0, 1, 0.5), x=[1.0, 2.0])
    assert live.value == pytest.approx(np.tanh(0.5) + np.tanh(1.0))
    live.inputs = {"w": 1.0}
    assert live.gradients["w"] == pytest.approx(sum((1 - np.tanh([1, 2]) ** 2) * [1, 2]))


@pytest.mark.usefixtures("widgets")
def test_a_finished_graph_can_be_stepped_through_and_not_moved() -> None:
    a, b = ad.AutogradValue(2.0), ad.AutogradValue(3.0)
    L = a * b
    live = inspect(L)
    assert sent(live)["controls"]["live"] is False
    assert [node.label for node in live.graph.nodes] == ["a", "b", "L"]
    with pytest.raises(TypeError, match="Pass the function that computed it"):
        inspect(L, a=1.0)


@pytest.mark.parametrize(
    ("spec", "error", "message"),
    [
        ((3, 1, 2), ValueError, "does not hold its start"),
        ((0, 1, 2), ValueError, "does not hold its start"),
        ((0, 1, 0.5, -1), ValueError, "more than 0"),
        ((0, 1), TypeError, "for a slider"),
        ("2", TypeError, "should be a number"),
        (math.nan, TypeError, "should be a number"),
    ],
)
def test_inputs_that_make_no_sense_are_refused(spec: Any, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        inspect(lambda a: a, a=spec)


@pytest.mark.parametrize("f", [5, "a * b", [], {"f": 3}])
def test_what_is_no_function_is_refused(f: Any) -> None:
    with pytest.raises(TypeError, match="inspect\\(\\) needs a function of numbers"):
        inspect(f, a=1.0)


@pytest.mark.usefixtures("widgets")
def test_a_function_that_returns_nothing_is_told_so() -> None:
    with pytest.raises(TypeError, match="returned a NoneType.*Return what was computed"):
        inspect(lambda a: None, a=1.0)


def test_without_widgets_there_is_the_picture_and_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A plain object with everything but the sliders, and one sentence on what to install."""
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "anywidget":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.delitem(sys.modules, "adlearn.show.live", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    shown = inspect(log_of_line, a=(-3, 3, 1.0), b=2.0)
    assert isinstance(shown, Shown)
    for text in (repr(shown), shown.to_html()):
        assert "pip install" in text and "anywidget" in text
    assert 'class="adlearn' not in shown.to_svg() and "<svg" in shown.to_svg()


# The static display


def test_a_shown_graph_is_html_svg_and_text() -> None:
    a = ad.AutogradValue(2.0)
    L = a * 3
    bundle = ad.show(L)._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert "mul(a, v1)" in bundle["text/plain"]
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "http" not in bundle["text/html"].replace("http://www.w3.org/2000/svg", "")


def test_nothing_in_the_numbers_ends_the_script() -> None:
    """A label with markup stays inside the string it belongs to."""
    label = "</script><script>alert(1)</script>"
    a = ad.AutogradValue(2.0)
    text = ad.show(a * 3, names={label: a}).to_html()
    assert text.count("</script>") == 1 and text.endswith("</script>")


@pytest.mark.parametrize("thing", ["text", None, [1, 2], print])
def test_what_is_no_node_is_refused_with_what_can_be_shown(thing: Any) -> None:
    with pytest.raises(TypeError, match="which is no node of a graph. It can show a node"):
        ad.show(thing)


@pytest.mark.parametrize("mode", ["backward", "Forward", "", None, ["forward"]])
def test_a_mode_that_there_is_not_is_refused_with_those_there_are(mode: Any) -> None:
    for ask in (ad.show, ad.show.show):
        with pytest.raises(ValueError, match="one of 'reverse', 'forward' and 'wrong'; given was"):
            ask(ad.AutogradValue(2.0), mode=mode)


def test_a_mode_that_a_graph_does_not_have_is_said() -> None:
    a, b = ad.AutogradValue(2.0), ad.AutogradValue(3.0)
    assert ad.show(a * b, mode="forward").note == ""
    c = a + b
    assert ad.show((c * 2) * (c + 4), mode="wrong").note == ""
    assert "No order of this graph goes wrong" in repr(ad.show(a * b, mode="wrong"))
    assert "has no variable" in ad.show(3.0, mode="forward").note


@pytest.mark.usefixtures("widgets")
def test_a_still_picture_of_an_inspector_is_in_its_mode() -> None:
    live = inspect(lambda a, b: a * b, a=1.0, b=2.0)
    live.mode = "forward"
    assert live.still().mode == "forward"
    assert '"mode":"forward"' in live._repr_mimebundle_()[0]["text/html"]


def test_nodes_are_called_by_the_callers_variables() -> None:
    first = ad.AutogradValue(2.0)
    result = first * first
    assert [node.label for node in ad.show(result).graph.nodes] == ["first", "result"]


@pytest.mark.usefixtures("widgets")
def test_values_inside_the_function_are_called_as_there() -> None:
    def f(a: Any, b: Any) -> Any:
        c = a + b
        g, h = c * 2, c + 4
        return g * h

    nodes = inspect(f, a=1.0, b=2.0).graph.nodes
    assert [node.label for node in nodes if node.operation == "add"][0] == "c"
    assert nodes[-1].label == "f"


def test_gradients_that_are_nodes_become_layers_that_share_names() -> None:
    x = ad.AutogradValue(2.0)
    y = ad.sin(x * x)
    y.backward(create_graph=True)
    shown = ad.show(y)
    assert list(shown.graphs) == ["y", "dy/dx"]
    square = next(n.label for n in shown.graph.nodes if n.operation == "mul")
    assert square in [node.label for node in shown.graphs["dy/dx"].nodes]


def test_an_enormous_graph_is_shown_and_not_stepped() -> None:
    y = ad.AutogradValue(0.0)
    for _ in range(1600):  # twice as many nodes, just over what is stepped
        y = y + 1.0
    text = ad.show(y).to_html()
    assert "too many to step through" in text
    assert len(text) < 400_000


def test_the_page_is_written_to_a_file(tmp_path: Path) -> None:
    L = ad.AutogradValue(2.0) * 3
    page = ad.show(L).save(tmp_path / "g.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "<title>L</title>" in page
    with pytest.raises(ValueError, match="the ending says how"):
        ad.show(L).save(tmp_path / "g.gif")


# The script and its colours


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_from_what_it_lies_on(theme: int) -> None:
    """Text at least 4.5 to 1, lines and frames at least 3 to 1, on every fill."""
    css = (STATIC / "stepper.css").read_text(encoding="utf-8")
    block = re.findall(r":host[^{]*\{([^}]*--ground[^}]*)\}", css)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    fills = [c for name, c in colours.items() if name in ("ground", "raised") or "-fill" in name]
    texts = [name for name in colours if name in ("ink", "quiet") or name.endswith("-text")]
    lines = ["edge", "value", "reverse", "tangent", "wrong"]
    assert len(fills) == 6 and len(texts) == 6
    for names, least in ((texts, 4.5), (lines, 3.0)):
        for name in names:
            worst = min(contrast(colours[name], fill) for fill in fills)
            assert worst >= least, f"{name}: {worst:.2f}"


def test_the_script_is_one_module_of_a_bearable_size() -> None:
    """No import is left, one default export, and no name is declared twice."""
    source = module_source()
    assert not re.findall(r"^import ", source, re.MULTILINE)
    assert re.findall(r"^export .*", source, re.MULTILINE) == ["export default { render };"]
    names = re.findall(r"^(?:const|let|function|class) (\w+)", source, re.MULTILINE)
    assert len(names) == len(set(names))
    assert len(source) < 64_000


def test_showing_loads_no_engine() -> None:
    """A student's class is shown without ours being imported."""
    code = (
        "import sys, types\n"
        "package = types.ModuleType('adlearn'); package.__path__ = [sys.argv[1]]\n"
        "sys.modules['adlearn'] = package\n"
        "from adlearn.show.stepper import show\n"
        "class V:\n"
        "    def __init__(self, value, *parents): self.value, self.parents = value, parents\n"
        "show(V(6.0, V(2.0), V(3.0))).to_html()\n"
        "engines = ('scalar', 'tensor', 'rules', 'primitive', 'reverse')\n"
        "print([m for m in engines if 'adlearn.' + m in sys.modules])\n"
    )
    folder = str(Path(ad.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.strip() == "[]"
