"""The record is what the player plays: its steps are the derivative, and JSON can hold it."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import AutogradValue, snapshot
from adlearn.show.recorded import MOST_STEPPED, record
from adlearn.show.steps import reverse_steps, wrong_order
from adlearn.show.written import as_json, short


def example():
    a, b = AutogradValue(5), AutogradValue(2)
    L = -ad.log(5 * b + a)
    L.backward()
    return snapshot(L, {"a": a, "b": b, "L": L})


def test_reverse_mode_is_told_message_by_message():
    said = [s["sentence"] for s in record(example())["steps"]["reverse"]]
    assert said == [
        "Start at the output: the derivative of L by itself is 1.",
        "L sends v5: 1 × (-1) = -1. v5 has -1.",
        "v5 sends v4: (-1) × 0.06667 = -0.06667. v4 has -0.06667.",
        "v4 sends v2: (-0.06667) × 1 = -0.06667. v2 has -0.06667.",
        "v4 sends a: (-0.06667) × 1 = -0.06667. a has -0.06667.",
        "v2 sends b: (-0.06667) × 5 = -0.3333. b has -0.3333.",
    ]


def test_forward_values_and_tangents_are_told_in_order():
    steps = record(example(), variable="b")["steps"]
    assert [s["sentence"] for s in steps["forward"]][2:5] == [
        "v2 = 5 × b = 5 × 2 = 10.",
        "a = 5.",
        "v4 = v2 + a = 10 + 5 = 15.",
    ]
    assert [s["sentence"] for s in steps["tangent"]] == [
        "Start at b: its derivative by itself is 1.",
        "b sends v2: 1 × 5 = 5. v2 has 5.",
        "v2 sends v4: 5 × 1 = 5. v4 has 5.",
        "v4 sends v5: 5 × 0.06667 = 0.3333. v5 has 0.3333.",
        "v5 sends L: 0.3333 × (-1) = -0.3333. L has -0.3333.",
    ]


@st.composite
def programs(draw):
    """A random program on three variables with shared nodes."""
    nodes = [AutogradValue(draw(st.floats(0.5, 2.0))) for _ in range(3)]
    variables = list(nodes)
    for _ in range(draw(st.integers(1, 15))):
        x, y = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        operation = draw(st.sampled_from(["add", "mul", "sub", "sin", "tanh", "scale"]))
        nodes.append(
            {
                "add": lambda x=x, y=y: x + y,
                "mul": lambda x=x, y=y: x * y,
                "sub": lambda x=x, y=y: x - y,
                "sin": lambda x=x: ad.sin(x),
                "tanh": lambda x=x: ad.tanh(x),
                "scale": lambda x=x: 0.5 * x,
            }[operation]()
        )
    return variables, nodes[-1]


@given(programs())
@settings(max_examples=60, deadline=None)
def test_the_sums_of_both_modes_are_the_engines_gradient(program):
    variables, output = program
    graph = snapshot(output, {f"x{i}": v for i, v in enumerate(variables)})
    output.backward()
    for step in record(graph)["steps"]["reverse"]:
        if step["kind"] == "message":
            assert step["contribution"] == pytest.approx(step["incoming"] * step["local"])
    sums = {graph.output: 1.0}
    sums |= {s["parent"]: s["sum"] for s in reverse_steps(graph)[1:]}
    for i, variable in enumerate(variables):
        node = next((n for n in graph.nodes if n.label == f"x{i}"), None)
        if node is None:
            continue
        assert sums.get(node.id, 0.0) == pytest.approx(variable.grad, rel=1e-9, abs=1e-12)
        tangent = record(graph, variable=node.id)["steps"]["tangent"][-1]
        if tangent["node"] == graph.output:
            assert tangent["sum"] == pytest.approx(variable.grad, rel=1e-9, abs=1e-12)


def test_a_wrong_order_gives_wrong_sums_and_the_right_one_right_ones():
    a, b = AutogradValue(5.0), AutogradValue(2.0)
    c = a + b
    g, h = c * 2, c + 4
    L = g * h
    graph = snapshot(L, {"a": a, "b": b, "c": c, "g": g, "h": h, "L": L})
    L.backward()
    order = wrong_order(graph)
    label = {n.id: n.label for n in graph.nodes}
    assert [label[i] for i in order] == ["L", "h", "c", "g"]
    sums = {label[s["parent"]]: s["sum"] for s in reverse_steps(graph, order)[1:]}
    assert sums["c"] == c.grad and sums["a"] != a.grad


def test_a_graph_in_which_nothing_is_used_twice_has_no_wrong_order():
    assert wrong_order(example()) is None


def test_nan_and_infinity_survive_json():
    x = AutogradValue(math.inf)
    y = x * 0.0 + AutogradValue(math.nan)
    written = json.dumps(record(snapshot(y)), allow_nan=False)
    nodes = json.loads(written)["nodes"]
    assert [n["value"] for n in nodes] == ["inf", 0.0, "nan", "nan", "nan"]
    assert nodes[0]["text"]["value"] == "inf"


@pytest.mark.parametrize(
    ("thing", "kept"),
    [
        (np.float32(1.5), 1.5),
        (np.array(2.0), 2.0),
        (-math.inf, "-inf"),
        (True, True),
        (2**80, str(2**80)),
        (1 + 2j, "1+2j"),
        (np.arange(3.0), "[0, 1, 2]"),
        (AutogradValue(3.0), 3.0),
        (None, None),
    ],
)
def test_values_in_json(thing, kept):
    assert as_json(thing) == kept


@pytest.mark.parametrize(
    ("thing", "written"),
    [
        (0.1 + 0.2, "0.3"),
        (1e-12, "1e-12"),
        (123456789.0, "1.235e+08"),
        (10**12, "1.000e+12"),
        (math.nan, "nan"),
        (np.ones((2, 3)), "2×3, 1…1, mean 1"),
        (np.array([1.0, np.nan, 3.0, 4.0, 5.0]), "5, 1…5, 1 not finite, mean 3.25"),
        (np.full(7, np.nan), "7, 7 not finite"),
        (np.array(["a"] * 9), "<U1 9"),
        ("x" * 60, "x" * 39 + "…"),
    ],
)
def test_values_in_pictures(thing, written):
    assert short(thing) == written


def test_what_is_not_computed_is_null_and_says_so():
    node = record(snapshot(AutogradValue(2.0) * 3.0))["nodes"][0]
    assert node["grad"] is None and node["text"]["grad"] == "not computed"


def test_an_unknown_variable_is_refused_with_the_names_there_are():
    with pytest.raises(ValueError, match="Its variables are b, a"):
        record(example(), variable="q")


def test_a_large_graph_has_groups_with_an_inside():
    y = AutogradValue(1.0)
    for _ in range(200):
        y = y * 1.01
    written = record(snapshot(y))
    named = {g["id"] for g in written["groups"]}
    assert named and all(g["view"]["edges"] for g in written["groups"])
    for node in written["nodes"]:
        assert (node["box"] in named) != (node["x"] is not None)
    for group in written["groups"]:
        assert set(map(str, group["members"])) <= set(group["view"]["nodes"])
    ends = {e["node"] for e in written["edges"]} | {e["parent"] for e in written["edges"]}
    assert ends <= named | {n["id"] for n in written["nodes"] if n["box"] is None}


def test_an_enormous_graph_is_a_picture_without_steps():
    y = AutogradValue(1.0)
    for _ in range(MOST_STEPPED):
        y = y * 1.0
    written = record(snapshot(y))
    assert written["steps"] == {"forward": [], "reverse": [], "tangent": []}
    assert "too many to step through" in written["note"]
    assert len(written["groups"]) <= 80


def test_a_circle_is_told():
    class Half:
        def __init__(self, value, *parents):
            self.value, self.parents = value, list(parents)

    a = Half(1.0)
    b = Half(2.0, a)
    a.parents.append(b)
    assert "circle" in record(snapshot(b))["note"]


def test_a_bare_number_is_a_picture_of_one_box():
    written = record(snapshot(3.0))
    assert [n["value"] for n in written["nodes"]] == [3.0]
    assert written["variable"] is None and written["edges"] == []


@pytest.mark.parametrize("digits", [400, 5000])
def test_a_whole_number_beyond_all_floats_is_written_short(digits):
    """No float is that large, and Python prints no more than 4300 digits of one."""
    node = record(ad.snapshot(AutogradValue(10**digits)))["nodes"][0]
    assert node["value"] == node["text"]["value"] == f"1.000e+{digits}"
    picture = ad.snapshot(AutogradValue(-(10**digits))).to_svg()
    assert f"-1.000e+{digits}" in picture


def test_what_a_box_has_no_room_for_is_in_the_record_and_on_the_picture():
    """The title in full, and the sign of an operation, also where the title is cut before it."""
    x, y = AutogradValue(2.0), AutogradValue(3.0)
    name = "a_name_that_fills_the_box_by_itself"
    graph = ad.snapshot(x - y, {name: x, "损失": y})
    node = record(graph)["nodes"][-1]
    assert node["text"]["title"].endswith("…") and node["text"]["sign"] == "−"
    assert node["text"]["whole"] == f"v2 = {name} - 损失"
    assert f"<title>v2 = {name} - 损失 (sub)" in graph.to_svg()
    assert f'tooltip="v2 = {name} - 损失"' in graph.to_dot()


def test_a_tangent_is_called_a_tangent_by_the_picture():
    class Moving:
        def __graph_reading__(self):
            return {"value": 2.0, "tangent": 0.123456789}

    graph = snapshot(Moving())
    picture = graph.to_svg()
    assert ">tangent 0.1235<" in picture and "\ntangent 0.123456789" in picture
    assert "v0: value 2, tangent 0.1235." in picture
    assert "tangent 0.1235" in graph.to_dot() and "grad" not in graph.to_dot()
