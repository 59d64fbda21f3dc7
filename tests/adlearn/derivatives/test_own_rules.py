"""Rules of one's own: what they leave out is zero or refused, and what they give has its form."""

from __future__ import annotations

import functools
import re
from typing import Any

import numpy as np
import pytest

import adlearn as ad

X = np.array([0.5, 2.0])


def product():
    return ad.primitive(lambda x, y: x * y)


@pytest.mark.parametrize("differentiate", [ad.jacrev, ad.jacfwd])
def test_an_argument_whose_rule_is_none_has_derivative_zero(differentiate):
    f = product()
    ad.defvjp(f, lambda ans, x, y: lambda g: g * y, None)
    np.testing.assert_array_equal(differentiate(lambda x: f(x, x))(X), np.diag(X))
    f = product()
    ad.defjvp(f, lambda g, ans, x, y: g * y, None)
    if differentiate is ad.jacfwd:
        np.testing.assert_array_equal(differentiate(lambda x: f(x, x))(X), np.diag(X))


@pytest.mark.parametrize("mode", ["fwd", "rev"])
def test_a_rule_of_the_wrong_shape_is_named_in_both_modes(mode):
    @ad.primitive
    def own(x):
        return x**2

    ad.defvjp(own, lambda ans, x: lambda g: np.ones(5) * np.sum(g))
    with pytest.raises(ad.WrongShape, match=r"the rule of own gave .* \(5,\) .* its argument 0"):
        ad.check_grads(own, modes=[mode])(np.ones(3))


def test_a_mode_without_a_rule_is_refused_with_the_remedy():
    f = product()
    ad.defjvp(f, lambda g, ans, x, y: g * y)
    with pytest.raises(ad.MissingRule, match=r"reverse mode by its argument number 0.*defvjp"):
        ad.grad(lambda x: np.sum(f(x, 2.0)))(X)
    with pytest.raises(ad.MissingRule, match=r"forward mode by its argument number 1.*defjvp"):
        ad.jvp(lambda y: f(2.0, y), (X,), (X,))


@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_a_checkpoint_may_give_several_answers_and_plain_ones(outputs):
    w = np.array([3.0, -1.0])

    def f(x):
        return [np.sin(x) * w, x * x, np.exp(x)][:outputs] + [4.0, X]

    def loss(g):
        def total(x):
            *found, four, plain = g(x)
            assert four == 4.0 and plain is X
            return sum(np.sum(y * (i + 1.0)) for i, y in enumerate(found)) * four

        return total

    kept, again = ad.grad(loss(f))(X), ad.grad(loss(ad.checkpoint(f)))(X)
    np.testing.assert_allclose(again, kept)
    _, pushed = ad.jvp(loss(ad.checkpoint(f)), (X,), (w,))
    assert pushed == pytest.approx(kept @ w)


def test_behind_a_checkpoint_a_cotangent_has_the_precision_of_the_value():
    seen = []
    own = ad.general(
        lambda x: 2 * x, [lambda g, ans, x: (seen.append(g.dtype), 2 * g)[1]], [lambda v, ans, x: v]
    )
    x = X.astype(np.float32)
    ad.vjp(lambda x: ad.checkpoint(np.sin)(own(x)), x)[1](x)
    assert seen == [np.float32]


def test_nothing_is_no_number():
    with pytest.raises(ad.NotANumber, match="returned None"):
        ad.grad(lambda x: None)(1.0)


@pytest.mark.parametrize("output", [[1.0], (1.0,)])
def test_a_list_of_one_constant_is_no_number(output):
    with pytest.raises(ad.NotANumber, match="grad needs one number"):
        ad.grad(lambda x: output)(1.0)


@pytest.mark.parametrize("name", ["sin", "exp", "atan2", "gamma"])
def test_the_help_of_a_function_says_which_it_is(name):
    assert f"{name}(x" in getattr(ad, name).__doc__


@pytest.mark.parametrize(
    ("function", "name"), [(functools.partial(np.multiply, 2.0), "this function"), (np.sin, "sin")]
)
def test_a_function_that_is_not_open_takes_no_rule(function, name):
    with pytest.raises(ad.MissingRule, match=rf"^{name} takes no rule.*adlearn\.primitive\({name}"):
        ad.defvjp(function, lambda ans, x: lambda g: 2.0 * g)


@pytest.mark.parametrize("cotangent", [[X], [X, X, X], X, {"a": X, "b": X}, None])
def test_a_cotangent_has_the_form_of_the_output(cotangent):
    _, pull = ad.vjp(lambda x: [x, 2.0 * x], X)
    np.testing.assert_array_equal(pull([X, X])[0], 3.0 * X)
    with pytest.raises(ad.WrongShape, match="the cotangent"):
        pull(cotangent)


def test_gradients_are_checked_up_to_second_order_unless_told_otherwise():
    functions = {entry.function for entry in ad.check_grads(np.sin)(X)}
    assert functions == {entry.function for entry in ad.check_grads(np.sin, order=2)(X)}
    assert functions > {entry.function for entry in ad.check_grads(np.sin, order=1)(X)} == {"f"}
    assert functions < {entry.function for entry in ad.check_grads(np.sin, order=3)(X)}


@pytest.mark.parametrize("output", [np.array(["a"]), np.array([None]), np.datetime64("2026-01-01")])
def test_an_array_of_something_else_is_no_number_either(output):
    with pytest.raises(ad.NotANumber, match="the output of"):
        ad.vjp(lambda x: [x, output], X)


def test_a_primitive_of_several_answers_goes_in_every_mix_of_modes():
    @ad.primitive
    def both(x):
        return np.sin(x), x * 2.0

    ad.defvjp(both, lambda ans, x: lambda g: g[0] * np.cos(x) + 2.0 * g[1])
    f = lambda x: both(x)[0] * both(x)[1]  # noqa: E731
    for first in (ad.grad, ad.derivative):
        assert first(f)(1.5) == pytest.approx(2.0 * np.sin(1.5) + 3.0 * np.cos(1.5))
        for second in (ad.grad, ad.derivative):
            assert second(first(f))(1.5) == pytest.approx(4.0 * np.cos(1.5) - 3.0 * np.sin(1.5))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_checkpoint_in_a_checkpoint_may_meet_what_is_no_number():
    f = lambda v: ad.checkpoint(ad.checkpoint(lambda t: t * t))(np.sqrt(v))  # noqa: E731
    np.testing.assert_allclose(ad.jacobian(f)(np.array([-1.0, 0.5])), [[np.nan, 0], [0, 1]])


def test_where_a_fixed_point_starts_does_not_matter():
    root = lambda a: lambda x: 0.5 * (x + a / x)  # noqa: E731
    for by in (ad.grad, ad.derivative):
        f = lambda a: ad.fixed_point(root, a, a, lambda x, y: abs(x - y), 1e-12)  # noqa: E731
        assert by(f)(4.0) == pytest.approx(0.25)


def test_a_fixed_point_is_one_array():
    pair = lambda a: lambda s: (0.5 * s[1] + a, 0.5 * s[0])  # noqa: E731
    with pytest.raises(ad.NotANumber, match="concatenate"):
        ad.fixed_point(pair, 1.0, np.zeros(2), lambda x, y: abs(x[0] - y[0]), 1e-9)


def root_found(a):
    step = lambda a: lambda t: 0.5 * t + 0.5 * np.sqrt(a)  # noqa: E731
    return ad.fixed_point(step, a, 0.0, lambda x, y: abs(x - y), 1e-12)


@pytest.mark.parametrize("root", [ad.checkpoint(np.sqrt), root_found])
def test_an_inner_walk_knows_a_zero_that_was_computed_from_what_was_not_asked(root):
    for f in (lambda x: root(x) ** 2, lambda x: root(x) * root(x), lambda x: np.cos(root(x))):
        assert np.isnan(ad.grad(f)(0.0))
    assert ad.grad(lambda x: np.where(x > 0.0, root(x), x))(0.0) == 1.0
    assert ad.grad(root)(0.0) == np.inf


def test_elements_that_are_left_out_stay_out_in_a_checkpoint():
    f = lambda x: np.sum(np.where(x > 0.0, ad.checkpoint(np.sqrt)(x), 0.0))  # noqa: E731
    np.testing.assert_array_equal(ad.grad(f)(np.array([0.0, 1.0])), [0.0, 0.5])


@pytest.mark.parametrize(
    "slope",
    [
        lambda x: ad.grad(cubes)(x),
        lambda x: ad.value_and_grad(cubes)(x)[0],
        lambda x: ad.vjp(cubes, x)[1](1.0)[0],
        lambda x: ad.jvp(cubes, (x,), (x,))[1],
        lambda x: ad.hessian(cubes)(x),
        lambda x: ad.checkpoint(cubes)(x),
    ],
)
@pytest.mark.filterwarnings("ignore::adlearn.errors.IndependentOutputWarning")
def test_a_derivative_that_is_not_recorded_is_a_constant_in_both_modes(slope):
    def f(x):
        with ad.no_grad():
            factor = np.sum(slope(x))
        return factor * x

    x = np.array([1.0, 2.0])
    factor = np.sum(slope(x))
    assert factor > 0.0
    for jacobian in (ad.jacobian, ad.jacfwd):
        np.testing.assert_allclose(jacobian(f)(x), factor * np.eye(2))


def cubes(t):
    return np.sum(t**3)


ONE_SHORT = {
    r"linear\(f, lambda g, x: ": (ad.linear(lambda x: 2 * x, lambda g: 2 * g), 1),
    r"bilinear\(f, lambda g, x, y: ": (
        ad.bilinear(lambda x, y: x * y, lambda g, y: g * y, lambda g, x: g * x),
        2,
    ),
    r"multilinear\(f, lambda place, g, ": (ad.multilinear(np.multiply, lambda g, x, y: g), 2),
    r"general\(f, \[lambda g, ans, ": (
        ad.general(lambda x: 2 * x, [lambda g, x: 2 * g], [lambda v, x: 2 * v]),
        1,
    ),
    r"elementwise\(f, lambda ans, x: ": (ad.elementwise(lambda x: x * x, lambda x: 2 * x), 1),
}


@pytest.mark.parametrize("form", ONE_SHORT)
def test_a_rule_with_too_few_arguments_says_how_it_is_written(form):
    f, count = ONE_SHORT[form]
    with pytest.raises(TypeError) as raised:
        ad.grad(lambda x: np.sum(f(*[x] * count)))(X)
    assert any(re.search(form, note) for note in raised.value.__notes__)


@pytest.mark.parametrize("mode", [ad.grad, ad.jacfwd])
def test_an_argument_without_a_partial_is_refused_once_it_may_change(mode):
    f = ad.elementwise(lambda x, y: x * y, lambda ans, x, y: y)
    np.testing.assert_array_equal(mode(lambda x: np.sum(f(x, 3.0)))(X), [3.0, 3.0])
    with pytest.raises(ad.MissingRule, match=r"1 partial derivative\(s\).*2 arguments"):
        mode(lambda x: np.sum(f(2.0, x)))(X)


def test_what_is_no_rule_is_refused_where_it_is_given():
    for define, word in ((ad.defjvp, "sam"), (ad.defvjp, "same")):
        with pytest.raises(ad.MissingRule, match=rf"{word}.*Write it {define.__name__}"):
            define(product(), word)
    with pytest.raises(ad.MissingRule, match=r"2 rule\(s\) for 1 argument"):
        ad.defjvp(product(), "same", "same", argnums=(0,))
    f = product()
    ad.defjvp(f, lambda g, ans, x, y: g * y, argnums=0)
    np.testing.assert_array_equal(ad.jvp(lambda x: f(x, 3.0), (X,), (X,))[1], 3.0 * X)


@pytest.mark.parametrize("argnum", [X, np.array([0, 1]), [0.5, 2.0], ad.tensor(X)])
def test_what_to_differentiate_at_is_no_number_of_an_argument(argnum):
    with pytest.raises(ad.NotANumber, match=r"grad\(f\)\(x\), not grad\(f, x\)"):
        ad.grad(np.sum, argnum)


@pytest.mark.parametrize("n", [2, 4])
def test_a_vector_of_another_length_is_not_put_into_a_container(n):
    unflatten = ad.flatten({"w": X, "b": 1.0})[1]
    with pytest.raises(ad.WrongShape, match=rf"holds 3 numbers.*\({n},\)"):
        unflatten(np.ones(n))


def test_a_fixed_point_asks_for_one_distance_and_then_a_number():
    halves, apart = (lambda a: lambda x: 0.5 * x + a), (lambda x, y: np.max(np.abs(x - y)))
    with pytest.raises(ad.NotANumber, match="not float and function"):
        ad.fixed_point(halves, X, X, 1e-9, apart)
    with pytest.raises(ad.NotScalar, match=r"np.max\(np.abs\(x - y\)\)"):
        ad.fixed_point(halves, X, X, lambda x, y: x - y, 1e-9)


def test_what_is_handed_out_may_be_changed_before_the_way_back():
    output, pull = ad.vjp(lambda x: {"a": np.exp(x), "b": x}, X)
    output["a"] -= 1.0
    output["b"] -= 1.0
    np.testing.assert_array_equal(pull({"a": np.ones(2), "b": np.zeros(2)})[0], np.exp(X))
    x = X.copy()
    output, push = ad.linearize(lambda x: x * x, x)
    x[:] = output[:] = 0.0
    np.testing.assert_array_equal(push(np.ones(2)), 2 * X)


@pytest.mark.parametrize("mode", [ad.grad, ad.jacfwd])
def test_a_plain_value_taken_out_may_be_changed(mode):
    def cleared(x):
        y = np.exp(x)
        for plain in (x.numpy(), y.numpy()):
            plain[:] = 0.0
        return np.sum(y * x)

    x = X.copy()
    np.testing.assert_allclose(mode(cleared)(x), np.exp(X) * (X + 1))
    np.testing.assert_array_equal(x, X)


@pytest.mark.parametrize("made", ["primitive", "linear", "elementwise"])
@pytest.mark.parametrize("where", [lambda f, x: f(3.0, a=x), lambda f, x: f(x, a=[1.0, x])])
def test_a_keyword_that_may_change_is_refused(made: str, where: Any) -> None:
    """A rule is for arguments by place; the function is not looked into in its stead."""
    if made == "primitive":
        f = ad.primitive(lambda x, a=1.0: x * np.sum(a))
        ad.defvjp(f, lambda ans, x, a=1.0: lambda g: 100 * g * np.sum(a))
    elif made == "linear":
        f = ad.linear(lambda x, a=1.0: x * np.sum(a), lambda g, x, a=1.0: 100 * g * np.sum(a))
    else:
        f = ad.elementwise(lambda x, a=1.0: x * np.sum(a), lambda ans, x, a=1.0: 100 * np.sum(a))
    with pytest.raises((ad.AdlearnError, TypeError), match="by place|unexpected keyword"):
        ad.grad(lambda x: where(f, x))(2.0)
    with pytest.raises((ad.AdlearnError, TypeError), match="by place|unexpected keyword"):
        ad.jvp(lambda x: where(f, x), (2.0,), (1.0,))
