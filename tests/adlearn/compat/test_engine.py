"""The small engine's face keeps its promises: variables, modules, data sets, descent."""

from __future__ import annotations

import operator

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn.compat import engine
from adlearn.compat.engine import Module, MSELoss, Variable, nn, optimizer

# Variables

BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]


@pytest.mark.parametrize("operation", BINARY)
@pytest.mark.parametrize("shapes", [((), ()), ((2, 3), (2, 3)), ((2, 3), (3,)), ((), (2, 1))])
@pytest.mark.parametrize("which", ["both", "left", "right"])
def test_operators_and_their_derivatives_are_those_of_tensors(operation, shapes, which):
    random = np.random.default_rng(0)
    values = [random.uniform(0.5, 2.0, shape) for shape in shapes]
    found = []
    for kind in (Variable, ad.tensor):
        operands = [
            kind(value) if which in ("both", side) else value
            for value, side in zip(values, ("left", "right"), strict=True)
        ]
        out = operation(*operands)
        np.sum(out * out).backward()
        made = [operand.grad for operand in operands if isinstance(operand, kind_of(kind))]
        found.append([np.asarray(getattr(out, "value", getattr(out, "data", None))), *made])
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def kind_of(make):
    return Variable if make is Variable else ad.Tensor


@pytest.mark.parametrize("value", [3, 3.0, np.float32(3), [1, 2], np.ones((2, 1)), [[]]])
def test_a_value_and_its_gradient_have_one_shape_and_are_plain_numbers(value):
    v = Variable(value)
    for part in (v.value, v.grad):
        assert np.shape(part) == np.shape(value) == v.shape and part.dtype.kind == "f"
        assert isinstance(part, np.float64 if np.ndim(value) == 0 else np.ndarray)
    assert not np.any(v.grad)
    np.sum(v * 2.0).backward()
    np.testing.assert_array_equal(v.grad, np.full(np.shape(value), 2.0))
    assert isinstance(v.grad, np.float64 if np.ndim(value) == 0 else np.ndarray)


def test_gradients_are_added_until_they_are_forgotten():
    v = Variable(3)
    for expected in (6.0, 12.0):
        (v * v).backward()
        assert v.grad == expected
    v.zero_grad()
    assert v.grad == 0.0 and v.gradient_if_computed is None
    v.grad = 1
    (v * v).backward()
    assert v.grad == 7.0


def test_what_is_assigned_is_what_is_computed_with_next():
    v = Variable([[1.0, 2.0]])
    v.value[0, 0] = 5.0
    assert np.sum(v).value == 7.0
    v.value = [[1, 1]]
    assert np.sum(v).value == 2.0 and v.value.dtype == float


def test_functions_of_numpy_and_methods_give_variables():
    v = Variable([[1.0, 2.0], [3.0, 4.0]])
    for found in (np.sum(v, axis=0), v.sum(axis=0), v[0] + v[1], np.add.reduce(v)):
        assert isinstance(found, Variable) and found.value.tolist() == [4.0, 6.0]
    assert v.mean(axis=1, keepdims=True).shape == (2, 1) and v.T.value.tolist()[0] == [1.0, 3.0]
    assert (np.ones((1, 2)) @ v).value.tolist() == [[4.0, 6.0]]
    assert [row.value.tolist() for row in v] == [[1.0, 2.0], [3.0, 4.0]] and len(v) == 2
    assert np.concatenate([v, v]).shape == (4, 2) and np.where(v > 2, v, 0.0).value[0, 0] == 0.0


def test_a_single_variable_is_printed_compared_and_asked_for_its_truth_like_a_number():
    v = Variable(2)
    assert f"{v:.2f}" == "2.00" and f"{v}" == str(v) == "Variable(2.0)" and float(v) == 2.0
    assert v > 1 and v == 2 and v != 3 and operator.lt(1, v) and bool(v) and not Variable(0)
    assert {v: "known"}[v] == "known" and sum([v, v]).value == 4.0


@settings(max_examples=10)
@given(st.integers(0, 99))
def test_backward_agrees_with_differences(seed):
    random = np.random.default_rng(seed)
    at = random.uniform(0.5, 1.5, 3)

    def f(v):
        return np.sum(np.exp(-v) * v[0] ** 2 + np.log(v) / v[2])

    v = Variable(at)
    f(v).backward()
    for place in range(3):
        step = 1e-6 * np.eye(3)[place]
        assert v.grad[place] == pytest.approx((f(at + step) - f(at - step)) / 2e-6, rel=1e-6)


@pytest.mark.parametrize(
    ("mistake", "error", "says"),
    [
        (lambda v: (v * 2).grad, ad.NoGradient, "write x.value = x.value - rate"),
        (lambda v: (v * np.ones(2)).backward(), ad.NotScalar, "Take its sum or mean"),
        (lambda v: Variable("two"), ad.NotANumber, "needs numbers"),
        (lambda v: Variable(None), ad.NotANumber, "NoneType"),
        (lambda v: setattr(v, "value", "two"), ad.NotANumber, "needs numbers"),
        (lambda v: optimizer.GD([v - 0.1 * v]), ad.NoGradient, "has made another variable of it"),
    ],
)
def test_first_mistakes_are_told_with_the_remedy(mistake, error, says):
    with pytest.raises(error, match=says):
        mistake(Variable(2.0))


# Activations


@pytest.mark.parametrize("name", ["Exp", "ReLU", "Sigmoid", "Softplus", "Tanh"])
@pytest.mark.parametrize("at", [2.0, 0.0, [[-1.0], [0.5]]])
def test_activations_of_variables_are_those_of_tensors(name, at):
    v, x = Variable(at), ad.tensor(at)
    out, other = getattr(engine, name)()(v), getattr(ad.nn, name)()(x)
    np.sum(out).backward(), np.sum(other).backward()
    assert isinstance(out, Variable)
    np.testing.assert_array_equal(out.value, other.data)
    np.testing.assert_array_equal(v.grad, x.grad)
    plain = getattr(engine, name)()(np.asarray(at))
    assert not isinstance(plain, Variable)
    np.testing.assert_array_equal(plain, other.data)


# Modules and data sets


class Network(Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear((4, 2), seed=0), nn.Linear((1, 4), seed=1)
        self.activation = engine.Tanh()
        self.scale, self.rate = Variable(1.0), 0.5
        self.tied = [self.first, self.scale]

    def forward(self, x):
        return self.scale * self.last(self.activation(self.first(x)))


def test_parameters_are_collected_from_the_module_and_those_in_it_each_once():
    network = Network()
    found = network.collect_parameters()
    expected = [
        *(network.first.weight, network.first.bias, network.last.weight, network.last.bias),
        network.scale,
    ]
    assert list(map(id, found)) == list(map(id, expected))
    assert list(map(id, optimizer.GD(network).params)) == list(map(id, expected))


def test_the_loss_of_a_data_set_is_the_mean_of_its_losses():
    random = np.random.default_rng(0)
    x, y = random.normal(size=(6, 2, 1)), random.normal(size=(6, 1, 1))
    network = Network()
    found = network.forward_dataset(nn.Dataset(x, y), MSELoss())
    each = [float(MSELoss()(network(a), b)) for a, b in zip(x, y, strict=True)]
    assert isinstance(found, Variable) and float(found) == pytest.approx(np.mean(each))
    found.backward()
    whole = [p.grad for p in network.collect_parameters()]
    network.zero_grad()
    np.mean((network(x) - y) ** 2).backward()  # all columns at once
    for one, other in zip(whole, network.collect_parameters(), strict=True):
        np.testing.assert_allclose(one, other.grad, rtol=1e-9, atol=1e-12)
    pairs = network.forward_dataset(list(zip(x, y, strict=True)), MSELoss())
    assert float(pairs) == float(found)


@pytest.mark.parametrize("shape", [(2, 1), (2, 5), (3, 2, 1), (0, 2, 1)])
def test_a_linear_layer_takes_columns(shape):
    layer = nn.Linear((3, 2), seed=0)
    layer.bias.value = np.array([[1.0], [2.0], [3.0]])
    x = np.random.default_rng(0).normal(size=shape)
    np.testing.assert_allclose(layer(x).value, layer.weight.value @ x + layer.bias.value)


@pytest.mark.parametrize("shape", [(), (2,), (1, 2), (5, 1, 2)])
def test_a_linear_layer_refuses_rows(shape):
    with pytest.raises(ad.WrongShape, match=r"columns of 2 numbers.*x.reshape\(-1, 2, 1\)"):
        nn.Linear((3, 2))(np.ones(shape))


def test_a_data_set_gives_its_examples_in_order():
    data = nn.Dataset([[1], [2], [3]], [4, 5, 6])
    assert len(data) == 3 and data.x.dtype == data.y.dtype == float
    assert [(x.tolist(), float(y)) for x, y in data] == [([1.0], 4.0), ([2.0], 5.0), ([3.0], 6.0)]
    assert data[-1][1] == 6.0 and data[1:][0].tolist() == [[2.0], [3.0]]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: nn.Dataset([1, 2], [1]), r"shapes \(2,\) and \(1,\)"),
        (lambda: nn.Dataset(1, 2), r"shapes \(\) and \(\)"),
        (lambda: Network().forward_dataset([], MSELoss()), "data set is empty"),
        (
            lambda: nn.Linear((1, 2)).forward_dataset([(np.ones((2, 1)), 1.0)], MSELoss()),
            r"target \(\)",
        ),
    ],
)
def test_data_that_do_not_fit_are_refused(make, says):
    with pytest.raises(ad.WrongShape, match=says):
        make()


@pytest.mark.parametrize("kind", [optimizer.GD, optimizer.RMSProp, optimizer.Adam])
def test_a_network_learns_a_product(kind):
    random = np.random.default_rng(0)
    x = random.uniform(-1, 1, (20, 2, 1))
    data, network = nn.Dataset(x, x[:, :1] * x[:, 1:]), Network()
    descent = kind(network.collect_parameters(), lr=0.3 if kind is optimizer.GD else 0.02)
    losses = []
    for _ in range(120):
        descent.zero_grad()
        loss = network.forward_dataset(data, MSELoss())
        loss.backward()
        descent.step()
        losses.append(float(loss))
    assert losses[-1] < 0.3 * losses[0]
