"""Programs written for autograd run over this engine, with `adlearn.compat.` in their imports."""

from __future__ import annotations

import importlib
import warnings

import numpy as onp
import pytest

import adlearn.compat.autograd.numpy as np
import adlearn.compat.autograd.numpy.random as npr
from adlearn.compat import autograd
from adlearn.compat.autograd import core, extend, grad, test_util, tracer, util
from adlearn.compat.autograd.misc import const_graph, flatten, optimizers, tracers
from adlearn.compat.autograd.misc.fixed_points import fixed_point
from adlearn.compat.autograd.numpy import numpy_vjps
from adlearn.compat.autograd.numpy.numpy_boxes import ArrayBox
from adlearn.compat.autograd.test_util import check_grads, combo_check
from adlearn.compat.autograd.wrap_util import unary_to_nary
from adlearn.errors import LostDerivative, MissingRule, WrongGradient

MODULES = [
    "builtins",
    "core",
    "differential_operators",
    "extend",
    "misc",
    "misc.fixed_points",
    "misc.flatten",
    "misc.optimizers",
    "misc.tracers",
    "numpy",
    "numpy.fft",
    "numpy.linalg",
    "numpy.numpy_boxes",
    "numpy.numpy_vjps",
    "numpy.numpy_vspaces",
    "numpy.random",
    "test_util",
    "tracer",
    "util",
    "wrap_util",
]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_offers_what_it_lists(name):
    module = importlib.import_module(f"adlearn.compat.autograd.{name}")
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public)


def test_the_tutorial_s_own_primitive_passes_its_own_check():
    @extend.primitive
    def logsumexp(x):
        max_x = np.max(x)
        return max_x + np.log(np.sum(np.exp(x - max_x)))

    def make_grad_logsumexp(ans, x):
        return lambda g: np.full(x.shape, g) * np.exp(x - np.full(x.shape, ans))

    extend.defvjp(logsumexp, make_grad_logsumexp)
    x = onp.array([0.2, -1.0, 0.7])

    def example(y):
        return np.sum(logsumexp(y**2))

    expected = 2 * x * onp.exp(x**2) / onp.sum(onp.exp(x**2))
    onp.testing.assert_allclose(grad(example)(x), expected)
    check_grads(example, modes=["rev"], order=2)(x)


def test_a_wrong_rule_is_found():
    @extend.primitive
    def cube(x):
        return x**3

    extend.defvjp(cube, lambda ans, x: lambda g: 2.0 * x * g)
    with pytest.raises(WrongGradient):
        check_grads(cube, modes=["rev"], order=1)(onp.array([1.0, 2.0]))
    with pytest.raises(WrongGradient):
        combo_check(cube, modes=["rev"], order=1)([1.0, 2.0])


def test_rules_for_all_arguments_at_once():
    @extend.primitive
    def product(*factors):
        return onp.prod(factors)

    extend.defvjp_argnum(product, lambda i, ans, args, kwargs: lambda g: g * ans / args[i])
    extend.defjvp_argnum(product, lambda i, g, ans, args, kwargs: g * ans / args[i])
    assert grad(product, (0, 2))(2.0, 3.0, 5.0) == (15.0, 6.0)
    assert autograd.deriv(product, 1)(2.0, 3.0, 5.0) == 10.0


def test_core_works_on_functions_of_one_argument():
    vjp, value = core.make_vjp(np.sin, onp.array([0.0, 1.0]))
    onp.testing.assert_allclose(vjp(onp.ones(2)), onp.cos([0.0, 1.0]))
    onp.testing.assert_allclose(value, onp.sin([0.0, 1.0]))
    assert core.make_jvp(np.sin, 0.0)(2.0) == (0.0, 2.0)
    assert [list(v) for v in extend.vspace(onp.zeros(2)).standard_basis()] == [[1, 0], [0, 1]]


def test_an_operator_of_ones_own_takes_argnum():
    @unary_to_nary
    def twice_the_gradient(fun, x):
        vjp, _ = core.make_vjp(fun, x)
        return 2 * vjp(1.0)

    assert twice_the_gradient(lambda x, y: x * y**2, 1)(3.0, 2.0) == 24.0


def test_type_tests_see_the_plain_value():
    def f(x):
        assert autograd.isinstance(x, onp.ndarray) and autograd.type(x) is onp.ndarray
        return np.sum(x**2)

    onp.testing.assert_array_equal(grad(f)(onp.ones(2)), [2.0, 2.0])


def test_parameters_flatten_and_come_back():
    parameters = {"weights": [1.0, 2.0], "layer": ({"b": onp.eye(2)},)}
    vector, unflatten = flatten(parameters)
    assert vector.shape == (6,)
    again = unflatten(2.0 * vector)
    assert again["weights"] == [2.0, 4.0]
    onp.testing.assert_array_equal(again["layer"][0]["b"], 2 * onp.eye(2))


def test_a_dictionary_is_flattened_in_the_order_of_its_keys():
    tree = {"weights": [1.0, 2.0], "biases": ({"z": 5.0, "a": onp.ones(2)},)}
    vector, unflatten = flatten(tree)
    assert vector.tolist() == [1.0, 1.0, 5.0, 1.0, 2.0]
    assert unflatten(vector)["weights"] == [1.0, 2.0]
    gradient = grad(lambda t: np.dot(flatten(t)[0], onp.arange(5.0)))(tree)
    assert gradient["weights"] == [3.0, 4.0] and gradient["biases"][0]["z"] == 2.0


def test_a_fixed_point_is_differentiated():
    def newton(a):
        return lambda x: 0.5 * (x + a / x)

    def root(a):
        return fixed_point(newton, a, 1.0, lambda x, y: abs(x - y), 1e-12)

    assert float(grad(root)(4.0)) == pytest.approx(0.25)


@pytest.mark.parametrize("name", ["sgd", "rmsprop", "adam"])
def test_optimisers_take_autograd_s_steps(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pytest.importorskip("autograd.misc.optimizers")
    start = {"w": onp.array([1.0, -2.0]), "b": onp.array(0.5)}
    seen = []

    def loss(p, i):
        return np.sum((p["w"] - 3.0) ** 2) * (1 + i) + np.exp(p["b"]) * p["w"][0] ** 2

    found = getattr(optimizers, name)(
        grad(loss), start, lambda p, i, g: seen.append((i, g)), num_iters=7, step_size=0.01
    )
    expected = getattr(theirs, name)(grad(loss), start, num_iters=7, step_size=0.01)
    onp.testing.assert_allclose(found["w"], expected["w"], rtol=1e-12)
    onp.testing.assert_allclose(found["b"], expected["b"], rtol=1e-12)
    assert [i for i, _ in seen] == list(range(7))
    onp.testing.assert_allclose(seen[0][1]["w"], grad(loss)(start, 0)["w"])


def test_the_tutorial_s_network_learns():
    npr.seed(0)
    inputs = np.linspace(-2.0, 2.0, 40).reshape(-1, 1)
    targets = inputs[:, 0] ** 3 - 2 * inputs[:, 0]
    parameters = {"W1": npr.randn(1, 8), "b1": npr.randn(8), "W2": npr.randn(8, 1), "b2": 0.0}

    def loss(p, i):
        hidden = np.tanh(np.dot(inputs, p["W1"]) + p["b1"])
        output = np.dot(hidden, p["W2"]) + p["b2"]
        return np.mean(0.5 * np.square(output.reshape(output.shape[0]) - targets))

    trained = optimizers.sgd(grad(loss), parameters, step_size=0.1, num_iters=500)
    assert loss(trained, 0) < 0.1 * loss(parameters, 0)


# Programs that trace, and rules, nodes and values of one's own


def test_a_class_of_nodes_sees_each_step_as_it_happens():
    lines = []

    class Printed(tracer.Node):
        def __init__(self, value, fun, args, kwargs, parent_argnums, parents):
            names = list(args)
            for place, parent in zip(parent_argnums, parents, strict=True):
                names[place] = parent.name
            self.name = "abcdefghijklmnop"[len(lines)]
            lines.append(f"{self.name} = {fun.__name__}({', '.join(map(str, names))})")

        def initialize_root(self, name):
            self.name = name

    def f(x):
        y = np.sin(x + x)
        np.cos(x)  # not used, and seen all the same
        return (y + y) / 2

    value, node = tracer.trace(Printed.new_root("x"), f, 1.23)
    assert value == f(1.23) and node.name == "e"
    assert lines == [
        "a = add(x, x)",
        "b = sin(a)",
        "c = cos(x)",
        "d = add(b, b)",
        "e = divide(d, 2)",
    ]
    value, _ = tracer.trace(Printed.new_root("x"), grad(lambda x: x * x * x), 2.0)
    assert value == 12.0


def test_a_node_may_be_reverse_or_forward_mode_itself():
    def f(x):
        return np.sum(np.tanh(x[0] * x[1]) * np.ones(3) + np.linalg.norm(x[1]))

    x = (0.7, onp.array([0.2, -0.4, 1.1]))
    value, end = tracer.trace(core.VJPNode.new_root(), f, x)
    by_nodes, by_engine = core.backward_pass(1.0, end), grad(f)(x)
    test_util.check_equivalent(
        tuple(map(onp.asarray, by_nodes)), tuple(map(onp.asarray, by_engine))
    )
    v = (1.0, onp.array([2.0, 0.5, -1.0]))
    _, end = tracer.trace(core.JVPNode.new_root(v), f, x)
    assert end.g == pytest.approx(core.make_jvp(f, x)(v)[1], rel=1e-12)


def test_a_graph_that_is_kept_runs_without_its_python():
    runs = []

    def f(x, y, z):
        runs.append(x)
        return grad(lambda x: np.sin(x) * y + x * z)(x * y)

    kept = const_graph(f, 1.0, z=3.0)
    assert [float(kept(y)) for y in (2.0, 0.5)] == [f(1.0, 2.0, 3.0), f(1.0, 0.5, 3.0)]
    assert len(runs) == 3
    last = tracers.full_graph(lambda x, y: np.exp(x) * y, 0.0, 3.0)
    fun, args, kwargs, parents = last.recipe
    assert (last.value, fun.__name__, args, kwargs) == (3.0, "multiply", (1.0, 3.0), {})
    assert [(place, node.value) for place, node in parents] == [(0, 1.0), (1, 3.0)]


def test_rules_for_a_selection_of_arguments():
    @extend.primitive
    def product(*factors):
        return onp.prod(factors)

    extend.defvjp_argnums(
        product, lambda places, ans, args, kwargs: lambda g: [g * ans / args[i] for i in places]
    )
    extend.defjvp_argnums(
        product,
        lambda places, gs, ans, args, kwargs: sum(
            g * ans / args[i] for i, g in zip(places, gs, strict=True)
        ),
    )
    assert grad(product, (0, 2))(2.0, 3.0, 5.0) == (15.0, 6.0)
    test_util.check_grads(product, (0, 1, 2))(2.0, 3.0, 5.0)
    _, end = tracer.trace(core.VJPNode.new_root(), lambda x: product(x, x, 4.0), 3.0)
    assert core.backward_pass(1.0, end) == 24.0


def test_a_rule_for_a_function_of_numpy_is_refused_or_kept_to_nodes():
    for give in (extend.defvjp, extend.defjvp, extend.defvjp_argnum, extend.defjvp_argnums):
        with pytest.raises(MissingRule, match="sin takes no rule: .* own = adlearn.primitive"):
            give(np.sin, lambda *args: None)
    for put, trace_ in ((onp.sin, np.sin), (np.sin, onp.sin)):
        core.primitive_vjps[put] = lambda argnums, ans, args, kwargs: lambda g: (7.0 * g,)
        _, end = tracer.trace(core.VJPNode.new_root(), trace_, 0.0)
        assert core.backward_pass(1.0, end) == 7.0 and grad(np.sin)(0.0) == 1.0
        core.primitive_vjps.pop(trace_)
        _, end = tracer.trace(core.VJPNode.new_root(), put, 0.0)
        assert core.backward_pass(1.0, end) == 1.0
    with pytest.raises(NotImplementedError):
        grad(extend.primitive(lambda x: 2.0 * x))(1.0)


class Polynomial:
    """A function that is a vector: coefficients by power."""

    def __init__(self, coefficients):
        self.coefficients = coefficients

    @extend.primitive
    def __call__(self, x):
        return sum(c * x**n for n, c in self.coefficients.items())

    def __add__(self, other):
        return extend.vspace(self).add(self, other)

    def __mul__(self, a):
        return extend.vspace(self).scalar_mul(self, a)


class PolynomialBox(extend.Box, Polynomial):
    __slots__ = ()


class Polynomials(extend.VSpace):
    def zeros(self):
        return Polynomial({})

    def _add(self, f, g):
        powers = {**f.coefficients, **g.coefficients}
        return Polynomial(
            {n: f.coefficients.get(n, 0.0) + g.coefficients.get(n, 0.0) for n in powers}
        )

    def _scalar_mul(self, f, a):
        return Polynomial({n: a * c for n, c in f.coefficients.items()})


@pytest.fixture
def polynomials_registered(monkeypatch):
    monkeypatch.setitem(extend.Box.type_mappings, Polynomial, PolynomialBox)
    monkeypatch.setitem(extend.VSpace.mappings, Polynomial, Polynomials)
    extend.defvjp(
        Polynomial.__call__,
        lambda ans, f, x: lambda g: Polynomial({n: x**n for n in range(3)}) * g,
    )


@pytest.mark.usefixtures("polynomials_registered")
def test_the_gradient_by_a_value_of_one_s_own_type_is_one():
    def loss(f):
        return (f(2.0) - 5.0) ** 2 + 3.0 * (f + f)(1.0)

    f = Polynomial({0: 1.0, 1: 1.0, 2: 1.0})
    slope = 2 * (7.0 - 5.0)
    found = grad(loss)(f).coefficients
    assert found == {n: slope * 2.0**n + 6.0 for n in range(3)}
    value, gradient = autograd.value_and_grad(loss)(f)
    assert value == 22.0 and gradient.coefficients == found


def test_a_primitive_may_be_a_method():
    class Scaled:
        def __init__(self, factor):
            self.factor = factor

        @extend.primitive
        def of(self, x):
            return self.factor * onp.sin(x)

    extend.defvjp(Scaled.of, None, lambda ans, self, x: lambda g: g * self.factor * np.cos(x))
    assert grad(Scaled(3.0).of)(0.0) == 3.0 and Scaled.of.__name__ == "of"


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        onp.ones((2, 3)),
        1j * onp.ones(2),
        [1.0, (onp.zeros(2), {"a": 2.0})],
        onp.linalg.eigh(onp.eye(2)),
    ],
)
def test_a_space_has_its_vectors_and_its_products(value):
    space = core.vspace(value)
    basis = list(space.standard_basis())
    assert len(basis) == space.size and core.vspace(basis[0]) == space
    x, y = space.randn(), space.randn()
    weights = [space.inner_prod(x, e) for e in basis]
    again = space.zeros()
    for weight, e in zip(weights, basis, strict=True):
        again = space.add(again, space.scalar_mul(e, weight))
    test_util.check_equivalent(again, x)
    assert space.inner_prod(x, space.ones()) == pytest.approx(sum(weights))
    assert test_util.scalar_close(space.inner_prod(x, y), space.inner_prod(y, x))
    for operation, at in ((space.add, (x, y)), (space.inner_prod, (x, y)), (space.covector, (x,))):
        test_util.check_grads(operation, tuple(range(len(at))))(*at)
    test_util.check_grads(space.scalar_mul, (0, 1))(x, 0.7)


def test_dictionaries_of_a_space_may_list_their_keys_in_any_order():
    space = core.vspace({"a": 1.0, "b": onp.ones(2)})
    total = space.add({"a": 1.0, "b": onp.ones(2)}, {"b": 3 * onp.ones(2), "a": 5.0})
    assert total["a"] == 6.0 and total["b"].tolist() == [4.0, 4.0]


def test_derivatives_are_named_after_their_function():
    def cost(x):
        return x * x

    assert grad(cost, 0).__name__ == "grad_of_cost_wrt_argnum_0"
    assert autograd.jacobian(grad(cost)).__name__.startswith("jacobian_of_grad_of_cost")
    assert "cost" in grad(cost).__doc__ and grad.__name__ == "grad"


def test_a_traced_value_is_a_box_whatever_engine_traces_it():
    seen = []

    def f(x):
        seen.append((isinstance(x, extend.Box), isinstance(x, ArrayBox), tracer.isbox(x)))
        assert tracer.getval(x) == x._value == 2.0
        return x * x

    grad(f)(2.0), autograd.deriv(f)(2.0), tracer.trace(core.VJPNode.new_root(), f, 2.0)
    assert seen == [(True, True, True)] * 3
    assert not isinstance(2.0, extend.Box) and not isinstance(onp.ones(2), ArrayBox)


def test_the_checks_find_what_is_wrong():
    @extend.primitive
    def cube(x):
        return x**3

    extend.defvjp(cube, lambda ans, x: lambda g: 2.9 * x**2 * g)
    extend.defjvp(cube, lambda g, ans, x: 3 * x**2 * g)
    test_util.check_jvp(cube, 2.0)
    for check in (test_util.check_vjp, util.quick_grad_check):
        with pytest.raises(AssertionError, match=r"\(VJP\) check of .* failed"):
            check(cube, 2.0)
    util.quick_grad_check(lambda x, y, z: x * y * z, 1.0, (2.0,), {"z": 3.0})
    with pytest.raises(AssertionError):
        test_util.check_equivalent(onp.ones(2), onp.ones(2) * (1 + 1e-4))
    with pytest.raises(AssertionError):
        test_util.check_equivalent(onp.ones(2), onp.ones(3))


def test_old_ways_to_give_a_rule_still_work():
    @core.primitive
    def product(x, y):
        return x * y

    with pytest.warns(DeprecationWarning, match="extend.defvjp"):
        product.defgrad(lambda ans, x, y: lambda g: y * g)
        product.defvjp(lambda g, ans, vs, gvs, x, y: x * g * (vs == gvs), argnum=1)
    assert grad(product, (0, 1))(2.0, 3.0) == (3.0, 2.0)
    with pytest.warns(DeprecationWarning):
        product.defvjp_is_zero([1])
    assert grad(product, 1)(2.0, 3.0) == 0.0


def test_an_untraced_function_gives_plain_values():
    class Counted(tracer.Node):
        def __init__(self, value, fun, args, kwargs, parent_argnums, parents):
            self.depth = 1 + max(parent.depth for parent in parents)

        def initialize_root(self):
            self.depth = 0

    tracer.register_notrace(Counted, onp.exp)
    _, end = tracer.trace(Counted.new_root(), lambda x: np.exp(x) * x, 1.0)
    assert end.depth == 1


def test_a_primitive_that_hides_a_traced_value_is_refused():
    def f(x):
        return extend.primitive(lambda y: x * y)(2.0) + extend.primitive(lambda y: x * y)(x)

    with pytest.raises(LostDerivative, match="not among its arguments"):
        tracer.trace(core.VJPNode.new_root(), f, 3.0)


def test_names_of_numpy_are_autograd_s():
    assert np.__version__ == onp.__version__ and util.func(len) is len
    assert np.where(False, 1, 2.0) == 2.0 and np.where(condition=[True], x=1.0, y=2.0) == [1.0]
    assert grad(lambda x: np.where(x > 0, x=x * x, y=0.0))(3.0) == 6.0
    assert numpy_vjps.unbroadcast_f(1.0, lambda g: 2 * g)(onp.ones(3)) == 6.0
    assert np.linalg.T(onp.ones((2, 3))).shape == (3, 2)
