"""Programs written for autodidact, micrograd and needle run over this engine."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest

import adlearn.compat.autodidact.numpy as anp
import adlearn.compat.needle as ndl
from adlearn import numpy as engine_numpy
from adlearn.compat import autodidact as ad
from adlearn.compat.micrograd.engine import Value
from adlearn.compat.micrograd.nn import MLP
from adlearn.derivatives.transforms import grad as engine_grad, jvp
from adlearn.errors import IndependentOutputWarning, MissingRule, NotANumber, WrongShape
from adlearn.rules.primitive import Primitive
from adlearn.rules.scalars import RULES

# autodidact


def lecture_backward_pass(g, end_node):
    """The walk as lectures print it: by recipes, and a table of rules."""
    cotangents = {end_node: g}
    for node in ad.toposort(end_node):
        cotangent = cotangents.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents, strict=True):
            message = ad.primitive_vjps[fun][argnum](cotangent, value, *args, **kwargs)
            cotangents[parent] = ad.add_outgrads(cotangents.get(parent), message)
    return cotangent


def network_loss(w):
    return np.sum(np.tanh(np.dot(np.ones((3, 2)), w) + w[0]) ** 2) + np.sum(
        np.sort(w, axis=0) / w.T
    )


WALKS = [ad.backward_pass, lecture_backward_pass]


@pytest.mark.parametrize("walk", WALKS)
def test_both_walks_give_the_engine_gradient(walk):
    w = np.array([[1.0, 0.3], [-0.2, 2.0]])
    value, end = ad.trace(ad.Node.new_root(), network_loss, w)
    np.testing.assert_allclose(value, network_loss(w))
    np.testing.assert_allclose(walk(np.ones(()), end), engine_grad(network_loss)(w))


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_inside_a_derivative_is_differentiated(walk):
    def slope(x):
        _, end = ad.trace(ad.Node.new_root(), lambda x: np.sin(x) * x**3, x)
        return walk(np.ones(()), end)

    x = 0.7
    second = (6 * x - x**3) * np.sin(x) + 6 * x**2 * np.cos(x)
    assert float(ad.grad(slope)(x)) == pytest.approx(second, rel=1e-12)
    assert float(engine_grad(slope)(x)) == pytest.approx(second, rel=1e-12)
    assert float(jvp(ad.grad(lambda x: np.sin(x) * x**3), (x,), (1.0,))[1]) == pytest.approx(second)


@pytest.mark.parametrize(
    "inner",
    [
        lambda d, x: lambda y: d(lambda z: x * z * z + y * z * x)(y),
        lambda d, x: lambda y: d(lambda z: np.sin(x * z) * z)(y * x),
        lambda d, x: lambda y: jvp(lambda z: x * d(lambda t: t * z * y)(z), (y,), (x,))[1],
    ],
)
def test_a_trace_between_two_derivatives_keeps_them_apart(inner):
    def between(outer, middle, innermost):
        return outer(lambda x: middle(inner(innermost, x))(x))(1.3)

    expected = between(engine_grad, engine_grad, engine_grad)
    for derivatives in itertools.product([ad.grad, engine_grad], repeat=3):
        assert float(between(*derivatives)) == pytest.approx(float(expected), rel=1e-12)


def test_vjp_may_be_called_again_and_takes_any_cotangent():
    vjp, end_value = ad.make_vjp(lambda x: x * x, np.array([1.0, 2.0]))
    np.testing.assert_array_equal(end_value, [1.0, 4.0])
    np.testing.assert_array_equal(vjp(np.array([1.0, 0.0])), [2.0, 0.0])
    np.testing.assert_array_equal(vjp(np.array([0.0, 3.0])), [0.0, 12.0])
    with pytest.raises(WrongShape):
        vjp(np.ones(3))


def test_an_output_that_does_not_depend_on_the_input_has_gradient_zero():
    with pytest.warns(IndependentOutputWarning):
        vjp, end_value = ad.make_vjp(lambda x: 5.0, np.ones(2))
    assert end_value == 5.0
    np.testing.assert_array_equal(vjp(1.0), [0.0, 0.0])


def test_a_node_says_what_was_computed_from_what():
    _, end = ad.trace(ad.Node.new_root(), lambda x: np.exp(x) * 3.0, 2.0)
    assert end.value == pytest.approx(3 * np.exp(2.0)) and len(end.args) == 2
    assert end.argnums == (0,) and end.args[1] == 3.0
    (inner,) = end.parents
    (root,) = inner.parents
    assert root.value == 2.0 and root.parents == [] and root.fun is None
    assert list(ad.toposort(end)) == [end, inner, root]


def test_own_rules_have_the_lecture_signature_and_broadcast():
    @ad.primitive
    def scaled(x, y):
        return x * y

    ad.defvjp(scaled, lambda g, ans, x, y: y * g, lambda g, ans, x, y: x * g)
    x, y = np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0, 3.0])
    np.testing.assert_array_equal(ad.grad(scaled, 1)(x, y), x.sum(axis=0))
    hessian_row = ad.grad(lambda y: np.sum(ad.grad(scaled)(x, y) * x))(y)
    np.testing.assert_array_equal(hessian_row, x.sum(axis=0))
    np.testing.assert_array_equal(engine_grad(lambda y: np.sum(scaled(x, y)))(y), x.sum(axis=0))
    ad.defvjp(scaled, lambda g, ans, x, y: np.ones(5))
    with pytest.raises(WrongShape, match="scaled for argument 0"):
        ad.grad(scaled)(x, y)


@pytest.mark.parametrize("made", [list, tuple, lambda x: dict(enumerate(x))])
def test_autodidact_differentiates_by_arrays_and_says_what_to_do_with_containers(made):
    with pytest.raises(NotANumber, match="Make an array of it"):
        ad.grad(lambda x: x[0] * x[1])(made([1.0, 2.0]))
    by_first = ad.grad(lambda a, b: (lambda x: x[0] * x[1])(made([a, b])))
    assert float(by_first(1.0, 2.0)) == 2.0


def test_the_remedy_for_a_missing_rule_is_in_the_signature_of_autodidact():
    @ad.primitive
    def squared(x):
        return x**2

    form = r"defvjp\(squared, lambda g, ans, \*args: ..."
    with pytest.raises(MissingRule, match=form + r", argnums=\(0,\)\)"):
        ad.grad(squared)(3.0)
    ad.defvjp(squared, lambda ans, x, *more: lambda g: 2 * x * g)
    with pytest.raises(MissingRule, match=form):
        ad.grad(squared)(3.0)
    ad.defvjp(squared, lambda ans, x: lambda g: 2 * x * g)
    with pytest.raises(TypeError) as caught:
        ad.grad(squared)(3.0)
    assert "lambda g, ans, *args" in caught.value.__notes__[-1]
    ad.defvjp(squared, lambda g, ans, *args: 2 * args[0] * g, argnums=(0,))
    assert float(ad.grad(squared)(3.0)) == 6.0


PRINTED = """
defvjp(negative, lambda g, ans, x: -g)
defvjp(exp,      lambda g, ans, x: ans * g)
defvjp(log,      lambda g, ans, x: g / x)

defvjp(add,      lambda g, ans, x, y : g,
                 lambda g, ans, x, y : g)
defvjp(multiply, lambda g, ans, x, y : y * g,
                 lambda g, ans, x, y : x * g)
defvjp(subtract, lambda g, ans, x, y : g,
                 lambda g, ans, x, y : -g)
"""


@pytest.fixture
def rules_put_back():
    before = dict(ad.primitive_vjps)
    ad.primitive_vjps.clear()
    yield
    ad.primitive_vjps.clear()
    ad.primitive_vjps.update(before)


@pytest.mark.usefixtures("rules_put_back")
def test_the_lecture_s_rules_are_those_of_its_own_numpy():
    def f(x):
        return anp.sum(anp.exp(-x) * anp.log(x) - anp.add(x, 2.0) * x[0])

    x = np.array([0.7, 1.9])
    exec(PRINTED, {"defvjp": ad.defvjp, **vars(anp)})
    np.testing.assert_allclose(ad.grad(f)(x), engine_grad(f)(x), rtol=1e-14)
    ad.defvjp(anp.negative, lambda g, ans, x: 7.0 * g)
    by_rule = [ad.grad(g)(2.0) for g in (anp.negative, np.negative, lambda x: -x)]
    assert by_rule == [7.0, 7.0, 7.0] and engine_grad(anp.negative)(2.0) == -1.0
    assert ad.grad(ad.grad(lambda x: -x * x))(2.0) == 14.0
    for name in (np.sin, engine_numpy.sin, anp.sin):
        ad.primitive_vjps[name] = {0: lambda g, ans, x: 5.0 * g}
        assert ad.grad(anp.sin)(0.0) == 5.0
        del ad.primitive_vjps[anp.sin]
        assert ad.grad(name)(0.0) == 1.0


@pytest.mark.parametrize(
    "f",
    [
        lambda x: np.sum(np.linalg.eigh(x @ x.T + np.diag([1.0, 5.0]))[0] ** 3),
        lambda x: np.sum(np.concatenate([x, x[:1] ** 2]) / np.stack([x[0], x[1], x[0]])),
        lambda x: np.std(x, axis=0, keepdims=True)[0, 1] * np.where(x > 0, x, np.floor(x)).sum(),
        lambda x: anp.array([x[0, 0], x[1, 1] ** 2, 3.0]) @ np.fft.ifft(x.ravel())[:3].real,
        lambda x: engine_grad(lambda y: np.sum(np.sin(x * y) * y[::-1]))(x)[0, 1],
    ],
)
def test_whatever_the_engine_differentiates_can_be_traced_with_nodes(f):
    x = np.array([[0.3, 0.9], [1.2, -0.4]])
    np.testing.assert_allclose(ad.grad(f)(x), engine_grad(f)(x), rtol=1e-12)
    v = np.array([[0.2, -1.0], [0.5, 0.7]])
    theirs = ad.grad(lambda x: np.sum(ad.grad(f)(x) * v))(x)
    expected = engine_grad(lambda x: np.sum(engine_grad(f)(x) * v))(x)
    np.testing.assert_allclose(theirs, expected, rtol=1e-10, atol=1e-13)


# micrograd


def test_the_program_of_its_readme_gives_the_printed_numbers():
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    assert f"{g.data:.4f}" == "24.7041"
    g.backward()
    assert (f"{a.grad:.4f}", f"{b.grad:.4f}") == ("138.8338", "645.5773")


def test_every_operator_of_a_value_agrees_with_finite_differences():
    def program(a, b):
        t = (a - 2.0) * b / a + 3.0 / b - (1.0 - a) ** 2 + -b + 2.0**a
        return (t * 0.1).tanh() + (a / 4).exp() + b.log() + (a - 10.0).relu() + (b - 1.0).relu()

    def value(a, b):
        return program(Value(a), Value(b)).data

    a, b, h = Value(1.3), Value(2.4), 1e-6
    program(a, b).backward()
    assert a.grad == pytest.approx((value(1.3 + h, 2.4) - value(1.3 - h, 2.4)) / (2 * h), rel=1e-7)
    assert b.grad == pytest.approx((value(1.3, 2.4 + h) - value(1.3, 2.4 - h)) / (2 * h), rel=1e-7)


def test_gradients_of_leaves_add_up_until_they_are_forgotten():
    x = Value(3.0)
    assert x.grad == 0
    for expected in (6.0, 12.0):
        (x * x).backward()
        assert x.grad == expected
    x.data -= 1.0
    assert x.data == 2.0 and x.grad == 12.0
    x.grad = 0
    (x * x).backward()
    assert x.grad == 4.0


def test_a_graph_can_be_drawn():
    a, b = Value(2.0, label="a"), Value(3.0)
    c = a * b + a
    assert c._op == "+" and a in c._prev and len(c._prev) == 2
    assert repr(a) == "Value(data=2.0, grad=0)" and a.label == "a"


def test_a_network_learns_what_one_line_cannot_separate():
    random.seed(1)
    network = MLP(2, [8, 8, 1])
    assert len(network.parameters()) == 24 + 72 + 9
    points = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)]
    signs = [-1.0, -1.0, 1.0, 1.0]

    def loss():
        terms = ((1 + -s * network(p)).relu() for p, s in zip(points, signs, strict=True))
        return sum(terms) * (1.0 / 4.0)

    first = loss().data
    for _ in range(200):
        network.zero_grad()
        loss().backward()
        for parameter in network.parameters():
            parameter.data -= 0.1 * parameter.grad
    assert loss().data < 0.1 * first
    assert [np.sign(network(p).data) for p in points] == signs


def test_steps_are_called_by_hand_in_the_right_order():
    a, b, c = Value(2.0), Value(-3.0), Value(10.0)
    e = a * b
    d = e + c
    loss = d * a
    loss.grad = 1.0
    for value in (loss, d, e):
        value._backward()
    assert (a.grad, b.grad, c.grad) == (4.0 - 6.0, 4.0, 2.0)


def test_an_operation_of_one_s_own_has_a_step_of_its_own(monkeypatch):
    monkeypatch.setattr(Value, "by_hand", False)

    def tanh(x):
        t = math.tanh(x.data)
        out = Value(t, (x,), "tanh")

        def step():
            x.grad += (1 - t * t) * out.grad

        out._backward = step
        return out

    x = Value(0.5)
    y = tanh(x * 2) * 3 + x
    slope = 6 * (1 - math.tanh(1.0) ** 2) + 1
    for times in (1, 2):
        y.backward()
        assert x.grad == pytest.approx(times * slope) and y.grad == 1


def test_a_long_program_of_values_needs_no_recursion():
    x = y = Value(1.0)
    for _ in range(20_000):
        y = y + 1e-4 * x
    y.backward()
    assert x.grad == pytest.approx(3.0)


# needle


def tensors(*shapes):
    generator = np.random.default_rng(0)
    return [ndl.Tensor(generator.uniform(0.5, 2.0, shape)) for shape in shapes]


PROGRAMS = {
    "add": (lambda a, b: a + b, (3, 4), (4,)),
    "subtract": (lambda a, b: a - b, (1, 4), (3, 1)),
    "multiply": (lambda a, b: a * b, (3, 1), (2, 1, 4)),
    "divide": (lambda a, b: a / b, (4,), (3, 4)),
    "power": (lambda a, b: ndl.power(a, b), (3, 4), (3, 1)),
    "add_scalar": (lambda a: a + 2.0, (3,)),
    "subtract_from_scalar": (lambda a: 2.0 - a, (3,)),
    "mul_scalar": (lambda a: 3.0 * a, (2, 3)),
    "power_scalar": (lambda a: a**3, (2, 3)),
    "power_zero": (lambda a: a**0, (2, 3)),
    "divide_scalar": (lambda a: a / 3.0, (2, 3)),
    "divide_into_scalar": (lambda a: 3.0 / a, (2, 3)),
    "matmul": (lambda a, b: a @ b, (3, 4), (4, 2)),
    "matmul_batched": (lambda a, b: a @ b, (5, 3, 4), (4, 2)),
    "matmul_batches_broadcast": (lambda a, b: a @ b, (1, 6, 3, 4), (5, 1, 4, 2)),
    "matmul_vectors": (lambda a, b: a @ b, (4,), (4,)),
    "matmul_matrix_vector": (lambda a, b: a @ b, (2, 3, 4), (4,)),
    "matmul_vector_matrix": (lambda a, b: a @ b, (4,), (2, 4, 3)),
    "sum_all": (lambda a: a.sum(), (2, 3)),
    "sum_axis": (lambda a: ndl.summation(a, 1), (2, 3, 4)),
    "sum_axes": (lambda a: ndl.summation(a, (0, -1)), (2, 3, 4)),
    "broadcast_to": (lambda a: ndl.broadcast_to(a, (4, 2, 3)), (2, 1)),
    "reshape": (lambda a: ndl.reshape(a, (3, 2)), (2, 3)),
    "negate": (lambda a: ndl.negate(a), (2, 3)),
    "transpose": (lambda a: ndl.transpose(a), (2, 3, 4)),
    "transpose_axes": (lambda a: ndl.transpose(a, (0, 2)), (2, 3, 4)),
    "log": (lambda a: ndl.log(a), (2, 3)),
    "exp": (lambda a: ndl.exp(a), (2, 3)),
    "relu": (lambda a: ndl.relu(a - 1.0), (2, 3)),
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("order", [1, 2])
def test_gradients_of_operations_agree_with_finite_differences(name, order):
    program, *shapes = PROGRAMS[name]
    inputs = tensors(*shapes)
    generator = np.random.default_rng(1)
    weights = ndl.Tensor(generator.standard_normal(program(*inputs).shape), requires_grad=False)
    directions = [ndl.Tensor(generator.standard_normal(s), requires_grad=False) for s in shapes]

    def number(*values):
        output = program(*values)
        total = (weights * output * output).sum()
        if order == 1:
            return total
        total.backward()
        parts = [(x.grad * v).sum() for x, v in zip(values, directions, strict=True)]
        return ndl.autograd.sum_node_list(parts)

    number(*inputs).backward()
    assert [x.grad.shape for x in inputs] == [x.shape for x in inputs]
    steps = [generator.standard_normal(shape) for shape in shapes]
    by_rule = sum(float(np.sum(x.grad.numpy() * v)) for x, v in zip(inputs, steps, strict=True))
    h = 1e-5
    there, back = (
        number(*(ndl.Tensor(x.numpy() + t * v) for x, v in zip(inputs, steps, strict=True)))
        for t in (h, -h)
    )
    by_difference = float(there.numpy() - back.numpy()) / (2 * h)
    assert by_rule == pytest.approx(by_difference, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("log", ndl.log),
        ("relu", ndl.relu),
        ("exp", ndl.exp),
        ("neg", ndl.negate),
        ("pow", lambda x: x**3),
        ("mul", lambda x: x * 2.0),
        ("div", lambda x: x / 2.0),
        ("add", lambda x: x + 2.0),
    ],
)
def test_slopes_of_single_elements_are_those_of_the_rule_table(line, program, monkeypatch):
    x = ndl.Tensor([1.5])
    program(x).backward()
    right = x.grad.numpy()
    rule = RULES[line]
    told = Primitive(line, rule.value, tuple(f"2.0 * ({partial})" for partial in rule.partials))
    monkeypatch.setitem(RULES, line, told)
    program(x).backward()
    np.testing.assert_allclose(x.grad.numpy(), 2.0 * right)


def test_a_formula_with_cases_is_read_element_by_element():
    x, y = ndl.Tensor([-1.0, 0.0, 2.0]), ndl.Tensor([[3.0], [-3.0]])
    assert ndl.relu(x).numpy().tolist() == [0.0, 0.0, 2.0]
    ndl.relu(x).sum().backward()
    assert x.grad.numpy().tolist() == [0.0, 0.0, 1.0]
    chosen = ndl.where(x > 0.0, x * x, x * y)
    chosen.sum().backward()
    assert x.grad.numpy().tolist() == [0.0, 0.0, 8.0]
    assert y.grad.numpy().tolist() == [[-1.0], [-1.0]]


def test_a_power_of_zero_is_constant_also_at_zero():
    x = ndl.Tensor([0.0, 2.0])
    (x**0).sum().backward()
    np.testing.assert_array_equal(x.grad.numpy(), [0.0, 0.0])


def test_a_power_has_the_engine_s_slopes_where_the_base_is_zero():
    bases, exponents = [0.0, 0.0, 0.0, 2.0, 2.0, 3.0], [3.0, 1.0, 0.0, 0.0, 3.0, -2.0]
    a, b = ndl.Tensor(bases), ndl.Tensor(exponents)
    with np.errstate(divide="ignore"):
        ndl.power(a, b).sum().backward()
    for i, pair in enumerate(zip(bases, exponents, strict=True)):
        with np.errstate(divide="ignore"):
            by_a, by_b = engine_grad(np.power, (0, 1))(*pair)
        assert (a.grad.numpy()[i], b.grad.numpy()[i]) == pytest.approx((by_a, by_b))


def test_second_slopes_of_a_power_are_right_or_nan_where_the_base_is_zero():
    def hessian_row(exponent):
        a, b = ndl.Tensor([0.0, 2.0]), ndl.Tensor([exponent, -1.5])
        ndl.power(a, b).sum().backward()
        a.grad.sum().backward()
        return a.grad.numpy(), b.grad.numpy()

    with np.errstate(divide="ignore", invalid="ignore"):
        rows = {exponent: hessian_row(exponent) for exponent in (2.0, 1.0, 0.0)}
    right = {2.0: (2.0, 0.0), 1.0: (0.0, np.nan), 0.0: (0.0, np.nan)}
    for exponent, (by_a, by_b) in rows.items():
        np.testing.assert_array_equal((by_a[0], by_b[0]), right[exponent])
        elsewhere = 3.75 * 2.0**-3.5, 2.0**-2.5 * (1 - 1.5 * np.log(2.0))
        np.testing.assert_allclose((by_a[1], by_b[1]), elsewhere)


def test_each_gradient_has_the_shape_of_its_input_before_any_walk():
    a, b = tensors((3, 1), (2, 1, 4))
    for output in (a + b, a * b, a / b, ndl.power(a, b)):
        gradients = output.op.gradient_as_tuple(ndl.Tensor(np.ones(output.shape)), output)
        assert [g.shape for g in gradients] == [(3, 1), (2, 1, 4)]


def test_the_order_is_depth_first_with_inputs_listed_first():
    a, b = ndl.Tensor([[2.0]]), ndl.Tensor([[3.0]])
    c = 3 * a * a + 4 * b * a - a
    order = [node.numpy().item() for node in ndl.autograd.find_topo_sort([c])]
    assert order == [2.0, 6.0, 12.0, 3.0, 12.0, 24.0, 36.0, -2.0, 34.0]
    kinds = [type(node.op).__name__ for node in ndl.find_topo_sort([a - b])]
    assert kinds == ["NoneType", "NoneType", "Negate", "EWiseAdd"]


def test_second_derivatives_come_from_the_gradient_of_a_gradient():
    x, y = ndl.Tensor([6.0]), ndl.Tensor([0.0])
    z = x * x + x * y
    z.backward()
    by_x, by_y = x.grad, y.grad
    assert (by_x.numpy(), by_y.numpy()) == (12.0, 6.0)
    by_x.backward()
    assert (x.grad.numpy(), y.grad.numpy()) == (2.0, 1.0)


def test_constants_are_leaves_and_get_no_gradient():
    x, c = ndl.Tensor([2.0]), ndl.Tensor([3.0], requires_grad=False)
    assert (c * c).is_leaf() and x.detach().is_leaf() and not x.data.requires_grad
    (x * c).backward()
    assert x.grad.numpy() == 3.0 and c.grad is None
    x.data = x.data - 0.5 * x.grad.data
    assert x.is_leaf() and x.numpy() == 0.5
    with pytest.raises(WrongShape):
        x.backward(ndl.Tensor([1.0, 2.0]))


def test_the_precision_of_the_inputs_is_kept():
    w = ndl.Tensor(np.ones((2, 2)), dtype="float32")
    loss = (ndl.relu(ndl.exp(w) @ w - 1) / 3 + 2 * w**2 - 1 / ndl.log(w + 1)).sum()
    loss.backward()
    assert loss.dtype == np.float32 and w.grad.dtype == np.float32


def test_a_deep_graph_needs_no_recursion():
    x = y = ndl.Tensor([1.0])
    for _ in range(2_000):
        y = y + x
    y.backward()
    assert x.grad.numpy() == 2_001.0


def test_an_operation_of_your_own_needs_compute_and_gradient_only():
    class Square(ndl.TensorOp):
        def compute(self, a):
            return a * a

        def gradient(self, out_grad, node):
            return 2 * out_grad * node.inputs[0]

    x = ndl.Tensor([3.0])
    Square()(x).backward()
    x.grad.backward()
    assert x.grad.numpy() == 2.0


def test_a_two_layer_network_trains_as_in_the_homework():
    generator = np.random.default_rng(0)
    points = generator.standard_normal((60, 2))
    labels = (points[:, 0] * points[:, 1] > 0).astype(int)
    one_hot = ndl.Tensor(np.eye(2)[labels], requires_grad=False)
    first = ndl.Tensor(generator.standard_normal((2, 16)))
    second = ndl.Tensor(generator.standard_normal((16, 2)) / 4)

    def softmax_loss(z):
        return (ndl.log(ndl.exp(z).sum(axes=(1,))).sum() - (z * one_hot).sum()) / z.shape[0]

    losses = []
    for _ in range(300):
        loss = softmax_loss(ndl.relu(ndl.Tensor(points) @ first) @ second)
        loss.backward()
        first = ndl.Tensor(first.numpy() - 0.5 * first.grad.numpy())
        second = ndl.Tensor(second.numpy() - 0.5 * second.grad.numpy())
        losses.append(loss.numpy().item())
    assert losses[-1] < 0.25 * losses[0]
