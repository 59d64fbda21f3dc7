"""Layers and activations compute what they say, on tensors and on arrays of nodes alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import nn
from adlearn.compat.engine import Variable

FORMULAS = {
    nn.Tanh: (
        np.tanh,
        lambda x: 4 / (np.exp(-np.abs(x)) + np.exp(np.abs(x))) / (np.exp(-x) + np.exp(x)),
    ),
    nn.Sigmoid: (
        lambda x: np.exp(-np.logaddexp(0, -x)),
        lambda x: np.exp(-np.logaddexp(0, x) - np.logaddexp(0, -x)),
    ),
    nn.ReLU: (lambda x: np.maximum(x, 0), lambda x: (x > 0) * 1.0),
    nn.Softplus: (lambda x: np.logaddexp(0, x), lambda x: np.exp(-np.logaddexp(0, -x))),
    nn.Exp: (np.exp, np.exp),
}
SMALL = np.array([-3.0, -0.5, -0.0, 0.0, 1e-9, 0.5, 2.0])


@pytest.mark.parametrize("kind", FORMULAS)
@pytest.mark.parametrize("shape", [(), (0,), (7,), (7, 1)])
def test_activations_and_their_slopes_are_their_formulas_on_all_kinds_of_values(kind, shape):
    at = SMALL[:1].reshape(()) if shape == () else SMALL[: np.prod(shape)].reshape(shape)
    value, slope = (formula(at) for formula in FORMULAS[kind])
    np.testing.assert_allclose(kind()(at), value, rtol=1e-14)
    for make, read in (
        (ad.tensor, lambda x: x.grad),
        (ad.wrap_array, ad.unwrap_gradient),
    ):
        x = make(at)
        out = kind()(x)
        total = np.sum(out)
        if at.size:
            total.backward()
            np.testing.assert_allclose(read(x), slope, rtol=1e-12)
            np.testing.assert_allclose(float(getattr(total, "value", total)), np.sum(value))
        assert np.shape(out) == shape


@pytest.mark.parametrize("kind", FORMULAS)
def test_activations_of_single_numbers_are_differentiated_twice(kind):
    for at in (-0.7, 0.0, 1.3):
        value, slope = (formula(np.float64(at)) for formula in FORMULAS[kind])
        node = ad.AutogradValue(at)
        out = kind()(node)
        out.backward()
        assert out.value == pytest.approx(value) and node.grad == pytest.approx(slope)
        if kind is not nn.ReLU:
            second, error = ad.numerical_derivative(lambda x: float(FORMULAS[kind][1](x)), at)
            for order in (ad.grad(ad.grad(kind())), ad.derivative(ad.grad(kind()))):
                assert abs(order(at) - second) <= 10 * error + 1e-10


#: What they come to far from 0, to the left and to the right, and their slopes there.
FAR = {
    nn.Tanh: ((-1.0, 0.0), (1.0, 0.0)),
    nn.Sigmoid: ((0.0, 0.0), (1.0, 0.0)),
    nn.ReLU: ((0.0, 0.0), (1000.0, 1.0)),
    nn.Softplus: ((0.0, 0.0), (1000.0, 1.0)),
}


@pytest.mark.parametrize("kind", FAR)
@pytest.mark.filterwarnings("error")
def test_activations_of_large_numbers_are_right_and_never_nan(kind):
    for at, (value, slope) in zip((-1000.0, 1000.0), FAR[kind], strict=True):
        for make, read in ((ad.tensor, lambda x: x.grad), (ad.wrap_array, ad.unwrap_gradient)):
            x = make(np.array([at, 1e3 * at]))
            out = kind()(x)
            np.sum(out).backward()
            assert float(getattr(out[0], "value", out[0])) == value
            np.testing.assert_array_equal(read(x), [slope, slope])


@pytest.mark.parametrize("kind", FORMULAS)
def test_activations_keep_the_precision(kind):
    x = ad.tensor(np.ones(3, np.float32))
    out = kind()(x)
    out.sum().backward()
    assert out.dtype == x.grad.dtype == np.float32


# Layers


@pytest.mark.parametrize("batch", [(), (0,), (1,), (5,), (4, 5)])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("of", [ad.tensor, ad.wrap_array, Variable])
def test_a_linear_layer_is_a_product_and_a_sum(batch, bias, of):
    layer = nn.Linear(3, 2, bias=bias, seed=0, of=of)
    state = layer.state_dict()
    state["bias"] = np.array([0.5, -1.0]) if bias else np.zeros(2)
    layer.load_state_dict({name: state[name] for name, _ in layer.named_parameters()})
    X = np.random.default_rng(1).normal(size=(*batch, 3))
    out = layer(X)
    expected = X @ state["weight"].T + state["bias"]
    plain = (
        [n.value for n in out.flat]
        if of is ad.wrap_array
        else np.ravel(out.value if of is Variable else out.data)
    )
    np.testing.assert_allclose(np.array(plain, float).reshape(out.shape), expected, rtol=1e-12)
    assert len(layer.parameters()) == 1 + bias


@pytest.mark.parametrize("shape", [(), (2,), (3, 2), (2, 3, 2)])
def test_a_linear_layer_refuses_rows_of_another_length(shape):
    with pytest.raises(ad.WrongShape, match=r"rows of 3 numbers.*x.reshape\(-1, 3\)"):
        nn.Linear(3, 1, seed=0)(np.ones(shape))


@settings(max_examples=10)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.integers(0, 99))
def test_a_network_of_nodes_agrees_with_one_of_tensors(sizes, seed):
    X = np.random.default_rng(seed).normal(size=(3, sizes[0]))
    gradients = []
    for of in (ad.tensor, ad.wrap_array):
        model = nn.MLP(sizes[0], sizes[1:], activation=nn.Softplus, seed=seed, of=of)
        loss = nn.mse_loss(model(X), np.ones((3, sizes[-1])))
        loss.backward()
        read = ad.unwrap_gradient if of is ad.wrap_array else lambda p: p.grad
        gradients.append([float(getattr(loss, "value", loss)), *map(read, model.parameters())])
    for one, other in zip(*gradients, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


def test_layers_of_a_network_alternate_and_the_last_one_is_linear():
    kinds = [type(layer) for layer in nn.MLP(2, [4, 3, 1], activation=nn.ReLU, seed=0).layers]
    assert kinds == [nn.Linear, nn.ReLU, nn.Linear, nn.ReLU, nn.Linear]


def test_weights_are_the_same_for_a_seed_and_differ_from_layer_to_layer():
    one, again, other = (nn.MLP(3, [3, 3], seed=seed).state_dict() for seed in (0, 0, 1))
    for name in one:
        np.testing.assert_array_equal(one[name], again[name])
    first, second = "layers.0.weight", "layers.2.weight"
    assert not np.array_equal(one[first], other[first])
    assert not np.array_equal(one[first], one[second])
    generator = np.random.default_rng(0)
    drawn = [nn.Linear(3, 3, seed=generator).weight.data for _ in range(2)]
    assert not np.array_equal(*drawn)


@pytest.mark.parametrize(
    ("init", "spread", "even"),
    [
        (nn.glorot_uniform, np.sqrt(2 / 500), True),
        (nn.glorot_normal, np.sqrt(2 / 500), False),
        (nn.he_uniform, np.sqrt(2 / 300), True),
        (nn.he_normal, np.sqrt(2 / 300), False),
        (nn.normal(0.7), 0.7, False),
    ],
)
def test_weights_have_the_spread_that_was_published(init, spread, even):
    """Of 60 000 weights, whose spread is known within 1 in 100."""
    weight = nn.Linear(300, 200, init=init, seed=3).weight.data
    assert weight.shape == (200, 300)
    assert np.std(weight) == pytest.approx(spread, rel=0.02)
    assert abs(np.mean(weight)) < 5 * spread / np.sqrt(60_000)
    assert (np.abs(weight).max() <= np.sqrt(3) * spread) == even


def test_a_bias_begins_at_zero_and_so_do_weights_if_asked():
    layer = nn.Linear(2, 3, init=nn.zeros)
    assert not layer.weight.data.any() and not layer.bias.data.any()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: nn.Sequential([nn.Linear(1, 1)]), r"number 0 is of type list.*\(\*layers\)"),
        (lambda: nn.Sequential(nn.Tanh(), None), "number 1 is of type NoneType"),
        (lambda: nn.MLP(2, [3, 1], activation=nn.ReLU()), "pass a class.*this is ReLU itself"),
        (lambda: nn.MLP(2, [3, 1], activation=np.tanh), "lambda: f; this is tanh itself"),
    ],
)
def test_what_is_no_layer_is_refused_with_the_remedy(make, says):
    with pytest.raises(TypeError, match=says) as caught:
        make()
    assert isinstance(caught.value, ad.AdlearnError)


def test_functions_are_layers_too():
    model = nn.Sequential(nn.Linear(2, 2, seed=0), np.abs, lambda x: x * 2)
    assert np.all(model(-np.ones((1, 2))).data >= 0) and len(model.parameters()) == 2
    assert nn.Sequential()(3.0) == 3.0


def test_a_network_of_one_number_of_outputs_is_told_to_take_a_list():
    with pytest.raises(nn.layers.NotALayer, match=r"as a list: MLP\(2, \[16, 1\]\), not 3"):
        nn.MLP(2, 3)
