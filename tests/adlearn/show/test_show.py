"""Any graph can be shown: ours, a half-finished class, a broken one; nothing is hidden and nothing
raises."""

from __future__ import annotations

import builtins
import itertools
import re

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue, graph_print, graph_table, snapshot
from adlearn.data import make_moons
from adlearn.installed import remedy


class Half:
    """A node as a student has it on the way: no grad, no partials."""

    def __init__(self, value, *parents, kind=list):
        self.value, self.parents = value, kind(parents)


def test_a_snapshot_has_every_node_once_after_its_parents():
    x, w = AutogradValue(3.0), AutogradValue(2.0)
    y = x * w
    z = y + y * 2
    z.backward()
    graph = snapshot(z)
    assert [(n.operation, n.value, n.gradient, n.parents) for n in graph.nodes] == [
        ("variable", 3.0, 6.0, ()),
        ("variable", 2.0, 9.0, ()),
        ("mul", 6.0, 3.0, (0, 1)),
        ("constant", 2, None, ()),
        ("mul", 12.0, 1.0, (2, 3)),
        ("add", 18.0, 1.0, (2, 4)),
    ]
    assert graph.output == 5
    assert [n.partials for n in graph.nodes] == [(), (), (2.0, 3.0), (), (2, None), (1.0, 1.0)]
    assert [n.label for n in graph.nodes] == ["x", "w", "y", "v3", "v4", "z"]


def test_a_gradient_never_computed_is_none_and_one_that_is_zero_is_zero():
    x, y = AutogradValue(3.0), AutogradValue(2.0)
    z = x * y
    assert [n.gradient for n in snapshot(z).nodes] == [None, None, None]
    (z * 0.0).backward()
    assert [n.gradient for n in snapshot(z).nodes] == [0.0, 0.0, 0.0]
    assert x.grad == 0.0


def test_a_snapshot_does_not_change_with_the_graph():
    x = AutogradValue(3.0)
    y = x * x
    graph = snapshot(y)
    y.backward()
    assert graph.nodes[0].gradient is None


@pytest.mark.parametrize("kind", [list, tuple, set, iter])
def test_half_finished_classes_are_shown(kind, capsys):
    a = Half(3)
    c = Half(10, a, 7, kind=kind)
    if kind is iter:
        assert {n.value for n in snapshot(c).nodes} == {3, 7, 10}
        return
    assert {(n.operation, n.value, n.gradient) for n in snapshot(c).nodes} == {
        ("variable", 3, None),
        ("constant", 7, None),
        ("Half", 10, None),
    }
    graph_print(c)
    assert sorted(capsys.readouterr().out.split()) == ["10", "3", "7"]


def test_each_use_of_a_number_is_a_node_of_its_own():
    a, b = AutogradValue(1.5), AutogradValue(2.5)
    constants = [n for n in snapshot(2 * a + 2 * b).nodes if n.operation == "constant"]
    assert [n.value for n in constants] == [2, 2]


def test_an_operation_on_numbers_only_shows_them():
    class _exp:
        value, parents = 1.0, [0.0]

    assert [n.operation for n in snapshot(_exp()).nodes] == ["constant", "exp"]
    assert [n.operation for n in snapshot(AutogradValue(float("nan"))).nodes] == ["variable"]


class Explosive:
    """Everything about it raises."""

    parents = ()

    @property
    def value(self):
        raise ValueError("not yet")

    grad = value

    def __repr__(self):
        raise RuntimeError("no text either")


class ExplosiveValue(Half):
    def __init__(self):
        super().__init__(Explosive(), Explosive())


def test_broken_nodes_are_shown_and_never_raise(capsys, monkeypatch):
    monkeypatch.setattr("adlearn.show.structure.MAX_PARENTS", 2_000)
    endless = Half(1)
    endless.parents = itertools.count()
    strange = Half(1)
    strange.parents = "ab"
    failing = Half(2)
    failing.parents = (1 / 0 for _ in range(3))

    class NoTruth:
        def __eq__(self, other):
            raise TypeError

    for thing in (Explosive(), ExplosiveValue(), strange, failing, Half(1, NoTruth()), 3.0, None):
        graph = snapshot(thing)
        assert graph.nodes[graph.output].id == len(graph.nodes) - 1
        assert len(graph_table(thing).splitlines()) == len(graph.nodes) + 1
        graph_print(thing)
    assert "printing it raised RuntimeError" in capsys.readouterr().out
    assert len(snapshot(endless).nodes) == 2_001


def test_circles_are_shown(capsys):
    a = Half(1)
    b = Half(2, a)
    a.parents.append(b)
    graph = snapshot(b)
    assert [n.value for n in graph.nodes] == [1, 2]
    assert graph.cycles == ((0, 1),)
    graph_print(b)
    assert capsys.readouterr().out.splitlines() == [
        "2",
        "1",
        "2 (its own ancestor: the graph has a circle)",
    ]
    self_loop = Half(5)
    self_loop.parents.append(self_loop)
    assert snapshot(self_loop).cycles == ((0, 0),)


def test_a_huge_tree_is_cut_with_an_exact_count_of_the_rest(capsys):
    x = AutogradValue(1.0)
    y = x
    for _ in range(20):
        y = y + y
    graph_print(y, max_lines=10)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11 and lines[:2] == ["1048576.0", "524288.0"]
    whole = 2**21 - 1 + 2**20  # every node, and the number each use of x was declared with
    assert lines[-1].startswith(f"... and {whole - 10} more nodes not printed")
    assert len(snapshot(y).nodes) == 21


def test_deep_graphs_are_shown_without_recursion(capsys):
    y = AutogradValue(1.0)
    for _ in range(2_000):
        y = y + 1.0
    graph_print(y, max_lines=5)
    assert len(snapshot(y).nodes) == 4_001
    assert graph_table(y, max_rows=3).splitlines()[1] == "... 3998 earlier nodes"


def test_the_table_says_not_computed():
    a, b = AutogradValue(5), AutogradValue(2)
    L = ad.log(a * b)
    assert graph_table(L).count("not computed") == 4
    L.backward()
    assert graph_table(L).splitlines() == [
        "name  operation  value              gradient",
        "a     variable   5                  0.2",
        "b     variable   2                  0.5",
        "v2    mul(a, b)  10                 0.1",
        "L     log(v2)    2.302585092994046  1.0",
    ]
    assert graph_table(snapshot(L)) == graph_table(L)


def test_arrays_are_summed_up_in_the_table():
    x = ad.tensor(np.linspace(0.0, 1.0, 500))
    lines = graph_table(np.sum(x * x)).splitlines()
    assert "500, 0…1, mean 0.5" in lines[1] and max(map(len, lines)) < 80
    assert lines[-1].split()[2].startswith("166.8")


class Model:
    def predict_probability(self, X):
        return 1.0 / (1.0 + np.exp(-3 * X[:, :1]))


class Decider:
    def predict(self, X):
        return X[:, 0] > 0.5


def test_plots_draw_the_data_and_the_boundary():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    ax = ad.plot_training([3.0, 2.0, 1.0])
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[1, 3], [2, 2], [3, 1]])
    X, y = make_moons(30, seed=0)
    for model in (Model(), Decider(), Decider().predict):
        ax = ad.plot_boundary(model, X, y.reshape(-1, 1), points=20)
        drawn = [c for c in ax.collections if len(c.get_offsets()) == 15]
        assert len(drawn) == 2
        assert ad.plot_boundary(model, X, y, ax=ax, points=5) is ax
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        ad.plot_boundary(Model(), np.ones((3, 3)), y)
    with pytest.raises(ValueError, match="neither predict_probability.* no function of X either"):
        ad.plot_boundary(object(), X, y)
    import matplotlib.pyplot as plt

    from adlearn.compat import hw5_support

    assert hw5_support.plt.figure is plt.figure
    plt.close("all")


def test_without_matplotlib_the_error_names_the_remedy(monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError, match=re.escape(remedy("notebook"))):
        ad.plot_training([1.0])
