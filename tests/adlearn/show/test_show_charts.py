"""Charts show the numbers they claim to show, and say what they need."""

from __future__ import annotations

import builtins
import math

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue
from adlearn.installed import remedy
from adlearn.show import (
    plot_costs,
    plot_descent,
    plot_difference_error,
    plot_jacobians,
    plot_progress,
)
from adlearn.show.costs import count_costs
from adlearn.show.differences import difference_errors
from adlearn.show.jacobians import wrong_entries
from adlearn.show.sliders import with_sliders

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_the_error_of_differences_is_a_v():
    steps = np.logspace(-14, -1, 14)
    forward, central = difference_errors(math.exp, 1.0, math.e, steps)
    assert forward.argmin() in (5, 6, 7)  # h about 1e-8
    assert central.argmin() in (7, 8, 9)  # h about 1e-5
    np.testing.assert_allclose(forward[-2:], steps[-2:] / 2, rtol=0.05)  # h f'' / 2 f'
    np.testing.assert_allclose(central[-2:], steps[-2:] ** 2 / 6, rtol=0.05)
    assert forward[0] > 1e-3


def test_the_chart_of_differences_marks_the_step():
    left, right = plot_difference_error(np.sin, 1.0, ad.grad(np.sin), step=0.5)
    secant = (math.sin(1.5) - math.sin(1.0)) / 0.5
    assert f"of the secant {secant:.6g}" in left.get_title()
    drawn = {line.get_label(): line.get_xydata() for line in right.lines}
    curve = drawn["(f(x+h) - f(x)) / h"]
    at = np.abs(curve[:, 0] - 0.5).argmin()
    expected = abs(secant - math.cos(1.0)) / math.cos(1.0)
    assert curve[at, 1] == pytest.approx(expected, rel=0.3)
    assert "5.0e-01" in right.get_title()


def test_without_a_derivative_a_complex_step_finds_it_or_the_remedy_is_named():
    left, _ = plot_difference_error(np.exp, 0.0)
    assert left.get_title().startswith("slope 1,")
    with pytest.raises(TypeError, match=r"pass it, as in .*adlearn.grad\(f\)"):
        plot_difference_error(math.exp, 0.0)
    assert plot_difference_error(math.exp, 0.0, 1.0)[0].get_title().startswith("slope 1,")


def test_descent_goes_downhill_from_each_start_with_each_rate():
    def f(x, y):
        return x**2 + 3 * y**2

    starts = [(2.0, 1.0), (-2.0, 1.5)]
    ax = plot_descent(f, starts, [0.1, 0.2], 30, gradient=lambda x, y: (2 * x, 6 * y))
    paths = [line.get_xydata() for line in ax.lines if len(line.get_xydata()) == 31]
    assert len(paths) == 4
    for path in paths:
        heights = f(*path.T)
        assert np.all(np.diff(heights) < 0) and heights[-1] < 1e-4
    numeric = plot_descent(f, starts, 0.1, 30)
    by_differences = [line.get_xydata() for line in numeric.lines if len(line.get_xydata()) == 31]
    np.testing.assert_allclose(by_differences[0], paths[0], atol=1e-6)
    labels = [t.get_text() for t in ax.get_legend().get_texts()]
    assert labels == ["rate 0.1", "rate 0.2"]


def test_a_descent_that_runs_away_ends_and_is_marked():
    ax = plot_descent(lambda x, y: x**2 + y**2, [(1.0, 1.0)], 5.0, 100)
    assert "left all bounds" in ax.get_title()
    assert "x" in [line.get_marker() for line in ax.lines]
    with pytest.raises(ValueError, match=r"pairs \(x, y\)"):
        plot_descent(lambda x, y: x, [1.0, 2.0])


def test_descent_with_gradients_of_the_engine():
    def f(x, y):
        return ad.sin(x) * ad.sin(x) + y * y

    gradient = [ad.grad(f, 0), ad.grad(f, 1)]
    ax = plot_descent(f, [(1.0, 1.0)], 0.2, 50, lambda x, y: [g(x, y) for g in gradient])
    end = ax.lines[0].get_xydata()[-1]
    np.testing.assert_allclose(end, [0.0, 0.0], atol=1e-3)


def test_wrong_entries_of_a_jacobian():
    rng = np.random.default_rng(2)
    J = rng.normal(size=(4, 5))
    for change in (lambda v: -v, lambda v: v * 1.01, lambda v: math.nan, lambda v: math.inf):
        K = J.copy()
        K[2, 3] = change(J[2, 3])
        assert np.argwhere(wrong_entries(K, J)).tolist() == [[2, 3]]
    assert not wrong_entries(J * (1 + 1e-6), J).any()
    both = np.array([[math.inf, math.nan, 0.0]])
    assert not wrong_entries(both, both).any()
    assert wrong_entries([[0.0, 1e-9]], [[1e-9, 1.0]]).tolist() == [[False, True]]
    with pytest.raises(ValueError, match="one row for each output"):
        wrong_entries(J, J.T)


def test_the_heat_map_marks_wrong_entries():
    J = np.array([[1.0, 2.0], [3.0, 4.0]])
    left, right = plot_jacobians(J.T, J)
    assert left.get_title() == "yours: 2 of 4 entries wrong"
    assert [t.get_text() for t in left.texts] == ["1", "✗ 3", "✗ 2", "4"]
    assert not any("✗" in t.get_text() for t in right.texts)
    large = np.arange(200.0).reshape(10, 20)
    damaged = large.copy()
    damaged[7, 11] = -1.0
    left, _ = plot_jacobians(damaged, large)
    assert left.lines[0].get_xydata().tolist() == [[11.0, 7.0]]
    assert plot_jacobians([[0.0]], [[0.0]])[0].get_title() == "yours: agrees"


def messages_by_hand(f, inputs, outputs_of):
    """Count arrows by walking from each input, and from each output."""
    nodes = [AutogradValue(0.5 + i / 8) for i in range(inputs)]
    outputs = outputs_of(f(nodes))
    order = []

    def visit(node):
        if id(node) not in {id(n) for n in order}:
            for parent in node.parents:
                if isinstance(parent, AutogradValue):
                    visit(parent)
            order.append(node)

    for output in outputs:
        visit(output)
    arrows = [
        (id(parent), id(node))
        for node in order
        for parent in node.parents
        if isinstance(parent, AutogradValue)
    ]

    def reached(start, ahead):
        seen, grown = {start}, True
        while grown:
            grown = False
            for a, b in arrows if ahead else [(b, a) for a, b in arrows]:
                if a in seen and b not in seen:
                    seen.add(b)
                    grown = True
        return seen

    forward = sum(a in reached(id(x), True) for x in nodes for a, _ in arrows)
    reverse = sum(b in reached(id(y), False) for y in outputs for _, b in arrows)
    return forward, reverse


def shared_part(x):
    total = sum(x)
    return [total * v for v in x]


@pytest.mark.parametrize(
    "f",
    [
        lambda x: sum(v * v for v in x),
        lambda x: [x[0] * v + ad.sin(x[-1]) for v in x],
        lambda x: [x[0] * 2.0, 3.0, x[-1] + 1.0],
        lambda x: [sum(x) * x[0]] * 2 + [x[1]],
        shared_part,
    ],
    ids=["sum of squares", "as many outputs", "a constant output", "one twice", "shared"],
)
def test_costs_are_counted_on_the_graph(f):
    cost = count_costs(f, 4)

    def outputs_of(answer):
        answer = answer if isinstance(answer, list) else [answer]
        return [y for y in answer if isinstance(y, AutogradValue)]

    forward, reverse = messages_by_hand(f, 4, outputs_of)
    assert (cost.forward - cost.values, cost.reverse - cost.values) == (forward, reverse)
    assert cost.differences == 5 * cost.values


def test_reverse_mode_is_cheap_for_one_output_and_forward_mode_for_one_input():
    many, few = (
        count_costs(lambda x: sum(v * v for v in x), 64),
        count_costs(lambda x: sum(v * v for v in x), 8),
    )
    assert many.reverse / many.values == pytest.approx(few.reverse / few.values, rel=0.05)
    assert many.forward / many.values > 4 * few.forward / few.values
    wide = count_costs(lambda x: [x[0] * float(k) for k in range(1, 50)], 1)
    assert wide.forward <= wide.reverse and wide.outputs == 49


def test_costs_of_a_students_own_class():
    class Number:
        def __init__(self, value, parents=()):
            self.value, self.parents = value, parents

        def __mul__(self, other):
            return Number(self.value * other.value, (self, other))

    cost = count_costs(lambda x: x[0] * x[1], 2, Number)
    assert (cost.values, cost.forward, cost.reverse) == (1, 3, 3)


def test_the_chart_of_costs_and_what_it_refuses():
    ax = plot_costs(lambda x: sum(x), sizes=(1, 2, 4))
    lines = {line.get_label(): line.get_ydata().tolist() for line in ax.lines}
    assert lines["finite differences"] == [2, 6, 20]
    assert "1 output" in ax.get_title()
    assert "1 to 4 outputs" in plot_costs(lambda x: list(x), (1, 4), lambda v: -V(v)).get_title()
    with pytest.raises(ValueError, match="do not depend on the inputs"):
        plot_costs(lambda x: 3.0)
    with pytest.raises(ValueError, match="at least one input"):
        count_costs(lambda x: 0, 0)


def rosenbrock(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x[:-1], x[1:], strict=True))


@pytest.mark.parametrize(
    ("f", "sizes"),
    [
        (lambda x: sum(x), [1, 2, 4, 8, 16, 32]),
        (lambda x: x[0] * x[1], [2, 4, 8, 16, 32]),
        (rosenbrock, [2, 4, 8, 16, 32]),  # of one number it is 0, and raises nothing
        (lambda x: x[0] * x[4] + x[2], [5, 8, 16, 32]),
        (lambda x: x[0] * [1.0, 2.0][len(x) % 3], [1, 4, 16]),
    ],
    ids=["one", "two", "rosenbrock", "five", "some"],
)
def test_the_chart_of_costs_begins_where_the_function_works(f, sizes):
    ax = plot_costs(f)
    for line in ax.lines:
        assert line.get_xdata().tolist() == sizes
    assert [t.get_text() for t in ax.get_xticklabels(which="both")] == list(map(str, sizes))


def three_sides(x):
    a, b, c = x
    return a * b * c


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda: plot_costs(lambda x: x[40] * 2.0),
            r"none of 1 to 32 inputs.*IndexError: list index out of range\. .*sizes=\[64, 128\]",
        ),
        (lambda: plot_costs(lambda a, b: a * b), "TypeError: .* called with one list of numbers"),
        (lambda: plot_costs(three_sides), r"works with 3 inputs, .* no line .*sizes=\[3\]"),
        (lambda: plot_costs(rosenbrock, [1, 2]), "do not depend on the inputs"),
        (
            lambda: plot_costs(lambda x: x[0] * x[1], [1]),
            r"does not work with 1 input: IndexError.*as in plot_costs\(f, sizes=\[2, 4, 8\]\)",
        ),
        (lambda: plot_costs(sum, []), r"the numbers of inputs to ask, .* given was \[\]"),
        (lambda: plot_costs(sum, 5), "the numbers of inputs to ask, .* given was 5"),
        (lambda: plot_costs(sum, [0, 1]), "the numbers of inputs to ask"),
    ],
)
def test_where_costs_cannot_be_counted_it_is_said_what_to_do(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()


def test_costs_of_no_function_and_of_an_output_without_axes():
    for refused in (lambda: plot_costs(3.0), lambda: count_costs("f", 2)):
        with pytest.raises(TypeError, match="on a function of a list of numbers"):
            refused()
    assert count_costs(lambda x: x[0] * x[1], 2, ad.tensor).outputs == 1
    assert plot_costs(three_sides, [3]).lines[0].get_xdata().tolist() == [3]


def bowl(x, y):
    return x * x + y * y


POINTS = np.eye(2)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: plot_descent(lambda x, y: None, [(1, 1)]), "gave None at 1, 1, which is not one"),
        (lambda: plot_descent(3.0, [(1, 1)]), "a function, such as .* given was 3.0"),
        (lambda: plot_descent(bowl, "here"), "starts has to be a list of pairs"),
        (lambda: plot_descent(bowl, [(1, 1)], []), "a learning rate at least"),
        (lambda: plot_descent(bowl, [(1, 1)], 0.1, 2.5), "a whole number of steps"),
        (lambda: plot_descent(bowl, [(1, 1)], 0.1, 3, lambda x, y: 2 * x), "be a pair of numbers"),
        (lambda: plot_descent(bowl, [(1, 1)], 0.1, 3, lambda x, y: "ab"), "be a pair of numbers"),
        (lambda: plot_difference_error(lambda x: None, 1.0, 1.0), "gave None at 1, which is not"),
        (lambda: plot_difference_error(lambda x: [x, x], 1.0, 1.0), "is not one number"),
        (lambda: plot_difference_error(math.sin, 1.0, lambda x: "a"), "gave 'a' at 1, which"),
        (lambda: ad.plot_training(["high", "low"]), "losses has to be a list of numbers"),
        (lambda: ad.plot_boundary(lambda X: X[:1], POINTS, [0, 1]), "2 numbers for 10000 points"),
        (lambda: ad.plot_boundary(lambda X: "no", POINTS, [0, 1]), "one number for each row of X"),
        (lambda: ad.plot_boundary(lambda X: X[:, 0], POINTS, [0]), "2 points in X and 1 labels"),
        (lambda: ad.plot_boundary(lambda X: X[:, 0], np.zeros((0, 2)), []), "one point at least"),
        (lambda: plot_jacobians([["a"]], [[1.0]]), "a Jacobian has to be a table of numbers"),
        (lambda: ad.plot_digits("digits"), "images has to be an array of numbers"),
        (lambda: ad.show.record(AutogradValue(1.0)), r"as in record\(adlearn.snapshot\(L\)\)"),
    ],
)
def test_what_no_chart_can_be_made_of_is_refused_in_words(ask, said):
    with pytest.raises((TypeError, ValueError), match=said):
        ask()


def test_a_whole_number_of_numpys_counts_steps():
    assert len(plot_descent(bowl, [(1, 1)], 0.1, np.int64(3)).lines[0].get_xdata()) == 4


def test_one_loss_alone_is_a_training():
    assert ad.plot_training(2.5).lines[0].get_ydata().tolist() == [2.5]


V = AutogradValue


class Threshold:
    """Label 1 to the right of a line."""

    def __init__(self, at):
        self.at = at

    def predict(self, X):
        return X[:, 0] > self.at


def test_the_progress_of_a_training_step_by_step():
    X, y = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]]), np.array([0, 1, 1])
    models, losses = [Threshold(at) for at in (1.5, 0.7, 0.5)], [3.0, 2.0, 1.0]
    left, right = plot_progress(models, X, y, losses, step=1)
    assert left.get_title() == "after step 2"
    assert right.lines[-1].get_xydata().tolist() == [[2.0, 2.0]]
    (line,) = [c for c in left.collections if list(getattr(c, "levels", ())) == [0.5]]
    drawn = np.concatenate([path.vertices for path in line.get_paths()])
    np.testing.assert_allclose(drawn[:, 0], 0.7, atol=0.05)
    with pytest.raises(ValueError, match="3 models and 2 losses"):
        plot_progress(models, X, y, losses[:2])


def test_sliders_move_and_without_widgets_the_chart_says_so(monkeypatch, capsys):
    widgets = pytest.importorskip("ipywidgets")
    moved = plot_descent(lambda x, y: x**2 + y**2, [(1.0, 1.0)], 0.1, slider=True)
    (rate,) = [w for w in moved.children if isinstance(w, widgets.FloatLogSlider)]
    assert rate.value == pytest.approx(0.1)
    seen = []
    linear = with_sliders(lambda a: seen.append(a), a=(-1.0, 1.0, 0.5))
    linear.children[0].value = 0.25
    # ipywidgets 8 draws at once, 7 when the chart is displayed
    assert linear.children[0].max == 1.0 and seen in ([0.5, 0.25], [0.25])

    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name == "ipywidgets":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    left, _ = plot_difference_error(np.exp, 0.0, slider=True, step=1e-3)
    assert "slope 1" in left.get_title()
    assert remedy("notebook") in capsys.readouterr().out
