"""Every engine's nodes are read as what they are, and a class of anyone's is read as far as it
goes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, snapshot
from adlearn.scalars.derivatives import grad
from adlearn.show import Reading, graph_table, graph_tree, record_sources, register_adapter
from adlearn.show.adapters import ADAPTERS, reading_of
from adlearn.show.record import record


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

    from adlearn.show import graph

    limit, graph.MAX_NODES = graph.MAX_NODES, 50
    try:
        assert len(snapshot(Endless()).nodes) <= 51
    finally:
        graph.MAX_NODES = limit


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


# Other people's engines


def test_micrograd_in_the_order_of_its_operands():
    engine = pytest.importorskip("micrograd.engine")
    a, b = engine.Value(2.0), engine.Value(-3.0)
    c = (a * b + a**2).relu()
    graph = snapshot(c, {"a": a, "b": b, "c": c})
    assert [n.label for n in graph.nodes if n.operation == "variable"] == ["a", "b"]
    assert shape_of(graph)[2] == ("*", (0, 1), (-3.0, 2.0))
    assert [n.gradient for n in graph.nodes] == [None] * 6
    d = a * b
    d.backward()
    assert snapshot(d).nodes[-1].gradient == 1


def test_micrograd_slopes_give_micrograds_gradients():
    engine = pytest.importorskip("micrograd.engine")
    a, b = engine.Value(2.0), engine.Value(3.0)
    c = ((a * a + b).relu() * b) ** 3
    c.backward()
    graph = snapshot(c, {"a": a, "b": b})
    steps = record(graph)["steps"]["reverse"]
    sums = {graph.nodes[s["parent"]].label: s["sum"] for s in steps[1:]}
    assert (sums["a"], sums["b"]) == pytest.approx((a.grad, b.grad))


def test_our_face_of_micrograd_knows_what_is_not_computed():
    from adlearn.compat.micrograd.engine import Value

    a = Value(2.0)
    b = a * a
    assert [n.gradient for n in snapshot(b).nodes] == [None, None]
    (b * 0.0).backward()
    assert [n.gradient for n in snapshot(b).nodes] == [0.0, 0.0]


def test_autograd_while_it_traces():
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as anp

    seen = []

    def f(x):
        y = anp.sin(x) * x
        seen.append((snapshot(y), getattr(y, "_value", y)))
        return y

    autograd.grad(f)(1.0)
    graph, value = seen[0]
    assert [len(n.parents) for n in graph.nodes] == [0, 1, 2]
    assert graph.nodes[-1].value == value
    assert "sin" in [n.operation for n in graph.nodes]
    steps = record(graph)["steps"]["reverse"]
    assert steps[-1]["sum"] == pytest.approx(np.sin(1.0) + np.cos(1.0))
    seen.clear()
    from autograd import make_jvp

    make_jvp(f)(1.0)(1.0)
    assert seen[0][0].nodes[0].tangent == pytest.approx(np.sin(1.0) + np.cos(1.0))


def test_torch_steps_and_leaves():
    torch = pytest.importorskip("torch")
    a = torch.tensor(2.0, requires_grad=True)
    b = torch.tensor([1.0, 3.0], requires_grad=True)
    c = (a * b).sum()
    c.backward()
    graph = snapshot(c)
    leaves = [n for n in graph.nodes if n.operation == "variable"]
    assert [n.operation for n in graph.nodes if n.parents] == ["mul", "sum"]
    assert (leaves[0].value, leaves[0].gradient) == (2.0, 4.0)
    np.testing.assert_array_equal(leaves[1].gradient, [2.0, 2.0])
    assert graph.nodes[graph.output].value == 8.0
    assert graph.to_svg().startswith("<svg")


def test_mygrad_before_it_forgets():
    mygrad = pytest.importorskip("mygrad")
    x = mygrad.tensor([1.0, 2.0])
    y = (mygrad.sin(x) * x).sum()
    graph = snapshot(y, {"x": x})
    assert [n.operation for n in graph.nodes] == ["variable", "sin", "multiply", "sum"]
    y.backward()
    assert snapshot(y).nodes[0].gradient == 1.0


def test_minitorch_by_its_history():
    class ScalarHistory:
        def __init__(self, last_fn=None, inputs=()):
            self.last_fn, self.inputs = last_fn, inputs

    class Scalar:
        def __init__(self, data, history=None, name=None):
            self.data, self.history, self.name = data, history or ScalarHistory(), name
            self.derivative = None

        def accumulate_derivative(self, d):
            self.derivative = d

    class Mul: ...

    x, y = Scalar(2.0, name="x"), Scalar(5.0, name="y")
    graph = snapshot(Scalar(10.0, ScalarHistory(Mul, (x, y))))
    assert [(n.label, n.operation, n.value) for n in graph.nodes] == [
        ("x", "variable", 2.0),
        ("y", "variable", 5.0),
        ("v2", "mul", 10.0),
    ]


def test_needles_nodes_have_the_names_of_its_operations():
    from adlearn.compat import needle

    t = needle.Tensor([1.0, 2.0])
    graph = snapshot((t * t).sum())
    assert [n.operation for n in graph.nodes] == ["variable", "EWiseMul", "Summation"]
    np.testing.assert_array_equal(graph.nodes[1].value, [1.0, 4.0])


# Names and source lines


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
    assert by_label["w"].source.startswith("test_show_adapters.py:")
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


def test_a_million_parents_of_one_node_do_not_hang():
    x = AutogradValue(1.0)

    class Wide:
        value, parents = 1.0, itertools.repeat(x)

    assert len(snapshot(Wide()).nodes) == 2
