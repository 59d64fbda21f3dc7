"""What is drawn is the graph: every box and arrow, readable by people and machines, and what is
written to a file is what was seen."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, graph_table, snapshot
from adlearn.show import graph_tree
from adlearn.show.svg import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def example():
    a, b = AutogradValue(5), AutogradValue(2)
    L = -ad.log(5 * b + a)
    L.backward()
    return snapshot(L, {"a": a, "b": b, "L": L})


def drawn(graph, **options):
    return ElementTree.fromstring(graph.to_svg(**options))


def boxes(root):
    """Each box as (left, top, right, bottom), by the name of its node."""
    found = {}
    for g in root.iter(SVG + "g"):
        if "data-node" in g.attrib:
            rect = g.find(SVG + "rect")
            x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
            found[g.get("data-node")] = (x, y, x + w, y + h)
    return found


def test_every_node_is_a_box_and_every_use_an_arrow():
    graph = example()
    root = drawn(graph)
    assert set(boxes(root)) == {str(n.id) for n in graph.nodes}
    arrows = [g.get("data-edge") for g in root.iter(SVG + "g") if "data-edge" in g.attrib]
    assert sorted(arrows) == sorted(f"{p}-{n.id}" for n in graph.nodes for p in n.parents)
    x = AutogradValue(3.0)
    twice = drawn(snapshot(x * x))
    ends = [p.get("d") for p in twice.iter(SVG + "path") if "adl-head" in p.get("class")]
    assert len(set(ends)) == 2  # two arrows, one under the other


def test_arrows_start_and_end_at_boxes():
    root = drawn(example())
    where = boxes(root)
    for g in root.iter(SVG + "g"):
        if "data-edge" in g.attrib:
            parent, node = g.get("data-edge").split("-")
            numbers = [float(n) for n in re.findall(r"-?[\d.]+", g.find(SVG + "path").get("d"))]
            left, top, right, bottom = where[parent]
            assert numbers[0] == pytest.approx(right) and top <= numbers[1] <= bottom
            head = g.findall(SVG + "path")[1].get("d")
            x, y = map(float, re.match(r"M([\d.]+) ([\d.]+)", head).groups())
            left, top, right, bottom = where[node]
            assert x == pytest.approx(left) and top <= y <= bottom


def test_a_screen_reader_is_told_the_same():
    root = drawn(example())
    title, description = root.find(SVG + "title"), root.find(SVG + "desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert title.text == "Computational graph of L = -2.70805, 7 nodes."
    assert "v2 = 5 × b: value 10, gradient -0.06667." in description.text


def test_two_pictures_on_a_page_have_ids_of_their_own():
    x = AutogradValue(3.0)
    pages = example().to_svg() + snapshot(x * x).to_svg()
    ids = re.findall(r' id="(\w+)"', pages)
    assert len(ids) == len(set(ids)) == 4


def test_labels_with_markup_are_shown_and_not_obeyed():
    class Named:
        def __init__(self, label, value, *parents):
            self.label, self.value, self.parents = label, value, parents

    evil = "</title><script>alert(1)</script> & \"'"
    graph = snapshot(Named(evil, "<b>x</b>", Named("a<b", 1.0)))
    root = drawn(graph, marks={1: evil}, title=evil)
    assert not list(root.iter(SVG + "script")) and not list(root.iter(SVG + "b"))
    assert root.find(SVG + "title").text == evil
    assert "<script>alert" not in graph.to_svg(marks={0: evil}) + graph.to_html()


def test_what_is_wrong_has_a_cross_and_a_reason_and_not_only_a_colour():
    graph = example()
    root = drawn(graph, marks={2: "should be -0.1", (4, 3): "message forgotten"})
    wrong = [g for g in root.iter(SVG + "g") if "wrong" in g.get("class", "").split()]
    assert [g.get("data-node") for g in wrong] == ["2"]
    assert "✗" in [t.text for t in wrong[0].iter(SVG + "text")]
    assert wrong[0].find(SVG + "title").text.startswith("✗ should be -0.1")
    (edge,) = [g for g in root.iter(SVG + "g") if g.get("data-edge") == "3-4"]
    assert "✗ message forgotten" in edge.find(SVG + "title").text
    assert "wrong" in edge.find(SVG + "path").get("class")
    assert root.find(SVG + "desc").text.startswith("should be -0.1 message forgotten")


def test_a_mark_inside_a_group_marks_the_group():
    y = AutogradValue(1.0)
    for _ in range(100):
        y = y * 1.01
    root = drawn(snapshot(y), marks={3: "here"})
    (wrong,) = [g for g in root.iter(SVG + "g") if "wrong" in g.get("class", "")]
    assert "group" in wrong.get("class")


def luminance(colour):
    """Relative luminance, as WCAG 2 defines it."""
    code = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    channels = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_has_the_contrast_that_everyone_can_read(theme):
    colour = dict(pair.split(":") for pair in theme.split(";"))
    for ink in ("ink", "value", "gradient", "wrong"):
        for paper in ("box", "input", "output", "wrong-box"):
            bright, dim = sorted(
                (luminance(colour[f"--adl-{ink}"]), luminance(colour[f"--adl-{paper}"]))
            )[::-1]
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, f"{ink} on {paper}"


def test_arrays_fit_into_their_boxes():
    x = ad.tensor(np.random.default_rng(0).normal(size=(12, 30)) * 1e-7)
    y = np.sum(x * x)
    y.backward()
    root = drawn(snapshot(y))
    for g in root.iter(SVG + "g"):
        rect = g.find(SVG + "rect")
        if rect is not None:
            for line in g.iter(SVG + "text"):
                assert len(line.text) * 7.3 <= float(rect.get("width")), line.text
                assert "mean" not in line.text and not line.text.endswith("…")


def test_the_picture_is_the_same_each_time():
    assert example().to_svg() == example().to_svg() == example()._repr_svg_()


# Files


def test_saving_writes_the_form_that_the_ending_names(tmp_path):
    graph = example()
    written = {
        ending: graph.save(tmp_path / f"graph.{ending}").read_text("utf-8")
        for ending in ("svg", "html", "dot", "json", "txt")
    }
    assert written["svg"] == graph.to_svg()
    assert written["txt"] == graph_table(graph)
    assert written["dot"] == graph.to_dot()
    assert json.loads(written["json"])["output"] == 6
    assert written["html"].lower().startswith("<!doctype html>")
    assert not re.findall(r'(?:src|href)\s*=\s*["\']?https?:', written["html"])
    with pytest.raises(ValueError, match=r"\.svg, \.html, \.dot, \.json, \.txt"):
        graph.save(tmp_path / "graph.pdf")


def test_dot_names_every_node_and_arrow_and_escapes_quotes():
    class Named:
        def __init__(self, label, value, *parents):
            self.label, self.value, self.parents = label, value, parents

    text = snapshot(Named('say "hi" \\ bye', 1.0, Named("a", 2.0))).to_dot()
    assert 'say \\"hi\\" \\\\ bye' in text
    assert text.count("->") == 1 and text.count("[label=") == 2
    lines = example().to_dot().splitlines()
    assert [line.strip() for line in lines if "->" in line][:2] == [
        "n0 -> n2;",
        'n1 -> n2 [label="5"];',
    ]


# Trees


def test_the_tree_names_shared_parts_once():
    x = AutogradValue(2.0)
    y = x
    for _ in range(30):
        y = y + y
    lines = graph_tree(y, ascii=True).splitlines()
    assert len(lines) == 31 + 30
    assert sum("(above)" in line for line in lines) == 30


def test_the_tree_of_the_course_example():
    assert graph_tree(example(), ascii=False).splitlines() == [
        "L = -v5              value -2.70805  gradient 1",
        "└─ v5 = log(v4)      value 2.70805  gradient -1",
        "   └─ v4 = v2 + a    value 15  gradient -0.0666667",
        "      ├─ v2 = 5 × b  value 10  gradient -0.0666667",
        "      │  ├─ 5",
        "      │  └─ b        value 2  gradient -0.333333",
        "      └─ a           value 5  gradient -0.0666667",
    ]


def test_the_tree_can_be_cut_and_says_so():
    graph = example()
    cut = graph_tree(graph, depth=2, ascii=True).splitlines()
    assert len(cut) == 3 and cut[-1].startswith("   `- v4 = v2 + a ...")
    assert graph_tree(graph, max_lines=3).splitlines()[-1] == "... 4 nodes not printed"
    with pytest.raises(ValueError, match="0 or more"):
        graph_tree(graph, depth=-1)


def test_the_tree_is_ascii_where_the_terminal_knows_no_more():
    program = (
        "from adlearn import AutogradValue; from adlearn.show import graph_tree;"
        "x = AutogradValue(2.0); print(graph_tree(x * x / 3.0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**__import__("os").environ, "PYTHONIOENCODING": "ascii"},
    )
    assert b"`- " in done.stdout and b"x * x" in done.stdout and b"v1 / 3" in done.stdout


def test_the_tree_tells_circles_and_ends():
    class Half:
        def __init__(self, value, *parents):
            self.value, self.parents = value, list(parents)

    a = Half(1.0)
    b = Half(2.0, a)
    a.parents.append(b)
    assert graph_tree(b).splitlines()[-1].startswith("circle: a also says")


# The package


def test_the_package_can_be_called_and_its_functions_found():
    import adlearn.show as package

    x = AutogradValue(3.0)
    shown = package(x * x)
    assert repr(shown).splitlines()[1].startswith("x ")  # called as in the caller's program
    assert package.record(snapshot(x))["output"] == 0
    assert callable(package.record)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # noqa: B018
    assert {"plot_costs", "show", "graph_tree"} <= set(dir(package))


def test_no_module_is_hidden_by_a_function_of_its_name():
    import adlearn.show as package

    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert {"svg", "live"} <= modules and not modules & set(package.__all__)


def test_graphs_of_numbers_are_drawn_where_there_is_no_numpy():
    """The folder is imported as graded work does it, without what `import adlearn` loads."""
    program = """
import importlib, pathlib, pkgutil, sys, tempfile, types

sys.modules["numpy"] = None
sys.modules["adlearn"] = package = types.ModuleType("adlearn")
package.__path__ = [sys.argv[1]]
show = importlib.import_module("adlearn.show")


class Number:
    def __init__(self, value, *parents):
        self.value, self.parents, self.grad = value, parents, 0.0

    def __mul__(self, other):
        return Number(self.value * other.value, self, other)

    def grads(self, x, y):
        return y, x


x, y = Number(3.0), Number(5.0)
L = x * y * x
show.graph_print(L)
print(show.graph_table(L))
print(show.graph_tree(L, ascii=True))
graph = show.snapshot(L, {"x": x, "y": y})
folder = pathlib.Path(tempfile.mkdtemp())
for ending in ("svg", "html", "dot", "json", "txt"):
    assert graph.save(folder / f"graph.{ending}").stat().st_size
shown = show(L)
assert set(shown._repr_mimebundle_()) == {"text/html", "image/svg+xml", "text/plain"}
steps = show.record(graph, variable="x")["steps"]
print([step["sum"] for step in steps["reverse"]], [step["sum"] for step in steps["tangent"]])
with show.record_sources():
    square = x * x
assert show.snapshot(square).nodes[-1].source
print(importlib.import_module("adlearn.show.costs").count_costs(lambda v: v[0] * v[1], 2, Number))
needing = {"plots", "descent", "differences", "digits", "jacobians", "live"}
for module in pkgutil.iter_modules(show.__path__):
    if module.name not in needing:
        importlib.import_module(f"adlearn.show.{module.name}")
"""
    folder = str(Path(ad.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:5] == ["45.0", "15.0", "3.0", "5.0", "3.0"]
    assert lines[-2] == "[1.0, 3.0, 15.0, 30.0, 9.0] [1.0, 5.0, 15.0, 30.0]"
    assert lines[-1].startswith("Costs(inputs=2, outputs=1, values=1, forward=3, reverse=3")


def test_showing_imports_what_draws_only_when_it_draws():
    program = (
        "import sys, adlearn, adlearn.show;"
        "print([m for m in sys.modules if m.startswith(('matplotlib', 'IPython', 'ipywidgets'))"
        " or m in ('adlearn.show.recorded', 'adlearn.show.svg', 'adlearn.show.layout')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
