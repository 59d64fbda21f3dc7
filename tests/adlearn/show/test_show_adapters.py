"""Our nodes say themselves how they are shown, an adapter teaches any other, and anyone's class is
read as far as it goes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, snapshot
from adlearn.scalars.derivatives import grad
from adlearn.show import Reading, graph_table, graph_tree, register_adapter
from adlearn.show.adapters import ADAPTERS, reading_of
from adlearn.show.recorded import record


def shape_of(graph):
    """What was computed how, from what, with which slopes."""
    return [(n.operation, n.parents, n.partials) for n in graph.nodes]


class Student:
    """The class of the course as a student may write it, with what is missing left out."""

    def __init__(self, *parents, value=None):
        self.parents = parents
        self.value = self.func(*self.parent_values) if value is None else value
        self.grad = 0.0

    @property
    def parent_values(self):
        return [p.value if isinstance(p, Student) else p for p in self.parents]

    def func(self, x):
        return x

    def grads(self, x):
        return (1.0,)

    def __mul__(self, other):
        return StudentMul(self, other)


class StudentMul(Student):
    def func(self, x, y):
        return x * y

    def grads(self, x, y):
        return y, x


def test_a_students_own_rule_gives_the_local_partials():
    x = Student(3.0)
    y = x * 2.0
    assert shape_of(snapshot(y)) == [
        ("variable", (), ()),
        ("constant", (), ()),
        ("StudentMul", (0, 1), (2.0, None)),
    ]


def test_a_gradient_of_zero_from_the_constructor_is_not_computed_until_the_output_is_seeded():
    x, w = Student(3.0), Student(5.0)
    y = x * w
    assert [n.gradient for n in snapshot(y).nodes] == [None, None, None]
    y.grad = 1.0  # what backward() starts with; x and w have received nothing, which is now wrong
    assert [n.gradient for n in snapshot(y).nodes] == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    "answer",
    [lambda x, y: (1.0,), lambda x, y: 1 / 0, lambda x: (1.0, 2.0), lambda x, y: None],
    ids=["too few", "raises", "other arguments", "None"],
)
def test_a_wrong_rule_leaves_the_partials_unknown(answer):
    x = Student(3.0)
    y = x * x
    y.grads = answer
    assert snapshot(y).nodes[-1].partials == (None, None)
    steps = record(snapshot(y))["steps"]["reverse"]
    assert [s["contribution"] for s in steps] == [1.0, None, None]
    assert "not known" in steps[-1]["sentence"]


def test_numpy_numbers_and_a_single_parent_without_a_list_are_read():
    class Bare:
        def __init__(self, value, parents=()):
            self.value, self.parents = np.float64(value), parents

    a = Bare(2.0)
    graph = snapshot(Bare(4.0, a))
    assert [n.value for n in graph.nodes] == [2.0, 4.0]
    assert graph.nodes[1].parents == (0,)


def test_a_class_that_makes_new_parents_forever_ends():
    class Endless:
        value = 1.0

        @property
        def parents(self):
            return [Endless()]

    from adlearn.show import walk

    limit, walk.MAX_NODES = walk.MAX_NODES, 50
    try:
        assert len(snapshot(Endless()).nodes) <= 51
    finally:
        walk.MAX_NODES = limit


@pytest.mark.parametrize(
    "thing", [3, "text", None, int, object(), [1, 2], {"value": 1}, np.ones(2)]
)
def test_what_is_no_node_is_not_taken_for_one(thing):
    assert reading_of(thing) is None


class Odd:
    """An engine with names of its own."""

    def __init__(self, number, made_from=()):
        self.number, self.made_from = number, made_from


@pytest.fixture
def forgotten_afterwards():
    before = list(ADAPTERS)
    yield
    ADAPTERS[:] = before


def test_a_new_adapter_teaches_every_display_a_new_engine(forgotten_afterwards):
    out = Odd(6.0, [Odd(2.0), Odd(3.0)])
    assert reading_of(out) is None
    register_adapter(
        lambda thing: isinstance(thing, Odd),
        lambda odd: Reading(
            odd.number, tuple(odd.made_from), "times", partials=(3.0, 2.0)[: len(odd.made_from)]
        ),
    )
    graph = snapshot(out)
    assert shape_of(graph)[-1] == ("times", (0, 1), (3.0, 2.0))
    assert [s["sum"] for s in record(graph)["steps"]["reverse"]] == [1.0, 3.0, 2.0]
    assert "times(v0, v1)" in graph_table(out) and "times(v0, v1)" in graph_tree(out)
    with pytest.raises(TypeError, match="two functions"):
        register_adapter(Odd, None)


def test_a_new_adapter_is_asked_before_those_for_any_class(forgotten_afterwards):
    class Micro:
        data, grad, _prev, _op, extra = 2.0, 0, (), "", "mine"

    register_adapter(lambda thing: hasattr(thing, "extra"), lambda thing: Reading(7.0))
    assert snapshot(Micro()).nodes[0].value == 7.0


class Offering:
    """A class that says itself what is to be shown, with slots that nobody could guess."""

    def __init__(self, number, *made_of, slopes=(), **more):
        self.told = number, made_of, slopes, more

    def __graph_reading__(self):
        number, made_of, slopes, more = self.told
        return {
            "label": None, "operation": "mix", "value": number, "gradient": None,
            "partials": slopes, "parents": list(made_of), **more,
        }  # fmt: skip


def test_a_class_that_offers_its_reading_needs_no_adapter():
    x = Offering(2.0, label="x", gradient=7.0)
    graph = snapshot(Offering(10.0, x, 5, slopes=[5.0, None]))
    assert shape_of(graph)[-1] == ("mix", (0, 1), (5.0, None))
    assert [(n.label, n.gradient) for n in graph.nodes] == [("x", 7.0), ("v1", None), ("v2", None)]
    assert snapshot(Offering(1.0, x, slopes=[None], tangent=3.0, level=2)).nodes[-1].tangent == 3.0


def test_an_offer_that_raises_leaves_what_can_be_read_by_structure():
    class Broken(Student):
        def __graph_reading__(self):
            raise RuntimeError("not yet")

    assert snapshot(Broken(Broken(1.0), value=2.0)).nodes[-1].value == 2.0


def test_our_nodes_are_read_by_their_own_offer():
    from adlearn.compat import micrograd, needle

    duals = []
    ad.jvp(lambda x: duals.append(x) or x, (3.0,), (1.0,))
    for node in (
        ad.AutogradValue(3.0),
        ad.ForwardValue(3.0),
        ad.tensor(3.0),
        duals[0],
        micrograd.engine.Value(3.0),
        needle.Tensor(3.0),
    ):
        reading = reading_of(node)
        assert reading.value == node.__graph_reading__()["value"] == 3.0
        assert reading.parents in ((), (3.0,)) and not reading.gradient_starts_at_zero


def test_an_own_operation_is_asked_for_its_slopes_and_they_are_not_kept():
    class cube(AutogradValue):
        def func(self, x):
            return x**3

        def grads(self, x):
            return (3 * x * x,)

    x = AutogradValue(2.0)
    y = cube(x)
    assert snapshot(y).nodes[-1].partials == (12.0,)
    cube.grads = lambda self, x: (1 / 0,)
    assert snapshot(y).nodes[-1].partials == (None,)
    cube.grads = lambda self, x: (7.0,)
    y.backward()
    assert x.grad == 7.0  # looking at it has decided nothing


def test_a_tensor_inside_forward_mode_keeps_its_operands():
    seen = []

    def inner(y, x):
        z = y * x * y
        seen.append(snapshot(z))
        return z

    ad.jvp(lambda x: ad.grad(inner)(x, x), (3.0,), (1.0,))
    operations = [n for n in seen[0].nodes if n.operation == "multiply"]
    assert [len(n.parents) for n in operations] == [2, 2]
    assert [n.partials for n in operations] == [(3.0, None), (3.0, 9.0)]


def test_an_adapter_that_raises_is_passed_over(forgotten_afterwards):
    register_adapter(lambda thing: True, lambda thing: 1 / 0)
    register_adapter(lambda thing: 1 / 0, lambda thing: Reading())
    assert len(snapshot(AutogradValue(2.0) * 3.0).nodes) == 3


def test_nested_derivatives_are_levels_and_the_value_of_a_node_is_a_node_below():
    seen = []

    def outer(x):
        def inner(y):
            z = x * y + x
            seen.append(snapshot(z, {"x": x, "y": y, "z": z}))
            return z

        return x * grad(inner)(2.0)

    assert grad(outer)(3.0) == 6.0
    (graph,) = seen
    by_label = {n.label: n for n in graph.nodes}
    x, y, z = by_label["x"], by_label["y"], by_label["z"]
    assert z.level == y.level > x.level > 0
    below = graph.nodes[z.below]
    assert below.level == x.level and below.value == z_value(below) == 9.0
    assert z.partials == (1.0, None)  # x is a constant of the inner derivative
    steps = record(graph, variable="x")["steps"]
    assert below.id not in [s["node"] for s in steps["reverse"]]
    assert all(s["contribution"] is not None for s in steps["tangent"])
    assert steps["tangent"][-1]["node"] == below.id  # x is a variable one level below


def z_value(node):
    value = node.value
    return value.value if hasattr(value, "value") else value


def test_gradients_that_are_nodes_can_be_looked_at():
    x = AutogradValue(2.0)
    y = x**3
    y.backward(create_graph=True)
    assert snapshot(x.grad).nodes[-1].value == 12.0
    assert "12" in graph_table(x.grad)


def test_arrays_have_operations_constants_and_messages():
    x = ad.tensor([[1.0, 2.0], [3.0, 4.0]])
    b = ad.tensor([10.0, 20.0])
    y = np.sum(np.tanh(x + b) * 2.0)
    graph = snapshot(y, {"x": x, "b": b})
    assert [n.operation for n in graph.nodes] == [
        "variable", "variable", "add", "tanh", "constant", "multiply", "sum",
    ]  # fmt: skip
    y.backward()
    messages = {s["parent"]: s["sum"] for s in record(graph)["steps"]["reverse"]}
    assert snapshot(y).nodes[0].gradient is x.grad
    sent = graph.nodes[2].pull(np.ones((2, 2)))
    np.testing.assert_array_equal(sent[0], np.ones((2, 2)))
    np.testing.assert_array_equal(sent[1], [2.0, 2.0])  # what broadcasting repeated is summed
    assert messages[0].startswith("[") and messages[1].startswith("[")


def test_the_messages_on_arrays_add_up_to_the_gradient():
    rng = np.random.default_rng(5)
    x = ad.tensor(rng.normal(size=(3, 4)))
    w = ad.tensor(rng.normal(size=(4,)))
    y = np.sum(np.exp(np.sin(x) @ w) / (1.0 + w[0] ** 2))
    y.backward()
    graph = snapshot(y, {"x": x, "w": w})
    sums = {graph.output: 1.0}
    for node in reversed(graph.nodes):
        if node.pull is not None:
            for parent, message in zip(node.parents, node.pull(sums[node.id]), strict=True):
                if message is not None:
                    sums[parent] = sums.get(parent, 0.0) + message
    found = {graph.nodes[i].label: s for i, s in sums.items()}
    np.testing.assert_allclose(found["x"], x.grad, rtol=1e-12)
    np.testing.assert_allclose(found["w"], w.grad, rtol=1e-12)


def test_duals_show_their_tangent():
    seen = []
    ad.jvp(lambda x: seen.append(x * x) or seen[-1], (3.0,), (1.0,))
    (node,) = snapshot(seen[0]).nodes
    assert (node.value, node.tangent, node.gradient) == (9.0, 6.0, None)
    assert "tangent 6" in graph_tree(seen[0])


def test_forward_values_are_nodes_like_any_other():
    x = ad.ForwardValue(3.0)
    assert shape_of(snapshot(x * x)) == [("variable", (), ()), ("mul", (0, 0), (3.0, 3.0))]


def test_a_million_parents_of_one_node_do_not_hang():
    x = AutogradValue(1.0)

    class Wide:
        value, parents = 1.0, itertools.repeat(x)

    assert len(snapshot(Wide()).nodes) == 2
