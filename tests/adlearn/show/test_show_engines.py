"""Graphs of other people's engines are read as what they are."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import snapshot
from adlearn.show.recorded import record


def shape_of(graph):
    """What was computed how, from what, with which slopes."""
    return [(n.operation, n.parents, n.partials) for n in graph.nodes]


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


class Micro:
    """micrograd's class as a notebook writes it, with an operation that micrograd has not."""

    def __init__(self, data, children=(), op=""):
        self.data, self.grad, self._prev, self._op = data, 0.0, set(children), op
        self._backward = lambda: None

    def __mul__(self, other):
        out = Micro(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out._backward = _backward
        return out

    def sin(self):
        out = Micro(np.sin(self.data), (self,), "sin")
        slope = float(np.cos(self.data))

        def _backward():
            self.grad += slope * out.grad

        out._backward = _backward
        return out

    def meddling(self):
        out = Micro(self.data, (self,), "meddling")
        everyone = [self, out]

        def _backward():
            for value in everyone:
                value.grad += self.data

        out._backward = _backward
        return out


def test_slopes_of_micrograd_are_what_its_own_functions_send():
    x = Micro(3.0)
    y = x * x
    z = y.sin()
    graph = snapshot(z)
    assert shape_of(graph)[1:] == [("*", (0, 0), (3.0, 3.0)), ("sin", (1,), (np.cos(9.0),))]
    assert (x.grad, y.grad, z.grad) == (0.0, 0.0, 0.0)


def test_a_function_that_could_reach_into_the_graph_is_not_run():
    x = Micro(3.0)
    y = x.meddling()
    assert shape_of(snapshot(y))[-1] == ("meddling", (0,), (None,))
    assert (x.grad, y.grad) == (0.0, 0.0)


def test_our_face_of_micrograd_knows_its_slopes():
    from adlearn.compat.micrograd.engine import Value

    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = (3 - a) * b + a / b + a**2 + (a * b).relu() + b.exp() * a.tanh()
    graph = snapshot(c)
    steps = record(graph)["steps"]["reverse"]
    c.backward()
    sums = {graph.nodes[s["parent"]].label: s["sum"] for s in steps[1:]}
    assert (sums["a"], sums["b"]) == pytest.approx((a.grad, b.grad), rel=1e-12)
    by_hand = Value(5.0, (a, b), "sum")
    assert shape_of(snapshot(by_hand))[-1] == ("sum", (0, 1), (None, None))


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


def test_messages_on_needles_nodes_are_what_its_operations_send():
    from adlearn.compat import needle

    t, c = needle.Tensor([1.0, 2.0]), needle.Tensor(3.0, requires_grad=False)
    y = needle.exp(t * c).sum()
    assert [n.gradient for n in snapshot(y).nodes] == [None] * 5
    y.backward()
    graph = snapshot(y)
    sums = {graph.output: np.ones(())}
    for node in reversed(graph.nodes):
        sent = node.pull(sums[node.id]) if node.pull else ()
        for parent, message in zip(node.parents, sent, strict=True):
            if message is not None:
                sums[parent] = message
    assert sorted(sums) == [n.id for n in graph.nodes if n.value is not c.numpy()]
    for place, message in sums.items():
        np.testing.assert_array_equal(message, graph.nodes[place].gradient)


def test_a_needle_that_somebody_writes_is_read_too():
    class Times:
        """An operation of a half-finished needle."""

    class Unfinished:
        def __init__(self, cached_data, op=None, inputs=()):
            self.cached_data, self.op, self.inputs, self.grad = cached_data, op, list(inputs), None

    x = Unfinished(2.0)
    graph = snapshot(Unfinished(None, Times(), [x, x]))
    assert [(n.operation, n.value) for n in graph.nodes] == [("variable", 2.0), ("Times", "?")]


def test_the_messages_of_a_needle_that_somebody_writes_come_from_its_own_rules():
    """Each operation is told what came in; of one whose rule is not right yet nothing is known."""
    from types import SimpleNamespace

    from adlearn.show.steps import reverse_steps

    class Array:
        def __init__(self, cached_data, op=None, inputs=()):
            self.cached_data, self.op, self.inputs = np.asarray(cached_data), op, list(inputs)
            self.grad = None

        def realize_cached_data(self):
            return self.cached_data

    def times(out_grad, node):
        a, b = (one.cached_data for one in node.inputs)
        return Array(out_grad.cached_data * b), Array(out_grad.cached_data * a)

    def told(rule):
        x, c = Array([2.0, 3.0]), Array([5.0, 7.0])
        product = Array(x.cached_data * c.cached_data, SimpleNamespace(gradient=times), [x, c])
        out = Array(product.cached_data.sum(), SimpleNamespace(gradient=rule), [product])
        return [(s["sentence"], s["contribution"]) for s in reverse_steps(snapshot(out))][1:]

    right = told(lambda out_grad, node: Array(out_grad.cached_data * np.ones(2)))
    assert [sent for _, sent in right] == ["[1, 1]", "[5, 7]", "[2, 3]"]
    unknown, *after = told(lambda out_grad, node: None)
    assert unknown[1] is None and "not known here" in unknown[0]
    assert after and not any("None" in sentence for sentence, _ in after)
