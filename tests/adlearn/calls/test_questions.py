"""The questions find what they are asked for: each wrong function here breaks one promise."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from calls.asking import ask
from calls.functions import Function
from calls.making import Call
from calls.settings import Setting

import adlearn as ad
from adlearn.tensors.primitive import value_of


def asked(plain, traced, x=None, second=False, **keywords):
    """Ask a function of one array; give the kinds of what was found."""
    x = np.array([0.3, 1.7, -0.6]) if x is None else x
    parameters = tuple(inspect.signature(plain).parameters.values())
    function = Function("f", plain, traced, parameters, "")
    call = Call(function, Setting(np.shape(x)), (("x", x), *keywords.items()), frozenset(keywords))
    return {finding.kind for finding in ask(call, second)}


def sine(x):
    return np.sin(x)


def with_slope(slope, forward=None):
    """Make a sine with another derivative, in one mode or in both."""

    @ad.primitive
    def f(x):
        return np.sin(x)

    ad.defvjp(f, lambda ans, x: lambda g: g * slope(x))
    ad.defjvp(f, lambda g, ans, x: g * (forward or slope)(x))
    return f


def detached(x):
    return np.sin(np.array(value_of(x)))


def raising(error):
    def f(x):
        if isinstance(x, np.ndarray):
            return np.sin(x)
        raise error

    return f


def writing(x):
    plain = value_of(x)
    plain += 1.0
    return np.sin(x)


def leaking():
    kept = []
    inner = with_slope(lambda x: np.cos(x) + 0.0 * kept[0])

    def f(x):
        kept.append(x)
        return inner(x)

    return f


@pytest.mark.parametrize(
    ("kind", "traced"),
    [
        ("right", np.sin),
        ("derivative", with_slope(np.sin)),
        ("derivative", detached),
        ("modes", with_slope(np.cos, np.sin)),
        ("modes", with_slope(np.cos, lambda x: x * np.nan)),
        ("nan", with_slope(lambda x: x * np.nan)),
        ("value", lambda x: np.sin(x) + 1e-9),
        ("shape", lambda x: np.sin(x)[None]),
        ("form", lambda x: [np.sin(x)]),
        ("dtype", lambda x: np.sin(x) + 0j),
        ("changed", writing),
        ("alien", raising(IndexError("inside"))),
        ("refused", raising(ad.MissingRule("no rule"))),
    ],
    ids=lambda thing: thing if isinstance(thing, str) else "",
)
def test_each_broken_promise_is_found(kind, traced):
    assert asked(sine, traced) == {kind}


def test_a_wrong_second_derivative_is_found():
    def half(x):
        return np.cos(value_of(x))  # the right slope, as if it did not change with x

    assert asked(sine, with_slope(half)) == {"right"}
    assert asked(sine, with_slope(half), second=True) == {"second order"}


def test_what_depends_on_no_number_has_no_second_derivative_to_ask_for():
    def correlation(x):
        return np.corrcoef(x, rowvar=False)

    assert asked(correlation, correlation, np.array([]), second=True) == {"right"}


def test_a_traced_value_that_outlives_its_derivative_is_found():
    assert asked(sine, leaking()) == {"leaked"}


def test_modes_that_differ_where_there_is_no_value_are_found():
    x = np.array([0.3, np.nan, -0.6])
    assert asked(sine, with_slope(lambda x: 1.0, lambda x: x), x) == {"modes at nan"}


@pytest.mark.parametrize("kept", [[0.5, 0.25], {"a": 0.5}, {"a": [0.5]}, ["a", None]])
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_what_is_written_into_a_list_or_a_dictionary_is_found(kept, mode):
    def f(x, y):
        return np.sin(x)

    def writing(x, y):
        if type(x).__name__ == ("Tensor" if mode == "reverse" else "Dual"):
            y[next(iter(y)) if isinstance(y, dict) else 0] = 7.0
        return np.sin(x)

    assert asked(f, f, y=kept) == {"right"}
    assert "changed" in asked(f, writing, y=kept)


def test_one_mode_that_refuses_is_found():
    def refuse(x):
        raise ad.MissingRule("not forward")

    assert asked(sine, with_slope(np.cos, refuse)) == {"one mode"}


def test_an_out_that_is_neither_refused_nor_written_to_is_found():
    def f(x, out=None):
        return np.sin(x, out=out)

    assert asked(f, lambda x, out=None: np.sin(x), out=np.empty(3)) == {"out"}


def test_a_function_that_writes_must_refuse():
    def f(x, y):
        x[...] = y
        return x * 1.0

    y = np.array([0.1, 0.2, 0.3])
    assert asked(f, lambda x, y: y * 1.0, y=y) >= {"in place"}
