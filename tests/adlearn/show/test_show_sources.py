"""Nodes are called as the program calls them, and know the line that made them."""

from __future__ import annotations

import pytest

from adlearn import AutogradValue, snapshot
from adlearn.show import record_sources


class Student:
    """A class of anyone's, whose products are nodes."""

    def __init__(self, *parents, value=None):
        self.parents = parents
        self.value = parents[0] if value is None else value

    def __mul__(self, other):
        return Student(self, other, value=self.value * other.value)


def test_nodes_are_called_as_the_variables_that_hold_them():
    weight, bias = AutogradValue(2.0), AutogradValue(1.0)
    loss = weight * 3 + bias
    names = {"bias": bias, "loss": loss, "weight": weight, "_": loss, "w2": weight}
    graph = snapshot(loss, names)
    assert [n.label for n in graph.nodes] == ["w2", "v1", "v2", "bias", "loss"]


def test_a_name_that_two_nodes_share_goes_to_one():
    class Named(Student):
        label = "same"

    assert [n.label for n in snapshot(Named(Named(1.0), value=2.0)).nodes] == ["same", "v1"]
    a, b = AutogradValue(2.0), AutogradValue(3.0)
    graph = snapshot(a * b + 1.0, {"v3": a, "b": b})  # v3 would be the constant
    assert [n.label for n in graph.nodes] == ["v3", "b", "v2", "v3'", "v4"]


def neuron(x, w):
    total = x * w
    return total + 1.0


def test_source_lines_and_calls_are_recorded_on_request():
    x = AutogradValue(1.0)
    with record_sources():
        w = AutogradValue(3.0)
        y = neuron(neuron(x, w), w)
    graph = snapshot(y, {"x": x, "w": w})
    by_label = {n.label: n for n in graph.nodes}
    assert by_label["x"].source is None
    assert by_label["w"].source.startswith("test_show_sources.py:")
    assert by_label["w"].source.endswith(": w = AutogradValue(3.0)")
    assert by_label["v2"].source.endswith("total = x * w")
    calls = [n.group for n in graph.nodes if n.operation in ("mul", "add")]
    assert calls == ["neuron() #1"] * 2 + ["neuron() #2"] * 2


def test_a_line_of_a_notebook_is_named_by_its_cell():
    shell_module = pytest.importorskip("IPython.core.interactiveshell")
    shell = shell_module.InteractiveShell.instance()
    try:
        shell.run_cell("1 + 1", store_history=True)
        shell.run_cell(
            "from adlearn import AutogradValue, snapshot\n"
            "from adlearn.show import record_sources\n"
            "with record_sources():\n"
            "    y = AutogradValue(3.0)\n"
            "shown = snapshot(y).nodes[0].source",
            store_history=True,
        )
        assert shell.user_ns["shown"] == "In [2], line 4: y = AutogradValue(3.0)"
    finally:
        shell_module.InteractiveShell.clear_instance()


def square(x):
    return x * x


class Neuron:
    def __init__(self, w):
        self.w = w

    def __call__(self, x):
        product = x * self.w
        return product + 1.0


def test_a_function_of_one_step_is_an_operation_of_its_caller():
    with record_sources():
        x = Student(2.0)
        y = square(x)
    assert snapshot(y).nodes[-1].source.endswith("y = square(x)")


def test_a_module_that_is_called_is_a_group():
    neurons = [Neuron(AutogradValue(2.0)), Neuron(AutogradValue(3.0))]
    x = AutogradValue(1.0)
    with record_sources():
        for neuron_ in neurons:
            x = neuron_(x)
    groups = [n.group for n in snapshot(x).nodes if n.operation in ("mul", "add")]
    assert groups == ["Neuron() #1"] * 2 + ["Neuron() #2"] * 2


def test_passes_of_a_loop_are_groups():
    y = AutogradValue(1.0)
    with record_sources():
        for _ in range(3):
            y = y * 2.0 + 1.0
    groups = [n.group for n in snapshot(y).nodes if n.parents]
    assert len(set(groups)) == 3 and groups[0] == groups[1] and groups[4].endswith("pass 3")


def test_source_lines_of_a_class_written_by_anyone():
    with record_sources():
        x = Student(3.0)
        y = x * x
    assert [n.source.rpartition(": ")[2] for n in snapshot(y).nodes] == [
        "x = Student(3.0)",
        "y = x * x",
    ]


def test_recording_stops_with_the_block_and_keeps_nothing_alive():
    import gc
    import sys

    from adlearn.show.sources import KNOWN

    before = sys.getprofile()
    with pytest.raises(ZeroDivisionError), record_sources():
        x = Student(3.0)
        1 / 0  # noqa: B018
    assert sys.getprofile() is before
    kept = id(x)
    assert kept in KNOWN
    del x
    gc.collect()
    assert kept not in KNOWN
