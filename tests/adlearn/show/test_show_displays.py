"""What stands below a cell, in a terminal or in a saved notebook is what a reader can read."""

from __future__ import annotations

import functools
import re
import types
from pathlib import Path
from typing import Any

import pytest

import adlearn as ad
from adlearn.show import graph_table, graph_tree, record, snapshot

SCALAR = Path(__file__).parents[3] / "assignments" / "scalar"


def shown_in_notebook(thing: Any) -> dict[str, Any]:
    """Ask IPython what it would send for the last line of a cell."""
    formatter = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    data, _ = formatter.format(thing)
    return data


# Text and pictures


@pytest.mark.parametrize("write", [graph_tree, graph_table], ids=["tree", "table"])
def test_text_as_the_last_line_of_a_cell_is_the_lines_themselves(write: Any) -> None:
    """As printed: no quotes, no backslashes; in a notebook no line is broken."""
    a, b = ad.AutogradValue(5), ad.AutogradValue(2)
    L = -ad.log(5 * b + a)
    text = write(L)
    assert repr(text) == str(text) and "\\n" not in repr(text) and "'" not in repr(text)
    sent = shown_in_notebook(text)
    assert sent["text/plain"] == str(text)
    assert sent["text/html"].startswith("<pre") and str(text) in sent["text/html"]
    assert isinstance(text, str) and text.splitlines()[0] == str(text).partition("\n")[0]


def test_markup_in_a_name_stays_text() -> None:
    evil = ad.AutogradValue(1.0)
    table = graph_table(evil * 2, names={"<img src=x>": evil})
    assert "<img" in table and "<img" not in table._repr_html_()


def test_a_node_has_one_name_wherever_it_is_shown() -> None:
    """The caller's, without asking for it; not those that IPython gives to results."""
    _, _3, __ = (ad.AutogradValue(9.0),) * 3
    a, b = ad.AutogradValue(5), ad.AutogradValue(2)
    L = a * b + _3
    names = ["a", "b", "v2", "v3", "L"]
    assert [node.label for node in snapshot(L).nodes] == names
    assert [node.label for node in ad.show(L).graph.nodes] == names
    assert [line.split()[0] for line in graph_table(L).splitlines()[1:]] == names
    assert set(re.findall(r"[─`] (\w+)|^(\w+)", graph_tree(L))) >= {("", "L"), ("a", "")}
    assert [node.label for node in snapshot(L, {}).nodes] == ["v0", "v1", "v2", "v3", "v4"]


def test_lines_that_are_known_give_names_in_every_text() -> None:
    def inner() -> Any:
        x = ad.AutogradValue(3.0)
        square = x * x
        return square + 1

    with ad.show.record_sources():
        y = inner()
    assert "square = v0 × v0" in graph_tree(y, ascii=False)
    assert "square  mul(v0, v0)" in graph_table(y)


def test_a_snapshot_is_a_picture_a_table_and_one_line() -> None:
    """In a notebook, printed or in IPython's terminal, and inside of something else."""
    L = ad.AutogradValue(2.0)
    for _ in range(200):
        L = L * 1.5
    graph = snapshot(L)
    assert repr(graph) == "<Snapshot of L: 401 nodes>" and repr([graph]) == f"[{graph!r}]"
    assert str(graph).splitlines()[-1].startswith("L ") and len(str(graph).splitlines()) == 62
    sent = shown_in_notebook(graph)
    assert sent["text/plain"] == str(graph)
    assert sent["image/svg+xml"] == graph.to_svg() and "<img" in sent["text/html"]
    assert len(repr(ad.show(L)).splitlines()) == 62


def test_no_step_says_a_number_twice() -> None:
    """Where the numbers of a formula are its value, they are written once."""
    a, b = ad.AutogradValue(5), ad.AutogradValue(2)
    L = -ad.log(5 * b + a)
    said = [step["sentence"] for step in record(snapshot(L))["steps"]["forward"]]
    assert said[-1] == "L = -v5 = -2.70805."
    assert said[2] == "v2 = 5 × b = 5 × 2 = 10."
    assert not [sentence for sentence in said if re.search(r"= (\S+) = \1\.$", sentence)]


def test_a_value_that_nobody_keeps_is_not_computed_with() -> None:
    class Kept:
        def __init__(self, value: Any, *parents: Any) -> None:
            self.value, self.parents = value, parents

    total = Kept("?", Kept("?"), Kept(2.0))
    said = [step["sentence"] for step in record(snapshot(total))["steps"]["forward"]]
    assert said[-1] == "total = Kept(v0, v1), whose value is not kept."


# The inspector where there is no kernel


def test_the_inspector_leaves_a_player_a_picture_and_text_beside_the_widget() -> None:
    """What is shown of it where the widget cannot be: for the inputs it was last moved to."""
    pytest.importorskip("anywidget", reason="pip install anywidget")
    live = ad.inspect(lambda a, b: a * b, a=(-3, 3, 1.5), b=2.0)
    live.inputs = {"a": 2.5}
    data, _ = live._repr_mimebundle_()
    assert set(data) == {
        *("application/vnd.jupyter.widget-view+json", "text/html", "image/svg+xml"),
        "text/plain",
    }
    for text in (data["text/plain"], repr(live), data["text/html"]):
        assert "f at a = 2.5, b = 2. To move the inputs, run this cell in a notebook." in text
    assert "mul(a, b)" in repr(live) and "object at" not in data["text/plain"]
    assert "<script>" in data["text/html"] and ">2.5<" in data["image/svg+xml"]


def test_what_went_wrong_stays_beside_the_picture_too() -> None:
    pytest.importorskip("anywidget", reason="pip install anywidget")
    live = ad.inspect(lambda a: ad.log(a), a=(-3, 3, 1.5))
    live.inputs = {"a": -1.0}
    data, _ = live._repr_mimebundle_()
    assert "DomainError" in data["text/html"] and "DomainError" in data["text/plain"]


# The class that a function is called with


def program(text: str, **names: Any) -> types.SimpleNamespace:
    """Run a program as a notebook would, and give its variables."""
    variables: dict[str, Any] = {"__name__": "__main__", "ad": ad, **names}
    exec(text, variables)
    return types.SimpleNamespace(**variables)


VALUE = """
class Value:
    def __init__(self, value, *parents):
        self.value, self.parents = value, parents

    def __add__(self, other):
        return Value(self.value + other.value, self, other)

    __mul__ = __add__

    def backward(self):
        pass
"""


@functools.cache
def course() -> str:
    """The finished course notebook, without its checks."""
    pytest.importorskip("jupytext")
    from autograder.pack import load_assignment

    cells = load_assignment(SCALAR).cells
    wanted = [cell.source for cell in cells if cell.role in ("given", "answer")]
    return "\n\n".join(["import math", *wanted])


@pytest.mark.parametrize(
    ("function", "own"),
    [
        ("lambda a, b: -log(5 * b + a)", True),
        ("lambda a, b: a * b + a", True),
        ("lambda a, b: twice(a) * b", True),
        ("lambda a, b: -ad.log(5 * b + a)", False),
        ("lambda a, b: sine(a) * b", False),
    ],
)
def test_in_the_course_notebook_the_readers_own_engine_is_inspected(
    function: str, own: bool
) -> None:
    """Unless the function asks for ours: a function of ours cannot differentiate their class."""
    ran = program(
        f"{course()}\n"
        "def twice(x):\n    return exp(log(x)) + x\n"
        "sine = ad.sin\n"
        f"shown = ad.inspect({function}, a=(1, 9, 5.0), b=2.0)"
    )
    nodes = ran.AutogradValue if own else ad.AutogradValue
    reference = program(f"from adlearn import *\nf = {function.replace('twice(a)', '(2 * a)')}",
                        sine=ad.sin).f  # fmt: skip
    a, b = ad.AutogradValue(5.0), ad.AutogradValue(2.0)
    reference(a, b).backward()
    assert ran.shown.experiment.variable is nodes
    assert ran.shown.gradients == pytest.approx({"a": a.grad, "b": b.grad})


@pytest.mark.parametrize(
    "text",
    [
        "shown = ad.inspect(lambda a: a + a, a=1.0)",
        "def f(a):\n    def g():\n        return Value(2.0) * a\n    return g()\n"
        "shown = ad.inspect(f, a=1.0)",
        "class _sub(Value):\n    pass\nAutogradValue = ad.AutogradValue\n"
        "f = lambda a: _sub(a.value, a)\nshown = ad.inspect(f, a=1.0)",
        "class Layer:\n    def __init__(self): pass\n    def backward(self): pass\n"
        "shown = ad.inspect(Layer and (lambda a: a + a), a=1.0)",
        "def scope():\n    Own, f = Value, lambda a: a + a\n    return ad.inspect(f, a=1.0)\n"
        "shown = scope()",
        "from functools import partial\nAutogradValue = ad.AutogradValue\n"
        "g = partial(lambda n, a: Value(n) + a, 2.0)\n"
        "shown = ad.inspect({'g': g}, a=1.0)",
    ],
)
def test_any_class_of_ones_own_is_found(text: str) -> None:
    ran = program(VALUE + text)
    assert ran.shown.experiment.variable is ran.Value


@pytest.mark.parametrize(
    "text",
    [
        "shown = ad.inspect(lambda a: a + a, a=1.0)",
        "class Metres(float):\n    def backward(self): pass\n"
        "shown = ad.inspect(lambda a: a + 1, a=1.0)",
        "from fractions import Fraction\nshown = ad.inspect(lambda a: a + 1, a=1.0)",
        "from adlearn import AutogradValue\nshown = ad.inspect(lambda a: a + 1, a=1.0)",
        f"{VALUE}\nclass Other(Value): pass\nclass Third:\n    __init__ = __add__ = backward = "
        "lambda self, *rest: self\nshown = ad.inspect(lambda a: a + a, a=1.0)",
    ],
    ids=["nothing", "no nodes", "of the library", "ours", "two of them"],
)
def test_ours_is_taken_where_no_other_class_is_meant(text: str) -> None:
    assert program(text).shown.experiment.variable is ad.AutogradValue


def test_arrays_stay_ours_where_only_numbers_have_a_class() -> None:
    text = f"{course()}\nimport numpy as np\nshown = ad.inspect(lambda w: np.sum(w), w=[1.0, 2.0])"
    assert program(text).shown.value == 3.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ad.inspect(lambda a: [] + a, a=1.0)", "with adlearn's AutogradValue"),
        (f"{VALUE}\nad.inspect(lambda a: a + [], a=1.0)", "with your Value"),
        (f"{VALUE}\nad.inspect(lambda a: a + [], variable=Value, a=1.0)", ""),
    ],
    ids=["ours", "own", "named"],
)
def test_an_error_says_what_the_function_was_called_with(text: str, said: str) -> None:
    """And how to name another class; not if one was named."""
    with pytest.raises((TypeError, AttributeError)) as raised:
        program(text)
    notes = [n for n in getattr(raised.value, "__notes__", ()) if n.startswith("inspect() called")]
    assert len(notes) == bool(said)
    assert not said or (said in notes[0] and "inspect(f, variable=Value, a=1.0)" in notes[0])
