"""A derivative knows what its function uses: from outside, in containers, in copies."""

from __future__ import annotations

import collections
import contextlib
import copy
import itertools
import pickle

import numpy as np
import pytest

import adlearn as ad
from adlearn import AutogradValue as Node
from adlearn.tensors.recording import pauses

X = np.array([1.0, 2.0, 3.0])
W = np.random.default_rng(0).normal(size=(3, 3))
MODES = (ad.jacfwd, ad.jacrev)


def in_order(f):
    return f


# Closures


def layers(wrap):
    return lambda w: np.sum(wrap(lambda h: np.tanh(w @ h))(w[0] * 1.0) ** 2)


def several_outputs(wrap):
    def f(x, k=1.0):
        return np.sin(x) * k, {"a": x * k, "outside": k}

    def of(w):
        out = wrap(f)(w[0], k=w[1])
        return np.sum(out[0] * out[1]["a"] * out[1]["outside"])

    return of


def an_inner_gradient(wrap):
    return lambda w: np.sum(ad.grad(lambda y: np.sum(wrap(lambda z: w[0] * z * z * y)(y)))(w[1]))


@pytest.mark.parametrize("program", [layers, several_outputs, an_inner_gradient])
def test_checkpoint_changes_no_derivative_of_any_order_or_mode(program):
    for mode in MODES:
        np.testing.assert_allclose(mode(program(ad.checkpoint))(W), mode(program(in_order))(W))
    for outer, inner in itertools.product(MODES, repeat=2):
        found = outer(inner(program(ad.checkpoint)))(W)
        np.testing.assert_allclose(found, outer(inner(program(in_order)))(W), atol=1e-12)


def test_checkpoint_keeps_nothing_of_the_inside():
    def f(x):
        inside.append(weak := np.sin(x))
        return weak * x

    inside = []
    w = ad.tensor(X)
    y = ad.checkpoint(f)(w * 1.0)
    assert all(parent.op != "sin" for parent in y.parents)
    np.sum(y).backward()
    np.testing.assert_allclose(w.grad, np.cos(X) * X + np.sin(X))
    assert len(inside) == 2  # once for the value, once for the derivative


def test_parameters_of_your_own_are_seen_through_a_checkpoint():
    w = ad.tensor(3.0)
    ad.checkpoint(lambda x: w * x)(2.0 * w).backward()
    assert w.grad == 12.0


def test_a_rule_that_knows_nothing_of_a_closure_refuses_it():
    def f(x):
        own = ad.elementwise(lambda y: x * y, lambda ans, y: 1.0 + 0.0 * y)
        return own(x)

    for differentiate in (ad.grad, ad.derivative):
        with pytest.raises(ad.LostDerivative, match="not among its arguments"):
            differentiate(f)(2.0)
        with pytest.raises(ad.LostDerivative, match="not among its arguments"):
            differentiate(lambda x: ad.primitive(lambda y: x * y)(x))(2.0)


def apart(x, y):
    return abs(x - y)


def test_a_fixed_point_takes_a_container_of_all_it_depends_on_and_refuses_the_rest():
    def solved(step, a):
        return ad.fixed_point(step, a, 1.0, apart, 1e-13)

    def root(a):
        return solved(lambda p: lambda x: 0.5 * (x + p["a"] * p["b"] / x), a)

    for differentiate in (ad.grad, ad.derivative):
        assert differentiate(lambda a: root({"a": a, "b": a}))(4.0) == pytest.approx(1.0)
        second = differentiate(differentiate(lambda a: root({"a": a, "b": 1.0})))(4.0)
        assert second == pytest.approx(-1 / 32)
        with pytest.raises(ad.LostDerivative, match="Put everything that it depends on into"):
            differentiate(lambda a: solved(lambda p: lambda x: 0.5 * (x + p * a / x), a))(4.0)


def test_a_fixed_point_of_a_number_of_an_array_is_pushed_through():
    def f(x):
        return np.sin(
            ad.fixed_point(lambda a: lambda x: 0.5 * (x + a / x), np.min(x), 1.0, apart, 1e-13)
        )

    x, v = np.array([0.3, 0.4]), np.ones(2)
    first, second = (
        ad.grad(lambda a: np.sin(np.sqrt(a)))(0.3),
        ad.grad(ad.grad(lambda a: np.sin(np.sqrt(a))))(0.3),
    )
    np.testing.assert_allclose(ad.jvp(f, (x,), (v,))[1], first)
    np.testing.assert_allclose(ad.hvp(f)(x, v), [second, 0.0])
    np.testing.assert_allclose(ad.jacfwd(f)(x), [first, 0.0])


@pytest.mark.parametrize(
    ("step", "limit", "reason"),
    [
        (lambda x: 2.0 * x + 1.0, 10_000, "not finite"),
        (lambda x: x * np.nan, 10_000, "not finite after step 1"),
        (lambda x: -x, 50, "after 50 steps"),
    ],
)
def test_an_iteration_ends_and_says_why(step, limit, reason):
    with np.errstate(all="ignore"), pytest.raises(ad.NotConverged, match=reason):
        ad.fixed_point(lambda a: step, 1.0, 1.0, apart, 1e-9, limit)


# Containers


def test_cotangents_and_tangents_are_matched_by_key():
    _, pull = ad.vjp(lambda x: {"a": x * 2.0, "b": (x * 5.0, None)}, 2.0)
    assert pull({"b": (1.0, None), "a": 10.0}) == (25.0,)
    product = lambda p: p["a"] * p["b"] ** 2  # noqa: E731
    at = {"a": 2.0, "b": 3.0}
    assert ad.jvp(product, (at,), ({"b": 0.0, "a": 1.0},)) == (18.0, 9.0)
    assert ad.hvp(product)(at, {"b": 1.0, "a": 0.0}) == {"a": 6.0, "b": 4.0}


@pytest.mark.parametrize(
    "cotangent", [{"a": 1.0}, {"a": 1.0, "c": 1.0}, [1.0, 1.0], {"a": 1.0, "b": [1.0]}, 1.0]
)
def test_a_cotangent_of_another_form_is_refused(cotangent):
    _, pull = ad.vjp(lambda x: {"a": x * 2.0, "b": x * 5.0}, 2.0)
    with pytest.raises(ad.WrongShape):
        pull(cotangent)


class Point:
    def __init__(self, x):
        self.x = x


@pytest.mark.parametrize("of", [lambda x: {x}, lambda x: Point(x), lambda x: "x", lambda x: None])
def test_what_is_no_container_of_numbers_is_refused_on_both_ways(of):
    for differentiate in (
        lambda f, x: ad.vjp(f, x),
        lambda f, x: ad.jvp(f, (x,), (1.0,)),
        lambda f, x: ad.grad(f)(x),
        lambda f, x: ad.value_and_grad(f)(x),
        lambda f, x: ad.derivative(f)(x),
    ):
        with pytest.raises(ad.NotANumber):
            differentiate(of, 2.0)
    if of(1.0) is not None:
        with pytest.raises(ad.NotANumber):
            ad.grad(lambda p: 1.0)(of(1.0))
    # the remedy
    assert ad.grad(lambda p: p["x"] ** 2)(vars(Point(3.0))) == {"x": 6.0}


def test_the_caller_may_fill_the_array_again_before_the_walk_back():
    x, p = X.copy(), {"w": X.copy()}
    _, pull = ad.vjp(lambda x, p: np.sum(x * x * p["w"]), x, p)
    x[:] = p["w"][:] = 7.0
    by_x, by_p = pull(1.0)
    np.testing.assert_array_equal(by_x, 2 * X * X)
    np.testing.assert_array_equal(by_p["w"], X * X)


# Nodes of numbers


def cube(x):
    return x * x * x


def test_every_derivative_takes_a_node_of_numbers():
    x = Node(2.0)
    assert ad.value_and_grad(cube)(x) == (8.0, 12.0)
    assert ad.jvp(cube, (x,), (1.5,)) == (8.0, 18.0)
    assert ad.vjp(cube, x)[1](2.0) == (24.0,)
    assert ad.hessian(cube)(x) == ad.hvp(cube)(x, 1.0) == 12.0
    assert ad.jacobian(cube)(x) == ad.jacfwd(cube)(x) == ad.elementwise_grad(cube)(x) == 12.0
    assert ad.grad(lambda x, y: x * y * y, (0, 1))(x, Node(3.0)) == (9.0, 12.0)
    assert ad.grad(lambda p: p["x"] * p["y"])({"x": x, "y": 3.0}) == {"x": 3.0, "y": 2.0}
    assert ad.grad_and_aux(lambda x: (cube(x), "seen"))(x) == (12.0, "seen")
    _, pull = ad.vjp(lambda x, y: {"a": x * y, "b": x}, x, Node(3.0))
    assert pull({"b": 1.0, "a": 10.0}) == pull({"a": 10.0, "b": 1.0}) == (31.0, 20.0)
    outer = ad.value_and_grad(cube)(x)[1] * 2.0
    outer.backward()  # what comes back is a node of the caller's
    assert x.grad == 24.0


def test_nodes_of_numbers_and_arrays_do_not_mix_and_say_what_to_do():
    w = Node(2.0)
    for f in (lambda x: w * x, lambda x: np.multiply(w, x), lambda x: x * np.array([w])):
        with pytest.raises(ad.NotANumber, match="do not mix"):
            ad.grad(lambda x, f=f: np.sum(f(x)))(3.0)
    assert ad.grad(lambda x: w * x)(Node(3.0)) == 2.0
    assert ad.grad(lambda x: w.value * x)(3.0) == 2.0


# Copies


COPIES = (copy.copy, copy.deepcopy, lambda x: copy.deepcopy({"a": [x]})["a"][0])


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_has_the_derivative_of_what_was_copied(copied):
    for mode in MODES:
        np.testing.assert_array_equal(mode(lambda x: np.sum(copied(x) * x))(X), 2 * X)
    assert ad.grad(lambda x: copied(x) * x)(Node(3.0)) == 6.0
    assert ad.derivative(lambda x: copied(x) * x)(Node(3.0)) == 6.0
    for made in (ad.tensor(3.0), Node(3.0), ad.ForwardValue(3.0)):
        taken = copied(made)
        (taken * made).backward()
        assert made.grad == 6.0


def test_a_copy_of_a_parameter_has_a_value_of_its_own():
    w, number = ad.tensor(X), Node(3.0)
    before, number_before = copy.deepcopy([w, number])
    w.data += 1.0
    number.value = 7.0
    np.testing.assert_array_equal(before.numpy(), X)
    assert number_before == 3.0


def test_copies_and_pickles_of_a_long_chain_do_not_recurse():
    for start in (ad.tensor(1.0), Node(1.0)):
        end = start
        for _ in range(20_000):
            end = end * 1.0
        assert copy.deepcopy(end) is end and len(pickle.dumps(end)) < 1000


def test_results_are_pickled_as_values_and_parameters_with_their_gradient():
    w = ad.tensor(X)
    np.sum(w * w).backward()
    again, result = pickle.loads(pickle.dumps([w, w * 2.0]))
    np.testing.assert_array_equal(again.grad, 2 * X)
    np.testing.assert_array_equal(result.numpy(), 2 * X)
    assert again.requires_grad and not result.requires_grad
    a = Node(2.0)
    (a * a).backward()
    assert pickle.loads(pickle.dumps(a)).grad == 4.0 and pickle.loads(pickle.dumps(a * 3)) == 6.0


@pytest.mark.parametrize("at", [2.0, Node(2.0)])
def test_nothing_traced_is_pickled_away(at):
    for differentiate in (ad.grad, ad.derivative):
        with pytest.raises(ad.LostDerivative, match="pickle"):
            differentiate(lambda x: pickle.loads(pickle.dumps(x)))(at)


# Blocks


def test_a_generator_that_stops_in_a_block_switches_nothing_for_its_caller():
    def scaled(w):
        with ad.no_grad():
            for i in range(1, 4):
                yield w * i

    assert ad.grad(lambda w: sum(v * w for v in scaled(w)))(2.0) == 12.0
    left_open = scaled(ad.tensor(1.0))
    assert not next(left_open).requires_grad
    with ad.no_grad():
        left_open.close()
        assert not (ad.tensor(1.0) * 2.0).requires_grad
    assert (ad.tensor(1.0) * 2.0).requires_grad and pauses == [0]


def test_a_context_manager_made_of_a_generator_switches_for_its_caller():
    @contextlib.contextmanager
    def evaluating():
        with ad.no_grad():
            yield

    def f(w):
        with evaluating():
            constant = 3.0 * w
        return constant * w

    assert ad.grad(f)(2.0) == 6.0


def fill_again(x, buffer):
    total = 0.0
    for i in range(3):
        buffer[:] = i + 1.0
        total = total + np.sum(x * buffer)
    return total


def test_an_array_that_was_filled_again_is_found_where_somebody_looks():
    for f in (fill_again, lambda x, b: fill_again(np.exp(x), b)):
        with pytest.raises(ad.BufferChanged, match="after multiply had used it") as caught:  # noqa: SIM117
            with ad.debug_buffers():
                ad.grad(f)(X, np.zeros(3))
        assert "total + np.sum(x * buffer)" in str(caught.value)
    with ad.debug_buffers():
        np.testing.assert_array_equal(ad.grad(lambda x: np.sum(x * np.copy(X)))(X), X)


# What stops a derivative stops it in every mode and order


def unrecorded(x):
    with ad.no_grad():
        y = x * x
    return y * x


@pytest.mark.parametrize(
    "f",
    [
        unrecorded,
        lambda x: (x * x).detach() * x,
        lambda x: (x * x).numpy() * x,
        lambda x: np.floor(x * x) * x,
    ],
)
def test_what_is_constant_is_constant_in_every_mode_and_order(f):
    for mode in (ad.grad, ad.derivative, ad.jacrev, ad.jacfwd):
        assert mode(f)(3.0) == 9.0
    for outer, inner in itertools.product((ad.grad, ad.derivative), repeat=2):
        with pytest.warns(ad.IndependentOutputWarning):
            assert outer(inner(f))(3.0) == 0.0


def test_a_new_tensor_of_a_traced_value_is_refused():
    with pytest.raises(ad.LostDerivative, match="itself"):
        ad.grad(lambda p: np.sum(ad.tensor(p) * p))(X)
    w = ad.tensor(X)
    assert ad.tensor(w - 1.0).requires_grad  # a step outside of a derivative


def test_going_back_from_a_constant_says_why_there_is_nothing():
    w = ad.tensor(X)
    with ad.no_grad():
        w -= 0.1
    with pytest.raises(ad.NoGradient, match=r"w\.data -= step"):
        np.sum(w * w).backward()


def test_a_variable_that_was_filled_again_is_found():
    w = ad.tensor(X)
    with ad.debug_buffers(), pytest.raises(ad.BufferChanged):
        loss = np.sum(w * w)
        w.data -= 0.5
        loss.backward()

    def f(x):
        y = x * x
        given[:] = 7.0
        return np.sum(y)

    given = X.copy()
    with ad.debug_buffers(), pytest.raises(ad.BufferChanged):
        ad.grad(f)(given)


def test_a_checkpoint_sees_what_was_computed_outside_with_a_constant_first():
    for outside in (
        lambda w: 2.0 * w,
        lambda w: 1.0 - w,
        lambda w: np.ones((3, 3)) @ w,
        lambda w: np.stack([w[0], w[1], w[2]]),
    ):

        def program(wrap, outside=outside):
            def f(w):
                v = outside(w)
                return np.sum(wrap(lambda h: np.tanh(v * h))(w * 1.0))

            return f

        for mode in MODES:
            np.testing.assert_allclose(
                mode(program(ad.checkpoint))(X), mode(program(in_order))(X), rtol=1e-12
            )
        found = ad.jacrev(ad.jacrev(program(ad.checkpoint)))(X)
        np.testing.assert_allclose(found, ad.hessian(program(in_order))(X), rtol=1e-12)


def test_containers_of_any_kind_of_dict_keep_their_kind():
    given = collections.defaultdict(list, a=2.0, b=3.0)
    found = ad.grad(lambda p: p["a"] * p["b"])(given)
    assert found == {"a": 3.0, "b": 2.0} and found.default_factory is list
    counted = ad.grad(lambda p: p["a"] ** 2)(collections.Counter(a=2.0))
    assert counted == {"a": 4.0}


def test_a_named_tuple_is_one_where_a_number_is_needed():
    with pytest.raises(ad.NotANumber, match="grad needs one number"):
        ad.grad(np.linalg.slogdet)(np.eye(2))


def test_a_rule_that_is_written_otherwise_says_how():
    own = ad.primitive(lambda x: x * x)
    ad.defvjp(own, lambda ans, x: 2.0 * x)
    with pytest.raises(ad.MissingRule, match=r"lambda ans, \*args: lambda g"):
        ad.grad(lambda x: own(x))(3.0)
    other = ad.primitive(lambda x: x * x)
    ad.defvjp(other, lambda g, ans, x: 2.0 * g * x)
    with pytest.raises(TypeError) as caught:
        ad.grad(lambda x: other(x))(3.0)
    assert "lambda ans, *args: lambda g" in str(caught.value.__notes__)


def test_elementwise_of_your_own_broadcasts_in_every_mode():
    product = ad.elementwise(lambda x, y: x * y, lambda ans, x, y: y, lambda ans, x, y: x)
    for mode in MODES:
        np.testing.assert_allclose(mode(lambda x: product(x, W))(X), mode(lambda x: x * W)(X))
        np.testing.assert_allclose(mode(lambda x: product(W, x))(X), mode(lambda x: W * x)(X))
    np.testing.assert_allclose(ad.derivative(lambda s: product(s, X))(2.0), X)
    np.testing.assert_allclose(ad.hessian(lambda x: np.sum(product(x, x)))(X), 2.0 * np.eye(3))


def test_a_warning_points_at_the_line_that_asks():
    for ask in (
        lambda: ad.grad(lambda x: 1.0)(2.0),
        lambda: ad.derivative(lambda x: 1.0)(2.0),
        lambda: ad.jacfwd(lambda x: np.ones(2))(X),
    ):
        with pytest.warns(ad.IndependentOutputWarning) as caught:
            ask()
        assert caught[0].filename == __file__


@pytest.mark.parametrize("inner", ["grad", "vjp", "jvp", "hvp"])
def test_what_is_kept_of_an_inner_derivative_is_a_value_out_here(inner):
    ask = {
        "grad": lambda g, x: ad.grad(g)(x),
        "vjp": lambda g, x: ad.vjp(g, x)[1](1.0)[0],
        "jvp": lambda g, x: ad.jvp(g, (x,), (np.ones(3),))[1],
        "hvp": lambda g, x: ad.hvp(g)(x, np.ones(3)),
    }[inner]

    def f(x):
        kept = {}
        ask(lambda y: kept.setdefault("sum", np.sum(y * y)) * 3.0, x)
        return kept["sum"] + np.sum(x)

    np.testing.assert_allclose(ad.jacfwd(f)(X), 2.0 * X + 1.0)
    if inner == "hvp":  # reverse mode in forward mode
        with pytest.raises(ad.LostDerivative, match="hand values on"):
            ad.jacrev(f)(X)
    else:
        np.testing.assert_allclose(ad.jacrev(f)(X), 2.0 * X + 1.0)


def test_where_the_value_is_nan_so_is_every_derivative_in_every_mixture():
    with np.errstate(all="ignore"):
        for outer, inner in itertools.product((ad.grad, ad.derivative), repeat=2):
            assert np.isnan(outer(inner(np.log))(-1.0))


def test_numbers_as_objects_are_refused():
    for f in (lambda x: np.sum(x.astype(object)), lambda x: np.sum(x, dtype=object)):
        with pytest.raises(ad.LostDerivative, match="list"):
            ad.grad(f)(X)


@pytest.mark.parametrize("name", ["prod", "max", "min", "ptp", "nanmax", "nanmin", "nanprod"])
def test_a_single_number_has_an_axis_where_numpy_says_so(name):
    for axis in (0, -1):
        f = lambda x, axis=axis: getattr(np, name)(x * x, axis=axis)  # noqa: E731
        for differentiate in (ad.grad, ad.derivative):
            assert differentiate(f)(3.0) == (0.0 if name == "ptp" else 6.0)


def test_what_calls_its_function_again_says_that_it_is_not_the_same():
    rng = np.random.default_rng(0)

    def late(x):
        return sum([ad.checkpoint(lambda z: z * k)(x) for k in range(3)])  # noqa: B023

    def found_late(x):
        total = 0.0
        for c in (0.1, 0.5):
            step = lambda a: lambda s: c * np.sin(s) + a  # noqa: B023, E731
            total = total + ad.fixed_point(step, x, 0.0, lambda u, v: abs(u - v), 1e-13)
        return total

    for f in (late, found_late, lambda x: ad.checkpoint(lambda t: t * rng.random())(x)):
        with pytest.raises(ad.BufferChanged, match="w=w"):
            ad.grad(f)(0.5)
    early = lambda x: sum([ad.checkpoint(lambda z, k=k: z * k)(x) for k in range(3)])  # noqa: E731
    assert ad.grad(early)(0.5) == 3.0


def test_a_list_in_an_index_may_change_afterwards():
    def f(x):
        places, total = [0], 0.0
        for k in range(2):
            places[0] = k
            total = total + np.sum(x[places] * (k + 1.0) + x[None, places])
        return total

    for by in (ad.grad, ad.jacfwd):
        np.testing.assert_array_equal(by(f)(np.ones(2)), [2.0, 3.0])


def doubled(a, part=0.5, tolerance=1e-13):
    """A fixed point that is `a / (1 - part)`."""
    apart = lambda u, v: np.max(abs(u - v))  # noqa: E731
    return ad.fixed_point(lambda a: lambda s: part * s + a, a, 0.0, apart, tolerance)


def test_the_derivative_of_a_fixed_point_is_solved_for_itself_in_every_order():
    kepler = lambda a: lambda x: 0.5 * np.cos(x) * np.tanh(a)  # noqa: E731
    found = lambda a: ad.fixed_point(kepler, a, 0.0, lambda u, v: abs(u - v), 1e-14)  # noqa: E731
    for outer in (ad.grad, ad.derivative):
        for inner in (ad.grad, ad.derivative):
            assert outer(inner(lambda v: (doubled(v) - 2.0) ** 2))(1.0) == pytest.approx(8.0)
            assert outer(inner(lambda v: doubled(v * v)))(0.0) == pytest.approx(4.0)
            slopes = inner(found)(1.0 + 1e-5) - inner(found)(1.0 - 1e-5)
            assert outer(inner(found))(1.0) == pytest.approx(slopes / 2e-5, rel=1e-8)


def test_the_derivative_of_a_fixed_point_is_as_exact_whatever_its_size():
    for by in (ad.grad, ad.derivative):
        slope = by(lambda v: 1e-4 * doubled(1e-3 * v, 0.9, 1e-3))(1.0)
        assert slope == pytest.approx(1e-6, rel=1e-2)


def test_whole_numbers_may_be_among_what_a_fixed_point_depends_on():
    for by in (ad.grad, ad.jacfwd):
        f = lambda x: ad.fixed_point(  # noqa: E731
            lambda p: lambda s: 0.5 * s + p[0][p[1]], (x, 1), 0.0, lambda u, v: abs(u - v), 1e-12
        )
        np.testing.assert_allclose(by(f)(np.ones(2)), [0.0, 2.0])
