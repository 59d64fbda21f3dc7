"""The walks are right on shared graphs, linear in the graph, free of recursion, and leave no
garbage."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import weakref

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, ForwardValue
from adlearn.scalars.derivatives import derivative, grad
from adlearn.scalars.reverse import topological_order


def random_graph(seed, kind):
    """Build a graph in which values are used many times; also return its inputs."""
    choose = random.Random(seed)
    inputs = [kind(choose.uniform(0.5, 1.5)) for _ in range(3)]
    values = list(inputs)
    for _ in range(40):
        a, b = choose.choice(values[-6:]), choose.choice(values[-6:])
        sine = ad.sin(a)
        values.append(choose.choice([a + b, a * b * 0.5, sine, a / (2 + b * b)]))
    return sum(values[-3:]), inputs


@pytest.mark.parametrize("seed", range(20))
def test_forward_and_reverse_agree_on_graphs_with_shared_nodes(seed):
    output, inputs = random_graph(seed, ForwardValue)
    output.backward()
    for variable in inputs:
        assert output.forward_grads.get(variable, 0.0) == pytest.approx(variable.grad, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_every_node_is_listed_once_and_after_its_parents(seed):
    output, _ = random_graph(seed, AutogradValue)
    order = topological_order(output)
    place = {node: i for i, node in enumerate(order)}
    assert len(place) == len(order) and order[-1] is output
    for node in order:
        assert all(
            place.get(p, -1) < place[node] for p in node.parents if isinstance(p, AutogradValue)
        )


def test_a_second_backward_doubles_the_leaves_exactly():
    x = AutogradValue(3.0)
    y = x * x
    z = y * y
    z.backward()
    assert (x.grad, y.grad, z.grad) == (108.0, 18.0, 1.0)
    z.backward()
    assert (x.grad, y.grad, z.grad) == (216.0, 18.0, 1.0)


def test_two_losses_that_share_a_subgraph_add_up():
    x = AutogradValue(3.0)
    shared = x * x
    (shared * 2).backward()
    (shared * 5).backward()
    assert x.grad == 6.0 * 7


def test_zero_grad_forgets_everything_below():
    x, w = AutogradValue(3.0), AutogradValue(2.0)
    y = x * w
    z = y + x
    z.backward()
    z.zero_grad()
    assert [n.gradient_if_computed for n in (x, w, y, z)] == [None] * 4
    assert x.grad == 0.0
    z.backward()
    assert x.grad == 3.0


def test_backward_on_a_variable():
    x = AutogradValue(3.0)
    x.backward()
    assert x.grad == 1.0


def test_a_chain_of_a_hundred_thousand_nodes_differentiates_and_is_freed():
    x = AutogradValue(1.0)
    y = x
    for _ in range(100_000):
        y = y + 1.0
    y.backward()
    assert (y.value, x.grad) == (100_001.0, 1.0)
    del y  # freeing it must not recurse either


def test_ten_thousand_terms_sum_in_both_modes():
    variables = [ForwardValue(0.5) for _ in range(3)]
    terms = [variables[i % 3] * 2.0 for i in range(10_000)]
    total = sum(terms)
    total.backward()
    assert [v.grad for v in variables] == [6668.0, 6666.0, 6666.0]
    assert [total.forward_grads[v] for v in variables] == [6668.0, 6666.0, 6666.0]


def test_a_deep_chain_of_higher_order_and_of_a_readers_operation():
    class _same(AutogradValue):
        pass

    def f(x):
        y = x
        for _ in range(3000):
            y = _same(y * 1.0)
        return y * x

    assert grad(grad(f))(3.0) == 2.0
    assert derivative(f)(3.0) == 6.0
    x = AutogradValue(3.0)
    f(x).backward(create_graph=True)
    assert x.grad.value == 6.0


def test_twenty_doublings_cost_twenty_nodes():
    x = AutogradValue(1.0)
    y = x
    for _ in range(20):
        y = y + y
    assert len(topological_order(y)) == 20
    y.backward()
    assert x.grad == 2.0**20


@pytest.mark.parametrize("use", ["backward", "forward_grads", "grad", "derivative"])
def test_a_dropped_graph_leaves_nothing_for_the_garbage_collector(use):
    def run():
        x = ForwardValue(2.0)
        y = ad.exp(x * x) / (x + 1)
        if use == "backward":
            y.backward()
        elif use == "forward_grads":
            assert y.forward_grads[x] and x.forward_grads[x]
        else:
            getattr(ad, use)(lambda z: z * z + 1)(2.0)
        return weakref.ref(y)

    gc.collect()
    gc.disable()
    try:
        assert run()() is None
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_gradients_do_not_depend_on_the_order_of_construction():
    a, b = AutogradValue(3.0), AutogradValue(4.0)
    c = a + b
    (c * 2 * (c + 4)).backward()
    first = a.grad
    a.zero_grad()
    c = b + a
    ((4 + c) * (2 * c)).backward()
    assert first == a.grad == 36.0


def test_import_loads_numpy_and_nothing_else_heavy():
    heavy = "matplotlib IPython pytest hypothesis tqdm ipywidgets pandas scipy nbformat autograder"
    program = f"import sys, adlearn; print([n for n in {heavy.split()!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_star_import_shadows_no_builtin():
    import builtins

    assert not set(ad.__all__) & set(dir(builtins))
    assert all(hasattr(ad, name) for name in ad.__all__)


def test_show_works_without_the_engine():
    program = (
        "import sys; sys.modules['adlearn.scalars.node'] = None; sys.modules['adlearn'] = m = "
        "type(sys)('adlearn');"
        "import pathlib; m.__path__ = [sys.argv[1]];"
        "import adlearn.show, adlearn.data, adlearn.optim;"
        "adlearn.show.graph_print(3); print([n for n in sys.modules if n.startswith('adlearn.')])"
    )
    folder = str(__import__("pathlib").Path(ad.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("3\n")
    for engine in ("scalars.reverse", "tensors", "derivatives", "rules"):
        assert f"'adlearn.{engine}'" not in done.stdout


def test_scalars_in_numpy_object_arrays():
    a = ad.wrap_array([[1.0, 2.0], [3.0, 4.0]])
    b = ad.wrap_array([[0.5, -1.0]])
    loss = (
        np.sum(np.tanh(a @ b.T) ** 2)
        + np.mean(np.maximum(a, 2.5))
        + np.log(a).sum()
        + np.linalg.norm(b)
    )
    loss.backward()

    def plain(matrix, row):
        out = np.sum(np.tanh(matrix @ row.T) ** 2) + np.mean(np.maximum(matrix, 2.5))
        return float(out + np.log(matrix).sum() + np.linalg.norm(row))

    A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5, -1.0]])
    assert float(loss) == pytest.approx(plain(A, B))
    estimates, errors = ad.numerical_gradient(
        lambda v: plain(np.reshape(v[:4], (2, 2)), np.reshape(v[4:], (1, 2))), [*A.flat, *B.flat]
    )
    found = np.concatenate([ad.unwrap_gradient(a).ravel(), ad.unwrap_gradient(b).ravel()])
    assert np.all(np.abs(found - estimates) <= 10 * np.array(errors) + 1e-9)
