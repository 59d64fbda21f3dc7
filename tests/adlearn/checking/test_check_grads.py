"""The checker is checked: with wrong rules it fails, with right ones it passes."""

from __future__ import annotations

import numpy as np
import pytest

import adlearn as ad
from adlearn.derivatives.containers import flatten
from adlearn.errors import WrongGradient
from adlearn.tensors.primitive import value_of

REAL = np.array([0.7, -0.4, 1.3])
COMPLEX = np.array([0.7 + 0.2j, -0.4 - 1.1j])


def rule(fun, pull=None, push=None):
    """Make a primitive of one argument from its rules; a missing one is the transpose."""
    made = ad.primitive(fun)
    if pull is not None:
        ad.defvjp(made, lambda ans, x: lambda g: pull(g, ans, x))
    if push is not None:
        ad.defjvp(made, lambda v, ans, x: push(v, ans, x))
    return made


def cut(x):
    return value_of(x)


def right_square(g, ans, x):
    return 2 * g * x


damped = rule(lambda x: x, lambda g, ans, x: 1.001 * g)
#: Wrong already at first order: function, point, the modes in which it is found.
FIRST = {
    "a factor": (rule(np.square, lambda g, ans, x: 2.0001 * g * x), REAL),
    "a sign": (rule(np.sin, lambda g, ans, x: -g * np.cos(x)), REAL),
    "the answer for the argument": (rule(np.exp, lambda g, ans, x: g * x), REAL),
    "all cotangents taken as one": (rule(np.square, lambda g, ans, x: 2 * x * np.mean(g)), REAL),
    "the cotangent left out": (rule(np.square, lambda g, ans, x: 2 * x + 0 * g), REAL),
    "the cotangent's sign only": (rule(np.square, lambda g, ans, x: 2 * x * np.sign(g)), REAL),
    "one element": (
        rule(np.square, lambda g, ans, x: 2 * g * x * np.array([1, 1, 1.001])),
        REAL,
    ),
    "elements in another order": (rule(lambda x: x[::-1], lambda g, ans, x: g), REAL),
    "nan": (rule(np.square, lambda g, ans, x: g * np.nan), REAL),
    "forward only": (rule(np.square, right_square, lambda v, ans, x: v * x), REAL),
    "reverse only": (rule(np.square, lambda g, ans, x: g * x, right_square), REAL),
    "a matrix for its transpose": (
        rule(
            lambda x: np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 5.0], [1.0, 0.0, 3.0]]) @ x,
            lambda g, ans, x: np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 5.0], [1.0, 0.0, 3.0]]) @ g,
        ),
        REAL,
    ),
    "the imaginary part dropped": (rule(np.square, lambda g, ans, x: 2 * g * x.real), COMPLEX),
    "a conjugate": (rule(np.square, lambda g, ans, x: 2 * g * np.conj(x)), COMPLEX),
    "the real slope of a modulus": (
        rule(lambda z: np.real(z * np.conj(z)), lambda g, ans, z: 2 * g * np.real(z)),
        COMPLEX,
    ),
    "a wrong output of a pair": (
        lambda x: (x * 2, rule(np.square, lambda g, ans, x: g * x)(x)),
        REAL,
    ),
    "only for the second argument": (
        lambda p: p["a"] * rule(np.sin, lambda g, ans, x: g)(p["b"]),
        {"a": 2.0, "b": REAL},
    ),
}
#: Right at first order, wrong at second.
SECOND = {
    "the argument taken as constant": rule(np.square, lambda g, ans, x: 2 * g * cut(x)),
    "the answer taken as constant": rule(np.exp, lambda g, ans, x: g * cut(ans)),
    "the cotangent taken as constant": rule(np.square, lambda g, ans, x: 2 * cut(g) * x),
    "the cotangent scaled by a wrong rule": rule(lambda x: 2 * x, lambda g, ans, x: damped(g) * 2),
    "a tangent taken as constant": rule(np.square, right_square, lambda v, ans, x: 2 * cut(v) * x),
    "the argument constant in forward mode": rule(
        np.square, right_square, lambda v, ans, x: 2 * v * cut(x)
    ),
    "a slope with a wrong slope": rule(
        np.sin, lambda g, ans, x: g * rule(np.cos, lambda g, ans, x: g * np.sin(x))(x)
    ),
    "a quadratic cotangent of zero": rule(
        lambda x: 3 * x, lambda g, ans, x: 3 * g + (x - cut(x)) * g
    ),
}


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", FIRST)
def test_a_wrong_rule_is_found(name, order):
    function, point = FIRST[name]
    with pytest.raises(WrongGradient, match="by rule"):
        ad.check_grads(function, order=order)(point)


@pytest.mark.parametrize("name", SECOND)
def test_a_rule_with_a_wrong_second_derivative_is_found_at_second_order(name):
    ad.check_grads(SECOND[name], modes=["rev"], order=1)(REAL)
    with pytest.raises(WrongGradient, match=r"(vjp|jvp) of f"):
        ad.check_grads(SECOND[name], order=2)(REAL)


@pytest.mark.parametrize("mode", ["fwd", "rev"])
def test_a_mode_alone_finds_what_is_wrong_with_it(mode):
    wrong = {"fwd": FIRST["forward only"][0], "rev": FIRST["reverse only"][0]}
    other = {"fwd": "rev", "rev": "fwd"}[mode]
    with pytest.raises(WrongGradient):
        ad.check_grads(wrong[mode], modes=[mode], order=1)(REAL)
    ad.check_grads(wrong[other], modes=[mode], order=1)(REAL)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        (lambda z: z**3 / (1 + z), (COMPLEX,)),
        (lambda z: np.sum(np.abs(z) ** 2 * np.real(z)), (COMPLEX,)),
        (lambda x: np.fft.fft(x)[:2], (REAL,)),
        (lambda p, t: {"b": p["a"][0] * t, "a": p["a"][1] + 1j * t}, ({"a": [2.0, 1 - 3j]}, 0.5)),
        (lambda x: np.sort(x)[::9], (np.random.default_rng(2).standard_normal(60),)),
        (lambda n: n * 2.5, (2,)),
    ],
)
def test_right_rules_pass(function, args):
    assert {e.verdict for e in ad.check_grads(function)(*args)} == {"passed"}


def test_what_is_said_is_of_the_point_that_was_given():
    seen = []

    def watched(z):
        seen.append(value_of(z))
        return z * z

    entries = ad.check_grads(watched, order=1)(1 + 2j)
    assert {entry.at for entry in entries} == {"(1+2j)"} and 1 + 2j in seen
    assert all(abs(z - (1 + 2j)) < 0.1 for z in seen)
    with pytest.raises(WrongGradient, match=r"f \(rev\) at 3\.0: by rule"):
        ad.check_grads(FIRST["a factor"][0], modes=["rev"])(3.0)


def test_a_mode_or_order_that_is_none_is_refused():
    for settings in ({"modes": ["forward"]}, {"order": 0}):
        with pytest.raises(ValueError, match="modes are 'fwd' and 'rev'"):
            ad.check_grads(np.sin, **settings)


def test_numbers_of_a_container_keep_their_imaginary_parts():
    tree = {"z": 1 + 2j, "x": 3.0, "rows": [np.ones((1, 2)), COMPLEX]}
    vector, unflatten = flatten(tree)
    assert vector.tolist() == [1 + 2j, 3.0, 1.0, 1.0, *COMPLEX]
    again = unflatten(2 * vector)
    assert (again["z"], again["x"]) == (2 + 4j, 6.0) and again["x"].dtype == float
    np.testing.assert_array_equal(again["rows"][1], 2 * COMPLEX)
