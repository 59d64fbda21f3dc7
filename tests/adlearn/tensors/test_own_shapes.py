"""Rules of a reader's own are believed only where what they give has the right shape."""

import gc
import tracemalloc

import numpy as np
import pytest

import adlearn as ad

X = np.array([1.0, 2.0, 3.0])


def opened(fun, maker):
    own = ad.primitive(fun)
    ad.defvjp(own, maker)
    return own


WRONG = {
    "linear": ad.linear(lambda x: x[:2], lambda g, x: g),
    "bilinear": ad.bilinear(lambda x, y: x * y, lambda g, x, y: np.sum(g), lambda g, x, y: g * x),
    "all at once": ad.jointly_linear(
        lambda x: 2 * x, lambda place, g, x: 2 * g, adjoints=lambda places, g, x: [sum(g)], first=0
    ),
    "general": ad.general(lambda x: x * x, [lambda g, ans, x: [1.0, 2.0]], [lambda v, ans, x: v]),
    "a maker of None": opened(lambda x: x * x, lambda ans, x: lambda g: None),
    "a maker of text": opened(lambda x: x * x, lambda ans, x: lambda g: "2 x"),
    "a maker": opened(lambda x: np.sum(x), lambda ans, x: lambda g: g),
    "elementwise": ad.elementwise(lambda x: x * x, lambda ans, x: np.ones((2, 1))),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_rule_that_gives_another_shape_is_named(name):
    own = WRONG[name]
    with pytest.raises(ad.WrongShape, match="the rule of .* gave"):
        ad.grad(lambda x: np.sum(own(x, X) if name == "bilinear" else own(x)))(X)


def test_a_push_that_gives_another_shape_is_named():
    own = ad.general(lambda x: x * x, [lambda g, ans, x: 2 * g * x], [lambda v, ans, x: np.sum(v)])
    with pytest.raises(ad.WrongShape, match=r"shape \(\) for the tangent"):
        ad.jvp(own, (X,), (X,))


def test_an_error_of_ours_inside_of_a_rule_says_nothing_of_how_rules_are_written():
    own = ad.linear(lambda x: 2.0 * x, lambda g, x: 2.0 * ad.grad(lambda u: u * X)(1.0) * g)
    with pytest.raises(ad.NotScalar) as caught:
        ad.grad(lambda x: np.sum(own(x)))(X)
    assert not any("is written" in note for note in getattr(caught.value, "__notes__", ()))


COMPLEX = {
    "general": ad.general(lambda x: x * x, [lambda g, ans, x: g * 1j], [lambda v, ans, x: v * 1j]),
    "elementwise": ad.elementwise(lambda x: x * x, lambda ans, x: 2j * x),
    "a maker": opened(lambda x: x * x, lambda ans, x: lambda g: g * 1j),
}


@pytest.mark.parametrize("name", COMPLEX)
def test_a_rule_that_gives_complex_numbers_for_real_ones_is_named(name):
    with pytest.raises(ad.NotANumber, match=r"the rule of .* gave complex .* np.real\("):
        ad.grad(lambda x: np.sum(COMPLEX[name](x)))(X)
    if name != "a maker":
        with pytest.raises(ad.NotANumber, match=r"the rule of .* gave complex .* np.real\("):
            ad.jvp(COMPLEX[name], (X,), (X,))


def test_a_rule_may_meet_complex_numbers_before_and_after_it_and_make_rounding_of_them():
    own = opened(lambda x: x * x, lambda ans, x: lambda g: np.fft.ifft(np.fft.fft(2.0 * g * x)))
    np.testing.assert_allclose(ad.grad(lambda x: np.sum(np.real(own(x) * (3 + 1j))))(X), 6.0 * X)
    turn = opened(lambda x: x * 1j, lambda ans, x: lambda g: g * 1j)
    np.testing.assert_allclose(ad.grad(lambda x: np.sum(np.imag(turn(x))))(X), np.ones(3))


def test_numbers_and_lists_are_arrays():
    own = ad.general(lambda x: x.sum(), [lambda g, ans, x: [g, g, g]], [lambda v, ans, x: sum(v)])
    np.testing.assert_array_equal(ad.grad(lambda x: own(x) * x[0])(X), [7.0, 1.0, 1.0])
    number = opened(lambda x: float(x**2), lambda ans, x: lambda g: float(2 * g * x))
    assert ad.grad(lambda x: number(x) + 1.0)(3.0) == 6.0
    half = ad.elementwise(lambda x: 0.5 * x, lambda ans, x: 0.5)
    np.testing.assert_array_equal(ad.jacfwd(half)(X), ad.jacrev(half)(X))


def test_functions_of_your_own_are_freed():
    def make_and_use():
        own = ad.elementwise(lambda x: x * x, lambda ans, x: 2.0 * x)
        ad.grad(lambda x: np.sum(own(x)))(X)
        ad.grad(own)(ad.AutogradValue(2.0))

    def held():
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    for _ in range(300):
        make_and_use()
    tracemalloc.start()
    before = held()
    for _ in range(300):
        make_and_use()
    grown = held() - before
    tracemalloc.stop()
    assert grown < 300 * 200
