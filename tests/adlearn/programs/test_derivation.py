"""A derivation says what `grad` says, line by line, and each line can be computed again by hand
from the numbers that are printed in it."""

from __future__ import annotations

import html.parser
import re
import warnings

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, derivation
from adlearn.checking.differences import numerical_gradient
from adlearn.compat.micrograd.engine import Value
from adlearn.errors import IndependentOutputWarning, NotANumber, NotScalar, NotTraceable
from adlearn.programs.filled import in_full

POINTS = [(2.0, 1.5, -1.0, 0.3), (-0.7, 3.0, 0.25, 1.0), (1e-3, 2.5, 4.0, -20.0)]


def loss(w, x, b, t):
    z = w * x + b
    y = 1 / (1 + np.exp(-z))
    L = (y - t) ** 2 / 2
    return L


def loss_of_nodes(w, x, b, t):
    z = w * x + b
    y = 1 / (1 + ad.exp(-z))
    L = (y - t) ** 2 / 2
    return L


def rippled(x, y):
    return np.sin(x * y) * x + np.log(x) / (y + np.tanh(x - y)) - np.maximum(x, y) ** 3


def layers(W, x, c):
    h = np.tanh(W @ x + c)
    return np.sum(h * np.exp(h)) / h.size


def plain(text):
    """Take the notation out of a formula: what is left is Python."""
    signs = {"·": "*", "−": "-", "^": "**", "²": "**2", "ᵀ": ".T", " = ": " == "}
    text = re.sub("[\u0305\u033f]", "", text)
    for sign, python in signs.items():
        text = text.replace(sign, python)
    return re.sub(r"(?<![\w)\]])\[\[?-?\d[^\]]*\](?:, \[[^\]]*\])*\]?", r"np.array(\g<0>)", text)


def evaluated(row):
    return eval(plain(row.numbers), {**vars(np), "np": np})


def assert_can_be_computed_again(table):
    for row in table.rows:
        assert in_full(np.asarray(evaluated(row))[()], 4) == in_full(row.value, 4), row


def gradients(table, names):
    return [table[f"{name}_bar"].value for name in names]


# The lecture's example


def test_the_lectures_example_comes_out_as_in_the_lecture():
    rows = derivation(loss)(*POINTS[0]).rows
    computation = [(row.name, plain(row.formula)) for row in rows if row.part == "computation"]
    assert computation == [
        ("t1", "w * x"),
        ("z", "t1 + b"),
        ("t2", "-z"),
        ("t3", "exp(t2)"),
        ("t4", "1 + t3"),
        ("y", "1 / t4"),
        ("t5", "y - t"),
        ("t6", "t5**2"),
        ("L", "t6 / 2"),
    ]
    assert [row.name for row in rows[9:]] == [
        *("L_bar", "t6_bar", "t5_bar", "y_bar", "t4_bar", "t3_bar", "t2_bar", "z_bar", "t1_bar"),
        *("w_bar", "x_bar", "b_bar", "t_bar"),
    ]


def test_every_cotangent_follows_from_those_above_it_by_name():
    """The cotangent of a sum is passed on under another name, and the next line uses that name."""
    table = derivation(loss)(*POINTS[0])
    said = {row.name: row.formula for row in table.rows if row.part == "derivatives"}
    bars = {name: "".join(c + "\u0305" for c in name[:-4]) for name in said}
    assert said["L_bar"] == "1"
    assert said["t6_bar"] == f"{bars['L_bar']} / 2"
    assert said["y_bar"] == bars["t5_bar"]
    assert bars["y_bar"] in said["t4_bar"] and bars["t3_bar"] in said["t2_bar"]
    assert said["t1_bar"] == said["b_bar"] == bars["z_bar"]
    assert said["w_bar"] == f"{bars['t1_bar']} · x"


def test_what_is_passed_on_keeps_its_names():
    """In a sum every cotangent is the same number, and still each line names its own."""

    def f(x):
        u, v = 2.0 * x, 3.0 * x
        return u + v + 0.0

    for table in (derivation(f)(1.5), derivation(f)(AutogradValue(1.5))):
        formula = plain(table["x_bar"].formula)
        assert {"u_bar": "u", "v_bar": "v"}.keys() <= {row.name for row in table.rows}
        assert sorted(formula.replace(" ", "").split("+")) in (["u*2", "v*3"], ["2*u", "3*v"])
        assert table.given(v_bar=10.0)["x_bar"].value == 32.0
        assert table.given(v_bar=10.0)["u_bar"].value == 1.0


@pytest.mark.parametrize("at", POINTS)
@pytest.mark.parametrize("nodes", [False, True])
def test_numbers_are_those_of_grad_and_of_differences(at, nodes):
    f = loss_of_nodes if nodes else loss
    given = [AutogradValue(n) for n in at] if nodes else at
    table = derivation(f)(*given)
    found = gradients(table, "wxbt")
    assert np.allclose(found, ad.grad(loss, (0, 1, 2, 3))(*at), rtol=1e-12, atol=0)
    by_differences, _ = numerical_gradient(lambda v: loss(*v), np.array(at))
    assert np.allclose(found, by_differences, rtol=1e-5, atol=1e-8)
    assert table["L"].value == pytest.approx(loss(*at), rel=1e-14)
    assert table["z"].value == at[0] * at[1] + at[2]
    assert_can_be_computed_again(table)


def test_rules_and_lines_are_named():
    table = derivation(loss)(*POINTS[0])
    assert table["z"].rule == "add" and table["z"].line.endswith("z = w * x + b")
    assert table["w_bar"].rule == "multiply" and table["w_bar"].line == table["z"].line
    assert (table["L_bar"].rule, table["L_bar"].line) == ("start", None)
    both = derivation(lambda x: np.sin(x) * np.exp(x))(0.5)
    assert both["x_bar"].rule == "exp, sin"


def test_names_do_not_meet_names_of_the_source():
    def f(x, L):
        z_bar = x * L
        z = z_bar + x
        return z * z

    table = derivation(f)(2.0, 3.0)
    names = [row.name for row in table.rows]
    assert len(set(names)) == len(names)
    assert gradients(table, ["x", "L"]) == [64.0, 32.0]
    assert table["z_bar"].part == "computation"


# Other functions


@pytest.mark.parametrize("seed", range(5))
def test_other_functions_of_numbers(seed):
    rng = np.random.default_rng(seed)
    at = tuple(rng.uniform(0.3, 2.0, 2))
    table = derivation(rippled)(*at)
    assert gradients(table, "xy") == pytest.approx(ad.grad(rippled, (0, 1))(*at), rel=1e-12)
    assert_can_be_computed_again(table)


def test_arrays_small_ones_in_full_and_large_ones_in_short():
    rng = np.random.default_rng(1)
    small = [rng.normal(size=shape) for shape in ((2, 2), (2,), (2,))]
    table = derivation(layers)(*small)
    for found, right in zip(
        gradients(table, "Wxc"), ad.grad(layers, (0, 1, 2))(*small), strict=True
    ):
        assert np.allclose(found, right, rtol=1e-12)
    row = table["h"]
    assert plain(row.numbers).startswith("tanh(np.array([")
    for row in table.rows:
        if "None" not in row.numbers and "broadcast" not in row.numbers:
            assert in_full(evaluated(row), 4) == in_full(row.value, 4), row
    large = derivation(layers)(rng.normal(size=(30, 20)), rng.normal(size=20), 0.5)
    assert "30×20" in str(large) and len(str(large).splitlines()[4]) < 250
    assert large["W_bar"].value.shape == (30, 20)


def test_containers_constants_and_arrays_outside():
    X = np.array([[1.0, 2.0], [3.0, -1.0]])

    def f(p, power, scale=2.0):
        return np.sum((X @ p["w"] + p["b"]) ** power) * scale

    p = {"w": np.array([0.5, -1.0]), "b": 0.25}
    table = derivation(f)(p, 3, scale=4.0)
    right = ad.grad(f)(p, 3, scale=4.0)
    assert np.allclose(table["w_bar"].value, right["w"]) and table["b_bar"].value == right["b"]
    assert not {"X_bar", "scale_bar", "power_bar"} & {row.name for row in table.rows}


def test_which_arguments():
    def names(table):
        return {row.name for row in table.rows} & {"w_bar", "x_bar", "b_bar", "t_bar"}

    assert names(derivation(loss, argnum=0)(*POINTS[0])) == {"w_bar"}
    assert names(derivation(loss, argnum=(1, -1))(*POINTS[0])) == {"x_bar", "t_bar"}
    assert derivation(lambda x, n: x**n)(2.0, 3)["x_bar"].value == 12.0
    assert derivation(lambda x: x * x)(3)["x_bar"].value == 6.0  # as grad does


def test_the_derivation_of_a_gradient_is_that_of_the_second_derivative():
    table = derivation(ad.grad(lambda x: np.sin(x) * x))(0.5)
    assert table["x_bar"].value == pytest.approx(2 * np.cos(0.5) - 0.5 * np.sin(0.5))
    nodes = derivation(ad.grad(lambda x: ad.sin(x) * x))(AutogradValue(0.5))
    assert nodes["x_bar"].value == pytest.approx(2 * np.cos(0.5) - 0.5 * np.sin(0.5))


def test_outputs_that_are_inputs_or_constants():
    assert [(r.name, r.value) for r in derivation(lambda x: x)(2.0).rows] == [("x_bar", 1.0)]
    with pytest.warns(IndependentOutputWarning):
        table = derivation(lambda x: 3.0)(2.0)
    assert [(r.name, r.value) for r in table.rows] == [("L", 3.0), ("L_bar", 1.0), ("x_bar", 0.0)]
    table = derivation(lambda x, y: x * x)(2.0, 5.0)
    assert (table["y_bar"].value, table["y_bar"].rule) == (0.0, "unused")


def test_a_line_where_digits_are_lost_is_written_with_those_it_needs():
    row = derivation(lambda x, y: x - y)(1.00000012345, 1.0)["L"]
    assert evaluated(row) == pytest.approx(1.2345e-7, rel=1e-3)
    assert row.numbers.startswith("1.000000123")
    assert derivation(lambda x, y: x * y)(2.0, 3.0)["L"].numbers == "2 · 3"


def test_given_goes_on_from_somebody_elses_line():
    table = derivation(loss)(*POINTS[0])
    other = table.given(y_bar=2.0)
    assert other["t5_bar"].value == table["t5_bar"].value
    assert other["t_bar"].value == table["t_bar"].value  # it does not follow from y_bar
    ratio = 2.0 / table["y_bar"].value
    for name in ("z_bar", "w_bar", "x_bar", "b_bar"):
        assert other[name].value == pytest.approx(ratio * table[name].value, rel=1e-12)
    assert table["y_bar"].value != 2.0
    assert table.given(b_bar=7.0)["w_bar"].value == table["w_bar"].value
    with pytest.raises(NotANumber, match="no line q; there are t1, z"):
        table.given(q=1.0)


@pytest.mark.parametrize("value", ["a", None, [1.0, 2.0], object(), [[1.0], [1.0, 2.0]]])
def test_what_is_given_for_a_line_is_a_number_of_its_shape(value):
    with pytest.raises(NotANumber, match="y_bar is a number, and .* was given for it"):
        derivation(loss)(*POINTS[0]).given(y_bar=value)


def test_one_number_may_be_given_for_an_array():
    table = derivation(lambda x: np.sum(np.sin(x) * 2.0))(np.array([0.5, 1.0]))
    assert table.given(t1_bar=1.0)["t1_bar"].value.tolist() == [1.0, 1.0]
    with pytest.raises(NotANumber, match=r"an array of shape \(2,\), or a number"):
        table.given(t1_bar=[1.0, 2.0, 3.0])


def test_a_derivation_can_be_shown():
    w = AutogradValue(POINTS[0][0])
    graphs = [
        ad.show(derivation(loss, argnum=0)(*POINTS[0])).graph,
        ad.show(derivation(loss_of_nodes, argnum=0)(w, *POINTS[0][1:])).graph,
    ]
    L = loss_of_nodes(w, *POINTS[0][1:])
    L.backward()
    graphs.append(ad.show(derivation(L)).graph)
    for graph in graphs:
        gradients = {node.label: node.gradient for node in graph.nodes}
        assert gradients["w"] == pytest.approx(ad.grad(loss)(*POINTS[0]))
    with pytest.raises(NotANumber, match="shows itself: print it"):
        ad.show(derivation(loss)(*POINTS[0]).given(y_bar=1.0))


# Finished graphs


def graph():
    w, x = AutogradValue(2.0), AutogradValue(3.0)
    L = (w * x + x) ** 2
    return w, x, L


def test_a_graph_before_and_after_backward():
    w, x, L = graph()
    before = derivation(L)
    assert before["w_bar"].value is None
    assert str(before).count("not computed") == len(before.rows) - 3
    L.backward()
    after = derivation(L)
    assert (after["w_bar"].value, after["x_bar"].value) == (w.grad, x.grad) == (54.0, 54.0)
    assert_can_be_computed_again(after)
    assert after["x_bar"].rule == "add, mul"
    assert after["L"].rule == "pow" and after["L_bar"].value == 1.0


def test_graphs_of_other_engines():
    a = Value(2.0)
    L = a * a + a
    L.backward()
    table = derivation(L)
    assert (table["L"].value, table["a_bar"].value) == (6.0, 5.0)
    T = ad.tensor([[1.0, 2.0], [0.5, -1.0]])
    S = (T * T).sum()
    S.backward()
    assert np.array_equal(derivation(S)["T_bar"].value, T.grad)


def test_an_engine_that_keeps_gradients_in_leaves_only_has_those_on_the_way():
    T = ad.tensor([[1.0, 2.0], [0.5, -1.0]])
    y = T * T
    S = (y * 3.0).sum()
    assert derivation(S)["S_bar"].value is None  # nobody has walked back
    S.backward()
    table = derivation(S)
    assert "not computed" not in str(table) and "?" not in str(table)
    assert table["S_bar"].value == 1.0
    assert np.array_equal(table["y_bar"].value, np.full((2, 2), 3.0))


class Half:
    """A student's class of which the walk back is not written yet."""

    def __init__(self, value, parents=(), op=""):
        self.value, self.parents, self.op = value, parents, op

    def __mul__(self, other):
        return Half(self.value * other.value, (self, other), "mul")

    def __add__(self, other):
        return Half(self.value + other.value, (self, other), "add")


def test_a_half_finished_class():
    a, b = Half(2.0), Half(5.0)
    L = a * b + a
    table = derivation(L)
    assert (table["L"].value, plain(table["L"].numbers)) == (12.0, "10 + 2")
    assert table["a_bar"].value is None and "not computed" in str(table)
    assert table["a_bar"].numbers == "? · ? + ? · ?"
    assert "not computed" in table._repr_html_() and r"\text{not computed}" in table.latex
    a.grad, L.grad = 99.0, 1.0  # wrong, and shown as it is
    assert derivation(L)["a_bar"].value == 99.0
    with pytest.raises(NotANumber, match="finished"):
        table.given(a_bar=1.0)


class Broken:
    parents = property(lambda self: 1 / 0)
    value = property(lambda self: 1 / 0)


def test_a_broken_class_is_shown_as_far_as_it_goes():
    row = derivation(Broken()).rows[-1]
    assert (row.value, row.rule) == (None, "start")


# What cannot be derived


@pytest.mark.parametrize("thing", [3.0, "f", None, [1.0], np.array([1.0]), object()])
def test_what_is_neither_function_nor_node_is_refused(thing):
    with pytest.raises(NotANumber, match="takes a function, or a node of a graph"):
        derivation(thing)


def test_functions_that_cannot_be_derived_say_why():
    with pytest.raises(NotScalar):
        derivation(np.sin)(np.array([1.0, 2.0]))
    with pytest.raises(NotANumber, match="none of the arguments"):
        derivation(lambda name: 1.0)("a")
    with pytest.raises(NotTraceable, match="float"):
        derivation(lambda x: x * float(x.numpy()))(2.0)
    with pytest.raises(KeyError, match="there is no line q"):
        derivation(loss)(*POINTS[0])["q"]


def test_a_node_of_a_graph_may_be_an_argument_and_stays_as_it_is():
    w, x, L = graph()
    L.backward()
    table = derivation(lambda a: a * a)(x)
    assert table["a_bar"].value == 6.0
    assert x.grad == 54.0


# How it looks


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.rows, self.scopes = [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "th":
            self.scopes.append(dict(attrs)["scope"])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data


def test_the_page_of_a_notebook_is_a_table_with_headers_and_without_scripts():
    def f(x, y):
        return np.where(x < y, x, y) * x

    table = derivation(f)(2.0, 3.0)
    text = table._repr_html_()
    tags = Tags(text)
    assert "<script" not in text and "x &lt; y" in text and "overflow-x:auto" in text
    assert tags.scopes.count("col") == 5 and tags.scopes.count("rowgroup") == 2
    assert tags.scopes.count("row") == len(table.rows)
    assert tags.rows[0] == ["name", "formula", "with numbers", "value", "rule"]
    assert ["x", "?"] not in tags.rows and tags.rows[-1][0] in ("x", "y")
    assert '<span style="text-decoration:overline">L</span>' in text


def test_the_text_has_its_columns_under_their_heads():
    lines = str(derivation(loss)(*POINTS[0])).splitlines()
    assert lines[:4] == ["loss", "", "the computation", lines[3]]
    bare = [re.sub("[\u0305\u033f]", "", line) for line in lines]
    column = bare[3].index("value")
    start = bare.index("the derivatives")
    assert bare[start + 2].split() == ["L", "1", "1", "start"]
    for line in bare[start + 2 :]:
        assert line[column - 1] == " " and line[column] != " "


def test_latex_has_balanced_brackets_and_every_row():
    table = derivation(layers)(np.eye(2), np.array([1.0, 2e-9]), 1e-7)
    text = table.latex
    assert text.count("{") == text.count("}") and text.count("&=") == len(table.rows)
    assert r"\cdot 10^{-7}" in text and r"\overline{W}" in text and "−" not in text


def test_no_warning_is_given_on_the_way():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        str(derivation(lambda x: np.log(x) / x)(1e-300))
