"""A program of numbers gives, at other inputs than it was written down at, what the engine gives:
the same floats. Or a guard of it fails."""

from __future__ import annotations

import math
import operator
import time
import warnings

import numpy as np
import pytest
from run_lines import GuardFailed, run_lines

import adlearn as ad
from adlearn import AutogradValue, ForwardValue, wrap_array
from adlearn.compat.micrograd.engine import Value
from adlearn.data import make_moons
from adlearn.errors import (
    DivisionByZero,
    DomainError,
    IndependentOutputWarning,
    LostDerivative,
    NotTraceable,
    TooLarge,
)
from adlearn.programs.columns import on_columns
from adlearn.programs.lines import Guard
from adlearn.programs.numbers import trace_numbers
from adlearn.rules.scalars import RULES
from adlearn.scalars.derivatives import derivative, grad
from adlearn.scalars.operations import OPERATIONS, call

#: Where a function is asked other than between 0 and 1.
PLACES = {
    "acosh": [(1.5,), (2.5,), (1.1,)],
    "relu": [(1.5,), (-2.5,), (0.0,)],
    "abs": [(1.5,), (-2.5,), (0.5,)],
    "fabs": [(-1.5,), (2.5,), (0.5,)],
    "neg": [(1.5,), (-2.5,), (0.0,)],
    "digamma": [(1.5,), (-2.5,), (20.0,)],
    "gamma": [(1.5,), (-2.5,), (4.0,)],
    "sub": [(1.5, 2.0), (-2.5, 0.0), (0.0, -1.0)],
    "mul": [(1.5, 2.0), (-2.5, 0.0), (0.0, -1.0)],
    "copysign": [(1.5, 2.0), (-2.5, 3.0), (0.5, -1.0)],
    "mod": [(7.5, 2.0), (-2.5, 2.0), (6.5, -4.0)],
    "floordiv": [(7.5, 2.0), (-2.5, 2.0), (6.5, -4.0)],
    "fmod": [(7.5, 2.0), (-2.5, 2.0), (6.5, -4.0)],
    "remainder": [(7.5, 2.0), (-2.5, 2.0), (6.5, -4.0)],
    "pow": [(1.5, 2.0), (0.5, -1.5), (3.0, 0.0)],
    "atan2": [(1.5, -2.0), (-0.5, -1.5), (3.0, 0.0)],
    "hypot": [(1.5, -2.0), (-0.5, -1.5), (3.0, 0.0)],
}
BETWEEN = {1: [(0.3,), (0.8,), (0.05,)], 2: [(0.3, 0.6), (0.8, 0.1), (0.05, 0.9)]}
MODES = {"reverse": grad, "forward": derivative}


def points_of(rule):
    return PLACES.get(rule.name, BETWEEN[len(rule.partials)])


def function_of(rule):
    def f(*args):
        return call(OPERATIONS[f"_{rule.name}"], *args)

    return f


def engine(f, *args):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IndependentOutputWarning)
        return f(*args)


def written_down(f, *args):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", IndependentOutputWarning)
        return trace_numbers(f, args, {})


def same(a, b):
    """The same floats; nan is nan, and 0.0 is -0.0."""
    return np.array_equal(np.asarray(a, float), np.asarray(b, float), equal_nan=True)


def holds_everywhere(f, points):
    """Written down at each point, run at each: the engine's floats."""
    for start in points:
        recording = written_down(f, *start)
        assert same(recording.answer, engine(f, *start)), start
        for point in points:
            assert same(run_lines(recording, point), engine(f, *point)), (start, point)


ASKED = [rule for rule in RULES.values() if rule.name != "polygamma"]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.name)
def test_values_and_first_derivatives_of_the_table_have_no_guards(rule):
    f, points = function_of(rule), points_of(rule)
    holds_everywhere(f, points)
    for mode in MODES.values():
        for argnum in range(len(rule.partials)):
            holds_everywhere(mode(f, argnum), points)
            lines = written_down(mode(f, argnum), *points[0]).lines
            assert not any(isinstance(line, Guard) for line in lines)


@pytest.mark.parametrize("outer", MODES.values(), ids=MODES)
@pytest.mark.parametrize("inner", MODES.values(), ids=MODES)
@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.name)
def test_second_derivatives_of_the_table(rule, inner, outer):
    f, points = function_of(rule), points_of(rule)
    ran = 0
    for i in range(len(rule.partials)):
        for j in range(len(rule.partials)):
            second = outer(inner(f, i), j)
            for start in points:
                recording = written_down(second, *start)
                for point in points:
                    try:
                        found = run_lines(recording, point)
                    except GuardFailed:
                        assert point != start
                    else:
                        ran += point != start
                        assert same(found, engine(second, *point)), (i, j, start, point)
    assert ran


def test_polygamma_is_of_a_whole_order():
    holds_everywhere(grad(lambda x: ad.polygamma(2, x)), [(0.5,), (3.5,), (20.0,)])


@pytest.mark.parametrize(
    ("mode", "points"),
    [(m, p) for m in MODES.values() for p in ([(0.5,), (-2.0,), (0.0,)], [(3.0,), (0.0,)])],
)
def test_whole_powers_take_negative_bases_and_0(mode, points):
    for n in (0, 1, 2, 3):
        holds_everywhere(mode(lambda x, n=n: x**n), points)
        holds_everywhere(mode(mode(lambda x, n=n: x**n)), points)


def test_a_power_is_never_complex():
    recording = written_down(lambda x, y: x**y, 2.0, 0.5)
    with pytest.raises(ValueError):
        run_lines(recording, (-2.0, 0.5))


# The lecture's example, and nodes made by hand


def logistic(w, b, x, t):
    z = w * x + b
    y = 1 / (1 + ad.exp(-z))
    loss = (y - t) ** 2 / 2
    loss.backward()
    return loss, w.grad, b.grad


def by_hand(w, b, x, t):
    w, b = AutogradValue(w), AutogradValue(b)
    loss, dw, db = logistic(w, b, x, t)
    return loss.value, dw, db


def test_the_lectures_program_has_a_cotangent_for_each_line():
    recording = written_down(logistic, AutogradValue(0.5), AutogradValue(2), 3.0, 1.0)
    # z = t1 + b, t1 = w x, t3 = -z, t4 = exp(t3), t5 = 1 + t4, y = 1 / t5, t6, t7, loss
    names = ["loss", "t7", "t6", "y", "t5", "t4", "t3", "z", "t1", "b", "w"]
    assert len(recording.cotangents) == len(names)
    bars = dict(zip(names, recording.cotangents, strict=True))
    assert bars["loss"] == (recording.outputs[0], 1.0)
    w, b, x, t = (given.var for given in recording.inputs)
    assert bars["w"] == (w, recording.outputs[1])
    assert bars["b"] == (b, recording.outputs[2])
    at = recording.examples
    y = 1 / (1 + math.exp(-3.5))
    assert at[bars["y"][0]] == pytest.approx(y)
    assert at[bars["y"][1]] == pytest.approx(y - 1.0)
    assert at[bars["z"][1]] == pytest.approx((y - 1.0) * y * (1 - y))
    assert [at[var] for var, _ in recording.cotangents[-2:]] == [2.0, 0.5]
    assert x in {v for line in recording.lines for v in line.args if line.result == bars["t1"][0]}


def test_backward_on_nodes_that_the_function_was_given_or_makes():
    points = [(0.5, 2.0, 3.0, 1.0), (-1.0, 0.25, 2.0, 0.0)]
    of_given = written_down(
        logistic, *map(AutogradValue, points[0][:2]), *points[0][2:]
    )  # a node as an output is its number
    of_made = written_down(by_hand, *points[0])
    for point in points:
        assert same(run_lines(of_given, point), by_hand(*point))
        assert same(run_lines(of_made, point), by_hand(*point))
    assert isinstance(of_given.answer[0], AutogradValue)
    assert isinstance(of_made.answer[0], float)


def test_the_arguments_own_nodes_stay_as_they_are():
    w, b = AutogradValue(0.5), AutogradValue(2.0)
    written_down(logistic, w, b, 3.0, 1.0)
    assert w.gradient_if_computed is None
    assert (w.value, b.value) == (0.5, 2.0)


def test_a_node_of_a_closure_keeps_nothing_of_the_program():
    w = AutogradValue(2.0)

    def f(x):
        loss = w * x
        loss.backward()
        return loss.value

    assert run_lines(written_down(f, 3.0), (5.0,)) == 10.0
    assert w.grad == 0.0


def test_gradients_of_several_losses_add_up_and_are_forgotten():
    def f(x):
        a = AutogradValue(x)
        (a * a).backward()
        (a * 3).backward()
        both = a.grad
        a.zero_grad()
        (a * a * a).backward()
        return both, a.grad

    recording = written_down(f, 2.0)
    assert run_lines(recording, (5.0,)) == (13.0, 75.0)


def test_gradients_that_are_nodes():
    def f(x, y):
        a, b = AutogradValue(x), AutogradValue(y)
        (ad.sin(a * b) * a).backward(create_graph=True)
        slope = a.grad
        a.zero_grad()
        slope.backward()
        return slope.value, b.grad

    recording = written_down(f, 0.5, 1.5)
    assert same(run_lines(recording, (0.25, -2.0)), f(0.25, -2.0))


def test_forward_values():
    def f(x, y):
        a, b = ForwardValue(x), ForwardValue(y)
        c = ad.sin(a) / b + a**2
        return c.value, c.forward_grads[a], c.forward_grads[b]

    recording = written_down(f, 0.5, 1.5)
    assert same(run_lines(recording, (0.25, -2.0)), f(0.25, -2.0))
    given = written_down(
        lambda a: (a * a).forward_grads[a],
        ForwardValue(3.0),
    )
    assert run_lines(given, (5.0,)) == 10.0


def test_derivatives_of_the_library_by_nodes():
    def f(params, x):
        return ad.sin(params["w"] * x) + params["b"] ** 2 * x

    params = {"w": AutogradValue(0.5), "b": AutogradValue(2.0)}
    recording = written_down(ad.value_and_grad(f), params, 3.0)
    assert [given.path for given in recording.inputs] == [
        ("params", "w"),
        ("params", "b"),
        ("x",),
    ]
    other = {"w": AutogradValue(1.5), "b": AutogradValue(-1.0)}
    value, slopes = ad.value_and_grad(f)(other, 2.0)
    found, found_slopes = run_lines(recording, (1.5, -1.0, 2.0))
    assert found == value
    assert found_slopes == slopes


@pytest.mark.parametrize("outer", MODES.values(), ids=MODES)
@pytest.mark.parametrize("inner", MODES.values(), ids=MODES)
def test_nested_derivatives_keep_their_variables_apart(outer, inner):
    f = outer(lambda x: x * inner(lambda y: x * y * y + ad.relu(y) * ad.hypot(x, y))(x))
    holds_everywhere(f, [(3.0,), (0.5,), (7.0,)])
    confusing = outer(lambda x: x * inner(lambda y: x + y)(1.0))
    assert run_lines(written_down(confusing, 9.0), [1.0]) == 1.0


def test_arrays_of_nodes():
    def f(w):
        loss = np.sum(np.tanh(w) @ w)
        loss.backward()
        return ad.unwrap_gradient(w)

    recording = written_down(f, wrap_array([0.5, 1.5]))
    assert [given.path for given in recording.inputs] == [("w", 0), ("w", 1)]
    found = run_lines(recording, (0.25, -2.0))
    assert same(found, f(wrap_array([0.25, -2.0])))
    assert found.dtype == recording.answer.dtype == float


def step(params, x, y):
    loss = (params[0] * x + params[1] - y) ** 2
    for p in params:
        p.grad = 0.0
    loss.backward()
    for p in params:
        p.value -= 0.1 * p.grad
    return [p.value for p in params]


def test_a_training_step_gives_the_new_values():
    recording = written_down(step, [AutogradValue(1.0), AutogradValue(2)], 3.0, 1.0)
    params = [AutogradValue(-0.5), AutogradValue(0.25)]
    assert run_lines(recording, (-0.5, 0.25, 2.0, 1.5)) == step(params, 2.0, 1.5)


def test_a_change_that_is_not_returned_is_refused():
    def forgetful(p):
        p.value = p.value * 0.5

    with pytest.raises(NotTraceable, match="Return the new value"):
        written_down(forgetful, AutogradValue(1.0))


# Branches


def bent(x):
    return x * x if x > 1 else -x


def test_a_branch_of_the_function_is_a_guard():
    for f in (bent, grad(bent), derivative(bent), grad(grad(bent))):
        recording = written_down(f, 2.0)
        assert run_lines(recording, (3.0,)) == engine(f, 3.0)
        with pytest.raises(GuardFailed):
            run_lines(recording, (0.5,))


@pytest.mark.parametrize(
    "decides",
    [
        lambda x: 1.0 if x else 2.0,
        lambda x: max(x, 0.7) * 2.0,
        lambda x: x * int(x * 4),
        lambda x: x * math.floor(x * 4),
        lambda x: x * math.ceil(x * 4),
        lambda x: x * round(x * 4),
        lambda x: x * round(x, 1),
        lambda x: 1.0 if x in (0.5, 0.25) else x,
        lambda x: x if not x > 0.3 else 2 * x,
        lambda x: x if (x > 0.3) & (x < 0.7) else 2 * x,
        lambda x: x if (x > 0.3) != (x < 0.7) else 2 * x,
        lambda x: sorted([x, 1 - x, 0.3])[1] * x,
    ],
)
@pytest.mark.parametrize("mode", [lambda f: f, grad, lambda f: derivative(grad(f))])
def test_what_decides_by_a_number_holds_or_fails(decides, mode):
    f, points = mode(decides), [0.5, 0.52, 0.9, 0.1, 0.25, 0.0]
    failed = ran = 0
    for start in points:
        recording = written_down(f, start)
        for point in points:
            try:
                found = run_lines(recording, (point,))
            except GuardFailed:
                failed += 1
                assert point != start
            else:
                ran += point != start
                assert same(found, engine(f, point)), (start, point)
    assert failed and ran


def test_truths_are_numbers_too():
    def f(x, y):
        right = sum((z > 0.0) == (t > 0) for z, t in ((x, 1), (y, -1)))
        return (x > y) * x + y * (x < 1) + right / 2

    recording = written_down(f, 0.5, 1.5)
    assert not any(isinstance(line, Guard) for line in recording.lines)
    for point in [(0.5, 1.5), (1.5, 0.5), (-1.0, -2.0), (2.0, 2.0)]:
        assert run_lines(recording, point) == f(*point)


# Edges and errors


@pytest.mark.parametrize(
    ("f", "edge", "inside"),
    [
        (grad(ad.sqrt), 0.0, 4.0),
        (derivative(ad.sqrt), 0.0, 4.0),
        (grad(grad(ad.sqrt)), 0.0, 4.0),
        (grad(ad.asin), 1.0, 0.5),
        (grad(lambda x: x**0.5), 0.0, 4.0),
        (grad(lambda x: ad.relu(x) * ad.sqrt(ad.relu(x))), 0.0, 4.0),
        (grad(lambda x: ad.relu(ad.sqrt(x)) * 0.0), 0.0, 4.0),
        (grad(lambda x: ad.hypot(x, 0.0)), 0.0, 4.0),
        (grad(grad(abs)), 0.0, 4.0),
    ],
)
def test_an_edge_is_for_that_number_only(f, edge, inside):
    at_edge, away = written_down(f, edge), written_down(f, inside)
    assert same(at_edge.answer, engine(f, edge))
    assert same(run_lines(at_edge, (edge,)), engine(f, edge))
    for recording, there in ((at_edge, inside), (away, edge)):
        try:
            found = run_lines(recording, (there,))
        except (GuardFailed, ValueError, ArithmeticError):
            continue  # written down anew, or as the engine has it
        assert same(found, engine(f, there))


def test_the_sign_of_a_zero_is_guarded():
    recording = written_down(grad(lambda x: ad.cbrt(x)), 0.0)
    assert recording.answer == math.inf
    assert run_lines(recording, (0.0,)) == math.inf
    slope = written_down(grad(lambda x: 2 / (1 / x) if x else ad.sqrt(x)), 0.0)
    with pytest.raises(GuardFailed):
        run_lines(slope, (-0.0,))


@pytest.mark.parametrize(
    ("f", "x", "error"),
    [
        (ad.log, -1.0, DomainError),
        (lambda x: 1 / x, 0.0, DivisionByZero),
        (ad.exp, 1000.0, TooLarge),
        (lambda x: x**0.5, -2.0, DomainError),
        (lambda x: x // 0.0, 2.0, DivisionByZero),
    ],
)
@pytest.mark.parametrize("mode", [lambda f: f, grad, derivative, lambda f: grad(grad(f))])
def test_errors_are_the_engines(f, x, error, mode):
    with pytest.raises(error) as expected:
        mode(f)(AutogradValue(x))
    for argument in (x, AutogradValue(x)):
        with pytest.raises(error) as found:
            trace_numbers(mode(f), (argument,), {})
        assert str(found.value) == str(expected.value)


def test_an_error_that_the_function_catches_is_guarded():
    def careful(x):
        try:
            return ad.log(x)
        except DomainError:
            return x * 0.0

    recording = written_down(careful, -1.0)
    assert run_lines(recording, (-1.0,)) == 0.0
    with pytest.raises(GuardFailed):
        run_lines(recording, (2.0,))


def test_a_number_does_not_leave_the_program():
    for f, remedy in ((lambda x: math.sin(x), "adlearn.sin"), (lambda x: float(x), "itself")):
        with pytest.raises(NotTraceable, match=remedy):
            written_down(f, 2.0)
    with pytest.raises(NotTraceable, match="adlearn.sin"):  # also where the function catches it
        written_down(lambda x: swallowed(lambda: math.sin(x)), 2.0)
    with pytest.raises(LostDerivative):
        written_down(grad(lambda x: math.sin(x)), 2.0)
    kept = []
    written_down(lambda x: kept.append(x) or x, 2.0)
    with pytest.raises(NotTraceable, match="after the program"):
        kept[0] * 2


def swallowed(f):
    try:
        return f()
    except TypeError:
        return 0.0


def test_a_variable_of_a_derivative_is_no_argument():
    with pytest.raises(NotTraceable, match="params\\[0\\] is a variable of a derivative"):
        grad(lambda x: trace_numbers(lambda params: params[0], ([x],), {}))(1.0)


def test_nodes_that_something_else_is_in_are_no_arguments():
    a, b = AutogradValue(2.0), AutogradValue(3.0)
    with pytest.raises(NotTraceable, match="y and x are one node"):
        written_down(lambda x, y: x * y, a, a)
    (a * b).backward()
    with pytest.raises(NotTraceable, match="x has a gradient already"):
        written_down(lambda x: x * x, a)
    a.zero_grad()
    assert written_down(lambda x: (x * x).value, a).answer == 4.0


def test_values_of_micrograd_are_made_inside():
    def f(x, y):
        a, b = Value(x), Value(y)
        loss = (a * b + 1.0).relu() ** 2
        loss.backward()
        a.data -= 0.1 * a.grad
        return loss.data, a.data, b.grad

    recording = written_down(f, 0.5, 1.5)
    assert not any(isinstance(line, Guard) for line in recording.lines)
    for point in [(0.25, 2.0), (-2.0, 3.0)]:
        assert same(run_lines(recording, point), f(*point))
    with pytest.raises(NotTraceable, match="x is a Value"):
        written_down(lambda x: x.data, Value(1.0))


def test_what_the_arguments_must_be_is_said():
    rows, label = np.array([[0.5, 1.5], [2.0, 3.0]]), np.array([1, 0])

    def f(ws, X, label):
        return sum(w * X[i, 0] + X[i, 1] * int(label[i]) for i, w in enumerate(ws))

    recording = written_down(f, [AutogradValue(1.0), 2.0], rows, label)
    assert recording.parameters == ("ws", "X", "label")
    assert [(given.path, given.python) for given in recording.inputs][:3] == [
        (("ws", 0), AutogradValue),
        (("ws", 1), float),
        (("X", 0, 0), np.float64),
    ]
    array = np.ndarray
    assert recording.containers == (
        *((("ws",), list, 2), (("X",), array, 2)),
        *((("X", 0), array, 2), (("X", 1), array, 2)),
    )
    ((path, kept),) = recording.static
    label[0] = 7
    assert path == ("label",)
    assert kept.tolist() == [1, 0]
    assert run_lines(recording, (3.0, -1.0, *rows.flat)) == 3.0 * 0.5 - 1.0 * 2.0 + 1.5


def test_lines_know_where_they_were_written():
    recording = written_down(logistic, *map(AutogradValue, (0.5, 2.0)), 3.0, 1.0)
    (code, _), *_ = recording.lines[0].place
    assert code is logistic.__code__


def test_rules_of_ones_own():
    softplus = ad.function_of(ad.elementwise("softplus", "log1p(exp(x))", "1.0 / (1.0 + exp(-x))"))
    cosine = ad.function_of(ad.elementwise("cosine", math.cos, lambda ans, x: -ad.sin(x)))
    for f in (softplus, grad(softplus), grad(grad(softplus)), cosine, grad(cosine)):
        holds_everywhere(f, [(0.5,), (-1.5,)])
    assert [line.function for line in written_down(cosine, 0.5).lines] == [math.cos]


# Columns


def network(params, x, y, t):
    """A sample's hinge loss in a small network, and its slopes."""
    w, b, v, c = params
    hidden = [ad.relu(wx * x + wy * y + bias) for (wx, wy), bias in zip(w, b, strict=True)]
    score = sum((a * h for a, h in zip(v, hidden, strict=True)), c)
    loss = ad.relu(1 - t * score)
    loss.backward()
    return loss, [[[p.grad for p in pair] for pair in w], [p.grad for p in b], [p.grad for p in v]]


def drawn_network(width=8):
    rng = np.random.default_rng(1)
    w, b, v = rng.normal(size=(width, 2)), rng.normal(size=width), rng.normal(size=width)
    return [
        [[AutogradValue(p) for p in row] for row in w],
        [AutogradValue(p) for p in b],
        [AutogradValue(p) for p in v],
        AutogradValue(0.1),
    ]


def hundred_rows():
    points, labels = make_moons(100, noise=0.1, seed=0)
    return points, 2.0 * labels - 1.0


def test_a_hundred_rows_at_once_are_a_hundred_runs(record_property):
    points, signs = hundred_rows()
    recording = written_down(network, drawn_network(), *points[0], signs[0])
    assert not any(isinstance(line, Guard) for line in recording.lines)
    weights = [recording.examples[given.var] for given in recording.inputs[:-3]]
    start = time.perf_counter()
    one_by_one = [
        run_lines(recording, [*weights, *point, sign])
        for point, sign in zip(points.tolist(), signs.tolist(), strict=True)
    ]
    between = time.perf_counter()
    at_once = run_lines(on_columns(recording), [*weights, *points.T, signs])
    end = time.perf_counter()
    record_property("times_faster", (between - start) / (end - between))
    for row, (loss, slopes) in enumerate(one_by_one):
        by_engine = network(drawn_network(), *points[row].tolist(), float(signs[row]))
        assert loss == by_engine[0].value
        assert slopes == by_engine[1]
        assert np.broadcast_to(at_once[0], 100)[row] == loss
        for found, expected in zip(flat(at_once[1]), flat(slopes), strict=True):
            assert np.broadcast_to(found, 100)[row] == pytest.approx(expected, rel=1e-14)


def flat(tree):
    return [leaf for part in tree for leaf in flat(part)] if isinstance(tree, list) else [tree]


@pytest.mark.parametrize("rule", ASKED, ids=lambda rule: rule.name)
def test_the_table_on_columns(rule):
    f, points = function_of(rule), points_of(rule)
    columns = np.array(points).T
    for g in (f, *(grad(f, argnum) for argnum in range(len(rule.partials)))):
        found = run_lines(on_columns(written_down(g, *points[0])), columns)
        expected = [engine(g, *point) for point in points]
        np.testing.assert_allclose(np.broadcast_to(found, 3), expected, rtol=1e-14)


def test_rules_of_ones_own_on_columns():
    cosine = ad.function_of(ad.elementwise("cosine", math.cos, lambda ans, x: -ad.sin(x)))
    found = run_lines(on_columns(written_down(cosine, 0.5)), (np.array([0.5, 1.5]),))
    assert found.tolist() == [math.cos(0.5), math.cos(1.5)]


def test_columns_refuse_branches():
    with pytest.raises(NotTraceable, match="x \\* x if x > 1 else -x\\), and rows"):
        on_columns(written_down(bent, 2.0))


def test_lines_are_pythons_own_functions():
    recording = written_down(lambda x, y: ad.sin(x) * y - x / y, 0.5, 2.0)
    assert [line.function for line in recording.lines] == [
        math.sin,
        operator.mul,
        operator.truediv,
        operator.sub,
    ]
    assert [line.rule for line in recording.lines] == ["sin", "mul", "div", "sub"]
    for var in recording.examples:
        assert (var.kind, var.shape, var.dtype) == (float, (), np.dtype(float))
