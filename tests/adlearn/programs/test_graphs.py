"""The graph of a program holds what the engine computes, and each line of it has its node."""

from __future__ import annotations

import json

import numpy as np
import pytest

import adlearn as ad
from adlearn.show.listed import MOST_LINES, lines_of
from adlearn.show.player import picture_of
from adlearn.show.recorded import MOST_STEPPED, record
from adlearn.show.steps import reverse_steps

NUMBERS = np.random.default_rng(18)


def logistic(w, x, b, t):
    z = w * x + b
    y = 1 / (1 + np.exp(-z))
    loss = (y - t) ** 2 / 2
    return loss


def network(W, b, v, x, t):
    h = np.tanh(x @ W + b)
    out = h @ v
    loss = np.mean((out - t) ** 2)
    return loss


def mixed(x):
    parts = np.concatenate([x[:2] * 2.0, np.sort(x), x])
    return np.sum(np.where(parts > 0.0, parts, parts**2) * np.max(x))


def branching(x):
    return x * x if x > 0.0 else -x


def array(*shape):
    return NUMBERS.normal(size=shape)


NETWORK = (array(3, 4), array(4), array(4, 1), array(5, 3), array(5, 1))
PROGRAMS = {
    "grad": (ad.grad(logistic), (0.5, 2.0, 0.1, 1.0)),
    "two of four": (ad.grad(logistic, (0, 2)), (0.5, 2.0, 0.1, 1.0)),
    "arrays": (ad.value_and_grad(network, (0, 1, 2)), NETWORK),
    "by all": (ad.grad(network, (0, 1, 2, 3, 4)), NETWORK),
    "mixed": (ad.grad(mixed), (array(4),)),
    "used twice": (ad.grad(lambda x: x * x * np.sin(x) + x), (1.3,)),
    "branch": (ad.grad(branching), (1.5,)),
    "the second": (ad.grad(ad.grad(logistic)), (0.5, 2.0, 0.1, 1.0)),
    "cotangent given": (lambda x, g: ad.vjp(np.exp, x)[1](g)[0], (array(3), array(3))),
    "jacobian": (ad.jacobian(lambda x: np.sin(x) * np.sum(x)), (array(3),)),
    "hessian": (ad.hessian(lambda x: np.sum(x**3)), (array(3),)),
    "batch": (ad.jacrev(lambda x: np.exp(x) * x), (array(3),)),
}


def graph_of(f, *args):
    return ad.program(f)(*args).graph


def node(graph, label):
    (found,) = [one for one in graph.nodes if one.label == label]
    return found


def test_values_and_gradients_are_those_of_the_engine():
    """Asked of the engine in another way: by nodes that are kept."""
    graph = graph_of(ad.value_and_grad(network, (0, 1, 2)), *NETWORK)
    W, b, v = map(ad.tensor, NETWORK[:3])
    h = np.tanh(NETWORK[3] @ W + b)
    out = h @ v
    loss = np.mean((out - NETWORK[4]) ** 2)
    loss.backward()
    for label, kept in {"h": h, "out": out, "loss": loss}.items():
        np.testing.assert_array_equal(node(graph, label).value, kept.data)
    for label, kept in {"W": W, "b": b, "v": v}.items():
        np.testing.assert_allclose(node(graph, label).gradient, kept.grad, rtol=1e-12)
    assert graph.nodes[graph.output].label == "loss"
    assert node(graph, "x").gradient is None


def test_nodes_are_inputs_constants_and_lines_and_know_their_own():
    graph = graph_of(ad.grad(logistic), 0.5, 2.0, 0.1, 1.0)
    said = [(one.label, one.operation) for one in graph.nodes if one.operation != "constant"]
    assert said[:6] == [
        *(("w", "variable"), ("x", "input"), ("b", "input"), ("t", "input")),
        *(("t1", "multiply"), ("z", "add")),
    ]
    assert [one.value for one in graph.nodes if one.operation == "constant"] == [1, 1, 2]
    z = node(graph, "z")
    assert [graph.nodes[parent].label for parent in z.parents] == ["t1", "b"]
    assert z.source.endswith("z = w * x + b")
    assert len({one.label for one in graph.nodes}) == len(graph.nodes)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_messages_of_the_player_add_up_to_the_cotangents_of_the_program(name):
    """What is played is what the program computes: the local steps are the engine's, the
    cotangents the program's."""
    f, args = PROGRAMS[name]
    graph = graph_of(f, *args)
    known = {one.id: one.gradient for one in graph.nodes if one.gradient is not None}
    assert known
    received = played(graph)
    assert received.keys() == known.keys()
    for place, gradient in known.items():
        np.testing.assert_allclose(received[place], gradient, rtol=1e-9, atol=1e-12)


def played(graph):
    """Add up what nodes send, unrounded: starting as the player starts."""
    received = dict(graph.listing.seeds)
    for one in reversed(graph.nodes):
        if one.id in received and one.pull is not None:
            for parent, message in zip(one.parents, one.pull(received[one.id]), strict=True):
                if message is not None:
                    received[parent] = received.get(parent, 0.0) + message
    for step in reverse_steps(graph):
        assert step["contribution"] is not None, step["sentence"]
        assert (step["node"] if step["parent"] is None else step["parent"]) in received
    return received


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_line_of_the_computation_has_a_node_of_its_own(name):
    f, args = PROGRAMS[name]
    program = ad.program(f)(*args)
    listing, nodes = program.graph.listing, program.graph.nodes
    forward = [row.node for row in listing.forward]
    assert len(set(forward)) == len(forward)
    assert [nodes[row.node].label for row in listing.forward] == [r.name for r in listing.forward]
    computed = {n.id for n in nodes if n.operation not in ("constant", "derivative")}
    assert set(forward) == computed
    assert {row.node for row in listing.reverse if row.node is not None} >= {
        one.id for one in nodes if one.gradient is not None and one.id in listing.seeds
    }


def test_the_line_of_a_cotangent_belongs_to_the_value_it_is_of():
    graph = graph_of(ad.grad(logistic, (0, 2)), 0.5, 2.0, 0.1, 1.0)
    of = {row.name: graph.nodes[row.node].label for row in graph.listing.reverse}
    assert of["w\u0305"] == "w" and of["z\u0305"] == "z" and of["b\u0305"] == "b"


def test_a_derivative_of_part_of_the_computation_shows_the_loss_it_starts_at():
    """`grad` needs the value of the loss no more than its printed page does; its graph has it."""
    graph = graph_of(ad.grad(logistic), 0.5, 2.0, 0.1, 1.0)
    loss = graph.nodes[graph.output]
    assert (loss.label, float(loss.gradient)) == ("loss", 1.0)
    assert loss.value == pytest.approx(logistic(0.5, 2.0, 0.1, 1.0))


def test_what_follows_a_derivative_comes_after_it():
    """A step of training: its last lines need the gradient, and are played when it is there."""

    def step(w, x):
        return w - 0.1 * ad.grad(lambda w: np.sum((w * x - 1.0) ** 2))(w)

    w, x = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    graph = graph_of(step, w, x)
    values = [one["node"] for one in record(graph)["steps"]["forward"]]
    assert not {one.id for one in graph.nodes if one.label in ("t5", "t6")} & {*values}
    steps = record(graph)["steps"]["reverse"]
    kinds = [one["kind"] for one in steps]
    assert kinds.index("operation") > max(i for i, k in enumerate(kinds) if k == "message")
    np.testing.assert_allclose(graph.nodes[-1].value, step(w, x))
    derivative = next(one for one in graph.nodes if one.operation == "derivative")
    np.testing.assert_allclose(derivative.value, node(graph, "w").gradient)


def test_a_line_that_gives_several_arrays_is_a_node_all_the_same():
    graph = graph_of(lambda x: np.sum(np.histogram(x, 3)[1]) * x, array(5))
    assert any(isinstance(one.value, tuple) for one in graph.nodes)
    json.dumps(record(graph), allow_nan=False)


def test_a_real_argument_has_a_real_gradient():
    """Where its program goes through complex numbers."""
    graph = graph_of(ad.grad(lambda x: np.sum(np.abs(np.exp(1j * x) + x) ** 2)), array(2))
    assert not np.iscomplexobj(node(graph, "x").gradient)


def test_of_two_derivatives_by_one_argument_the_first_is_played_and_the_rest_is_said():
    def both(x):
        return ad.grad(lambda x: np.sin(x) * x)(x) + ad.grad(lambda x: np.exp(2.0 * x))(x)

    graph = graph_of(both, 0.7)
    assert node(graph, "x").gradient == pytest.approx(np.cos(0.7) * 0.7 + np.sin(0.7))
    assert played(graph)[node(graph, "x").id] == pytest.approx(node(graph, "x").gradient)
    assert len(graph.listing.seeds) == 1
    assert "several derivatives" in record(graph)["note"]
    assert record(graph_of(ad.grad(logistic), 0.5, 2.0, 0.1, 1.0))["note"] is None


def test_programs_of_numbers_have_partials_too():
    def f(a, b):
        L = -ad.log(5 * b + a)
        L.backward()
        return L

    graph = graph_of(f, ad.AutogradValue(5.0), ad.AutogradValue(2.0))
    assert node(graph, "a").gradient == pytest.approx(-1 / 15)
    assert node(graph, "b").gradient == pytest.approx(-5 / 15)
    assert [step["sum"] for step in reverse_steps(graph)][-1] == pytest.approx(-5 / 15)


@pytest.mark.parametrize("f", [lambda x: x, lambda x: 3.0, lambda x: x * 2.0, lambda x: (x, x + 1)])
def test_a_program_without_a_derivative_is_a_graph_of_its_values(f):
    program = ad.program(f)(2.0)
    assert program.graph.listing.reverse == ()
    assert all(one.gradient is None for one in program.graph.nodes)
    json.dumps(record(program.graph), allow_nan=False)
    assert program.graph.output in range(len(program.graph.nodes))


def test_a_notebook_is_given_html_that_asks_nobody():
    program = ad.program(ad.grad(logistic))(0.5, 2.0, 0.1, 1.0)
    bundle = program._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/latex", "text/plain"}
    assert bundle["text/plain"] == str(program)
    assert "http" not in bundle["text/html"].replace("http://www.w3.org/2000/svg", "")
    assert ad.show(program).graph.listing == program.graph.listing
    assert list(ad.show(program).graphs) == ["loss"]  # what the formula above the page is of


def test_a_long_program_is_cut_and_says_how_much():
    def chain(x):
        for _ in range(MOST_LINES + 50):
            x = np.sin(x)
        return x

    graph = graph_of(ad.grad(chain), 0.5)
    lines = lines_of(graph)["forward"]
    (left_out,) = [row for row in lines if isinstance(row, int)]
    assert left_out + len(lines) - 1 == len(graph.listing.forward)
    assert lines[-1]["node"] == graph.output


def test_a_line_of_an_enormous_program_is_about_a_box_that_is_there():
    def chain(x):
        for _ in range(MOST_STEPPED + 50):
            x = np.sin(x)
        return x

    (layer,) = picture_of({"f": graph_of(ad.grad(chain), 0.5)})["layers"]
    record = layer["record"]
    there = {one["id"] for one in record["nodes"]}
    rows = [row for row in record["lines"]["forward"] if isinstance(row, dict)]
    assert {row["node"] for row in rows} <= there
    assert "too many to step through" in record["note"]
