"""Taylor series are what derivatives inside each other find, and what is known by other means; they
nest with every derivative, and cost few operations."""

from __future__ import annotations

import math
import warnings
from collections import Counter

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import derivative, grad, jvp, nth_derivative, taylor
from adlearn.errors import IndependentOutputWarning, MissingRule, NotANumber, WrongShape
from adlearn.programs.lines import Equation, Var, mapped
from adlearn.programs.tracing import trace
from adlearn.rules.elementwise import on_arrays
from adlearn.rules.scalars import RULES

# Steps depend on nothing.
pytestmark = pytest.mark.filterwarnings("ignore::adlearn.errors.IndependentOutputWarning")


def nested(f, x, order, direction=1.0):
    """The same coefficients, by derivatives inside each other."""

    def pushed(g):
        return lambda t: jvp(g, (t,), (1.0,))[1]

    g, found = lambda t: f(x + t * direction), []
    for k in range(order + 1):
        found.append(np.asarray(g(0.0)) / math.factorial(k))
        g = pushed(g)
    return found


def agree(found, expected, tolerance=1e-10):
    """Compare coefficients, each by the size that it has."""
    assert len(found) == len(expected)
    for k, (a, b) in enumerate(zip(found, expected, strict=True)):
        assert np.shape(a) == np.shape(b)
        size = np.max(np.abs(b), initial=0.0, where=np.isfinite(b))
        close = {"rtol": tolerance, "atol": tolerance * (1 + size)}
        np.testing.assert_allclose(a, b, **close, err_msg=f"order {k}")


# Every line of the rule table

#: Where a line cannot be asked between 0.3 and 0.9.
ELSEWHERE = {"acosh": (1.2, 2.0)}
LINES = [(name, place) for name, rule in RULES.items() for place in range(len(rule.partials))]
LINES.remove(("polygamma", 0))


@pytest.mark.parametrize("shape", [(), (3,)])
@pytest.mark.parametrize(("name", "place"), LINES)
def test_every_line_gives_what_derivatives_inside_each_other_give(name, place, shape):
    rng = np.random.default_rng([place, *name.encode()])
    points = [rng.uniform(*ELSEWHERE.get(name, (0.3, 0.9)), shape) for _ in RULES[name].partials]
    if name == "polygamma":
        points[0] = 1.0

    def of_one(x):
        return on_arrays(RULES[name])(*points[:place], x, *points[place + 1 :])

    found = taylor(of_one, points[place], order=4)
    agree(found, nested(of_one, points[place], 4))
    assert all(type(c) is type(found[0]) for c in found)


@pytest.mark.parametrize(
    "name", [name for name, rule in RULES.items() if len(rule.partials) == 2 and name[:4] != "poly"]
)
def test_lines_of_two_arguments_take_two_series(name):
    def along(t):
        return on_arrays(RULES[name])(0.7 + 0.2 * t + t * t, 1.3 - 0.5 * t + np.sin(t))

    agree(taylor(along, 0.0, order=5), nested(along, 0.0, 5))


def around(f, x, radius, order):
    """Coefficients by Cauchy's integral, over a circle on which a function is complex
    differentiable: of no rule at all, and as exact at order 8 as at order 1."""
    turns = np.exp(2j * np.pi * np.arange(64) / 64)
    return list((np.fft.fft(f(x + radius * turns)) / 64 / radius ** np.arange(64.0)).real)[
        : order + 1
    ]


#: A function of a series, the same of complex numbers, a point, and how far there is no pole.
KNOWN = {
    "exp": (np.exp, np.exp, 0.4, 1.0),
    "exp2": (np.exp2, np.exp2, 0.4, 1.0),
    "expm1": (np.expm1, np.expm1, 0.4, 1.0),
    "log": (np.log, np.log, 1.4, 0.7),
    "log2": (np.log2, np.log2, 1.4, 0.7),
    "log10": (np.log10, np.log10, 1.4, 0.7),
    "log1p": (np.log1p, np.log1p, 0.4, 0.7),
    "sqrt": (np.sqrt, np.sqrt, 1.4, 0.7),
    "cbrt": (np.cbrt, lambda z: z ** (1 / 3), 1.4, 0.7),
    "pow by x": (lambda x: x**-1.7, lambda z: z**-1.7, 1.4, 0.7),
    "pow by y": (lambda y: 2.3**y, lambda z: 2.3**z, 0.4, 1.0),
    "pow by both": (lambda x: x**x, lambda z: z**z, 1.4, 0.7),
    "div": (lambda x: 1.7 / x, lambda z: 1.7 / z, 1.4, 0.7),
    "hypot": (lambda x: np.hypot(x, 0.8), lambda z: np.sqrt(z * z + 0.64), 0.5, 0.45),
    "sin": (np.sin, np.sin, 0.4, 1.0),
    "cos": (np.cos, np.cos, 0.4, 1.0),
    "tan": (np.tan, np.tan, 0.4, 0.5),
    "asin": (np.arcsin, np.arcsin, 0.2, 0.4),
    "acos": (np.arccos, np.arccos, 0.2, 0.4),
    "atan": (np.arctan, np.arctan, 0.4, 0.5),
    "atan2": (lambda y: np.arctan2(0.7, y), lambda z: np.arctan(0.7 / z), 1.4, 0.7),
    "sinh": (np.sinh, np.sinh, 0.4, 1.0),
    "cosh": (np.cosh, np.cosh, 0.4, 1.0),
    "tanh": (np.tanh, np.tanh, 0.4, 0.7),
    "asinh": (np.arcsinh, np.arcsinh, 0.4, 0.5),
    "acosh": (np.arccosh, np.arccosh, 2.4, 0.7),
    "atanh": (np.arctanh, np.arctanh, 0.2, 0.4),
    "erf": (ad.erf, scipy.special.erf, 0.4, 1.0),
    "erfc": (ad.erfc, scipy.special.erfc, 0.4, 1.0),
    "gamma": (ad.gamma, scipy.special.gamma, 1.4, 0.7),
    "lgamma": (ad.lgamma, scipy.special.loggamma, 1.4, 0.7),
    "digamma": (ad.digamma, scipy.special.digamma, 1.4, 0.7),
    "square": (np.square, np.square, 0.4, 1.0),
    "reciprocal": (np.reciprocal, lambda z: 1 / z, 1.4, 0.7),
    "sinc": (np.sinc, lambda z: np.sin(np.pi * z) / (np.pi * z), 0.7, 0.5),
    "logaddexp": (lambda x: np.logaddexp(x, 0.3), lambda z: np.log(np.exp(z) + np.exp(0.3)), 0, 1),
}


@pytest.mark.parametrize("name", KNOWN)
def test_eight_orders_are_those_of_cauchys_integral(name):
    f, of_complex, x, radius = KNOWN[name]
    found, expected = taylor(f, float(x), order=8), around(of_complex, x, radius, 8)
    scaled = radius ** np.arange(9.0)
    np.testing.assert_allclose(found * scaled, expected * scaled, rtol=1e-10, atol=1e-13)


def test_polynomials_end():
    assert taylor(lambda x: x**3 - 2 * x + 1, 2.0, order=6) == [5.0, 10.0, 6.0, 1.0, 0.0, 0.0, 0.0]
    assert nth_derivative(lambda x: x**5, 5)(-1.0) == 120.0


def test_many_orders():
    found = taylor(lambda x: np.exp(x) / (1 - x), 0.0, order=100)
    np.testing.assert_allclose(found[100], math.e, rtol=1e-14)  # the sum of all 1 / k!


def test_a_long_program():
    def f(x):
        for _ in range(3000):
            x = x + 0.001 * np.sin(x)
        return x

    agree(taylor(f, 0.5, order=2), nested(f, 0.5, 2))


# Programs

UNARY = [
    np.sin,
    np.tanh,
    np.exp,
    np.arctan,
    lambda x: x * x,
    lambda x: 1 / (2 + x * x),
    np.negative,
]
BINARY = [np.add, np.subtract, np.multiply, lambda x, y: x / (3 + y * y), np.logaddexp, np.arctan2]
ON_ARRAYS = [
    np.cumsum,
    lambda x: x[::-1],
    lambda x: x - np.mean(x),
    lambda x: np.matmul(np.outer(x, x), x),
    lambda x: np.einsum("i,i,j->j", x, x, x),
    lambda x: np.concatenate([x[1:], np.ones(1)]),
    lambda x: np.where(x > 0, x, x * x),
    lambda x: np.sort(x) * np.prod(np.cos(x)),
    lambda x: np.linalg.solve(np.diag(np.exp(x)) + 0.1, x),
    lambda x: np.convolve(x, x)[: len(x)],
    lambda x: x / np.linalg.norm(x),
    lambda x: np.linalg.eigvalsh(np.diag(np.arange(3.0)) + 0.05 * np.outer(x, x)),
    lambda x: np.stack(np.linalg.svd(np.stack([x, x * x + 1]), full_matrices=False)[2])[1],
    lambda x: np.real(np.fft.ifft(np.fft.fft(x) * np.arange(3))),
]
steps = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(steps, st.integers(0, 1000), st.integers(1, 4))
def test_random_programs(chosen, seed, order):
    x, direction = np.random.default_rng(seed).uniform(-1, 1, (2, 3))

    def program(x):
        values = [x, np.sin(x) + 0.5]
        for number, way in chosen:
            value = values[number % len(values)]
            functions = (UNARY, BINARY, ON_ARRAYS)[way % 3]
            f = functions[way // 3 % len(functions)]
            value = f(value, values[-1]) if functions is BINARY else f(value)
            values.append(np.tanh(value))  # near 1
        return values[-1]

    found, expected = (
        taylor(program, x, direction, order=order),
        nested(program, x, order, direction),
    )
    agree(found, expected, 1e-6)


def test_the_form_of_the_output():
    with pytest.warns(IndependentOutputWarning):
        found = taylor(lambda x: {"a": x * x, "b": [np.sin(x), 2.0]}, 0.0, order=2)
    assert found == [
        {"a": 0.0, "b": [0.0, 2.0]},
        {"a": 0.0, "b": [1.0, 0.0]},
        {"a": 1.0, "b": [0.0, 0.0]},
    ]
    x = np.array([1.0, 2.0], np.float32)
    for f in (np.exp2, np.log2, np.tanh, np.abs):
        assert [c.dtype for c in taylor(f, x, order=3)] == [np.float32] * 4
    assert [type(c) for c in taylor(np.exp, 0.5, order=2)] == [float] * 3


@pytest.mark.parametrize("constant", [np.array([True, False]), np.array([1, 2]), 3, np.int32(2)])
def test_masks_and_counts_are_constants(constant):
    for f in (
        lambda x: x * constant,
        lambda x: -(constant * x) + constant,
        lambda x: (constant * x) / (x + constant),
        lambda x: constant - x * constant,
    ):
        found = taylor(f, np.array([1.0, 2.0]), order=3)
        agree(found, nested(f, np.array([1.0, 2.0]), 3))
        assert all(c.dtype == float for c in found)


def test_what_comes_out_is_the_callers_own():
    x = np.array([1.0, 2.0])
    found = taylor(lambda x: x, x, np.ones(2), order=2)
    for c in found:
        c += 5.0
    np.testing.assert_array_equal(x, [1.0, 2.0])
    np.testing.assert_array_equal(found, [[6.0, 7.0], [6.0, 6.0], [5.0, 5.0]])


def test_complex_numbers():
    z = 0.3 + 0.4j
    assert nth_derivative(lambda z: z**3, 2)(z) == pytest.approx(6 * z, rel=1e-12)
    assert nth_derivative(np.exp, 3)(z) == pytest.approx(np.exp(z), rel=1e-12)
    along = taylor(np.abs, z, 1j, order=3)
    agree(along, nested(np.abs, z, 3, 1j))
    assert [c.dtype for c in taylor(np.conj, np.full(2, z), order=3)] == [complex] * 4
    with pytest.raises(NotANumber, match="complex differentiable"):
        nth_derivative(np.conj, 1)(z)


# Kinks and edges

KINKS = {
    "abs": (abs, 0.0),
    "relu": (ad.relu, 0.0),
    "relu of an infinite slope": (lambda x: ad.relu(np.sqrt(x)), 0.0),
    "maximum of equals": (lambda x: np.maximum(x * x, x), 1.0),
    "maximum of an infinite slope": (lambda x: np.maximum(np.sqrt(x), 1.0), 0.0),
    "max": (lambda x: np.max(np.stack([x, x, -x])), 0.0),
    "clip": (lambda x: np.clip(x * x, 0.0, 1.0), 1.0),
    "where": (lambda x: np.where(x > 0, np.sqrt(x), 0.0), 0.0),
    "where in where": (lambda x: np.where(x > 0, np.where(x > 0, x, 1.0) ** -0.5, 1.0), 0.0),
    "sqrt": (np.sqrt, 0.0),
    "cbrt": (np.cbrt, 0.0),
    "log": (np.log, 0.0),
    "0 times": (lambda x: 0.0 * np.sqrt(x), 0.0),
    "0 over": (lambda x: 0.0 / (1 + np.sqrt(x)), 0.0),
    "weight 0": (lambda x: np.sum(np.array([0.0, 1.0]) * np.stack([np.sqrt(x), x])), 0.0),
    "power 0": (lambda x: x**0.0, 0.0),
    "power 1": (lambda x: x**1.0, 0.0),
    "power 2": (lambda x: x**2.0, 0.0),
    "power 2.5": (lambda x: x**2.5, 0.0),
    "power of 0": (lambda x: 0.0**x, 1.0),
    "power of a negative": (lambda x: x**3, -1.5),
    "hypot": (lambda x: np.hypot(x, 2 * x), 0.0),
    "norm": (lambda x: np.linalg.norm(np.stack([x, 2 * x])), 0.0),
    "std": (lambda x: np.std(np.stack([x, x * x])), 0.0),
    "prod": (lambda x: np.prod(np.stack([x, x, x + 1])), 0.0),
    "sinc": (np.sinc, 0.0),
    "sign": (lambda x: np.sign(x) * x, 0.0),
    "floor": (lambda x: np.floor(x) * x, 1.5),
    "mod": (lambda x: x % 0.7, 1.5),
    "sqrt of a square": (lambda x: np.sqrt(x * x), 0.0),
}


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name", KINKS)
def test_kinks_are_those_of_all_derivatives(name):
    f, x = KINKS[name]
    np.testing.assert_allclose(taylor(f, x, order=4), nested(f, x, 4), rtol=1e-10, atol=1e-12)


@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
@pytest.mark.parametrize("name", KINKS)
def test_kinks_under_reverse_mode(name):
    f, x = KINKS[name]
    np.testing.assert_allclose(
        taylor(grad(f), x, order=3), nested(grad(f), x, 3), rtol=1e-10, atol=1e-12
    )


@pytest.mark.filterwarnings("ignore:invalid value")
def test_no_value_no_derivative():
    found = taylor(np.sqrt, np.array([-1.0, 4.0]), order=2)
    np.testing.assert_array_equal(found, [[np.nan, 2.0], [np.nan, 0.25], [np.nan, -1 / 64]])
    assert np.isnan(taylor(np.log, -1.0, order=2)).all()  # where 1 / x is a number


def test_what_is_refused_to_second_derivatives_still_gives_the_first():
    singular = np.array([[1.0, 2.0], [2.0, 4.0]])
    found = taylor(np.linalg.det, singular, np.eye(2), order=2)
    np.testing.assert_allclose(found, [0.0, 5.0, 1.0], atol=1e-12)
    with pytest.raises(MissingRule, match="no third one"):
        taylor(np.linalg.det, singular, np.eye(2), order=3)


def test_own_primitives_go_by_their_own_rules():
    @ad.primitive
    def cube(x):
        return x**3

    ad.defjvp(cube, lambda v, ans, x: v * 3 * x * x)
    assert taylor(cube, 2.0, order=4) == [8.0, 12.0, 6.0, 1.0, 0.0]


# Nesting

OTHERS = [grad, derivative, lambda f: nth_derivative(f, 1)]


@pytest.mark.parametrize("other", OTHERS)
def test_perturbations_are_not_confused(other):
    assert nth_derivative(lambda x: x * other(lambda y: x + y)(1.0), 1)(1.0) == 1.0
    assert other(lambda x: x * nth_derivative(lambda y: x + y, 1)(1.0))(1.0) == 1.0
    assert nth_derivative(lambda x: x * other(lambda y: x * y)(1.0), 2)(3.0) == 2.0
    assert other(lambda x: nth_derivative(lambda y: x * y * y, 1)(x))(3.0) == 12.0
    assert nth_derivative(lambda x: other(lambda y: x * y * y)(x), 1)(3.0) == 12.0


@pytest.mark.parametrize("other", OTHERS)
def test_taylor_in_derivatives_and_derivatives_in_taylor(other):
    fifth = nth_derivative(np.tanh, 5)(0.3)
    assert other(nth_derivative(np.tanh, 4))(0.3) == pytest.approx(fifth, rel=1e-12)
    assert nth_derivative(other(np.tanh), 4)(0.3) == pytest.approx(fifth, rel=1e-12)
    assert other(nth_derivative(other(np.tanh), 3))(0.3) == pytest.approx(fifth, rel=1e-12)
    assert nth_derivative(nth_derivative(np.tanh, 2), 3)(0.3) == pytest.approx(fifth, rel=1e-12)


@pytest.mark.parametrize("other", OTHERS)
def test_closures(other):
    def by_both(a, x):
        return np.sin(a * x) * x

    one = other(lambda a: nth_derivative(lambda x: by_both(a, x), 3)(0.5))(0.7)
    two = nth_derivative(lambda x: other(lambda a: by_both(a, x))(0.7), 3)(0.5)
    assert one == pytest.approx(two, rel=1e-12)
    assert one == pytest.approx(-2.7916451922092373, rel=1e-9)


@pytest.mark.parametrize("outer", OTHERS)
@pytest.mark.parametrize("inner", OTHERS)
def test_taylor_between_two_derivatives(outer, inner):
    def between(w):
        return nth_derivative(lambda x: inner(lambda y: np.sin(w * x) * y * y)(w * x), 2)(0.5)

    def known(w):  # of 2 w x sin(w x), twice by x
        return 2 * w * w * (2 * np.cos(w * 0.5) - w * 0.5 * np.sin(w * 0.5))

    assert between(0.7) == pytest.approx(known(0.7), rel=1e-12)
    assert outer(between)(0.7) == pytest.approx(derivative(known)(0.7), rel=1e-12)


def test_a_value_kept_from_an_inner_derivative_is_its_value():
    def f(x):
        kept = []
        derivative(lambda y: kept.append(x * y) or x * y)(x)
        return kept[0]

    assert taylor(f, 3.0, order=2) == [9.0, 6.0, 1.0]


def test_tensors_outside():
    w = ad.tensor([2.0, 3.0])
    nth_derivative(lambda x: np.sum(w * x**3), 2)(5.0).backward()
    np.testing.assert_array_equal(w.grad, [30.0, 30.0])


def test_derivatives_by_the_direction():
    def third(v):
        return taylor(lambda x: np.sum(np.sin(x) ** 2), np.array([0.3, 0.5]), v, order=3)[3]

    v = np.array([1.0, 2.0])  # of third order in v
    assert np.dot(grad(third)(v), v) == pytest.approx(3 * third(v), rel=1e-12)


def test_the_diagonal_of_a_hessian():
    x = np.array([0.3, 0.5])
    whole = ad.hessian(lambda x: np.sum(nth_derivative(np.tanh, 2)(x)))(x)
    np.testing.assert_allclose(whole, np.diag(nth_derivative(np.tanh, 4)(x)), rtol=1e-12)


def test_what_is_paused_is_a_constant():
    def f(x):
        with ad.no_grad():
            y = x * x
        return x * y

    assert taylor(f, 2.0, order=2) == [8.0, 4.0, 0.0]


def test_an_error_leaves_nothing_behind():
    def fails(x):
        np.sin(x)
        raise KeyError("mine")

    with pytest.raises(KeyError):
        taylor(fails, 0.5, order=3)
    assert grad(lambda x: x * x)(3.0) == 6.0
    assert taylor(np.sin, 0.0, order=3) == [0.0, 1.0, 0.0, -1 / 6]


# Programs that are written down


def run(recording, *values):
    """Go through the lines of a program, with other numbers."""
    known = dict(zip([x.var for x in recording.inputs], values, strict=True))

    def value(thing):
        return known[thing] if isinstance(thing, Var) else thing

    for line in recording.lines:
        assert isinstance(line, Equation)
        known[line.result] = line.function(*mapped(line.args, value), **mapped(line.kwargs, value))
    return [value(output) for output in recording.outputs]


def counted(f, x):
    """How often a program calls what."""
    return Counter(line.function.__name__ for line in trace(f, (x,), {}).lines)


@pytest.mark.parametrize("f", [np.tanh, np.sinh, lambda x: np.sum(np.exp(-x * x) / (1 + x * x))])
def test_programs_hold_at_other_points(f):
    first, other = np.random.default_rng(0).uniform(0.3, 0.9, (2, 4))
    recording = trace(lambda x: taylor(f, x, order=5), (first,), {})
    agree(run(recording, other), taylor(f, other, order=5))
    of_number = trace(nth_derivative(f, 3), (0.4,), {})
    assert run(of_number, 0.7) == [pytest.approx(nth_derivative(f, 3)(0.7), rel=1e-14)]
    of_number = trace(lambda x: taylor(f, x, order=2), (0.4,), {})
    assert [type(c) for c in run(of_number, 0.7)] == [float] * 3


def test_a_derivative_of_a_series_is_a_program():
    recording = trace(grad(lambda x: np.sum(nth_derivative(np.tanh, 3)(x))), (np.ones(2),), {})
    x = np.array([0.3, 0.5])
    np.testing.assert_allclose(run(recording, x)[0], nth_derivative(np.tanh, 4)(x), rtol=1e-12)


def test_each_pair_of_coefficients_is_multiplied_once():
    recording = trace(lambda x: taylor(np.tanh, x, order=6), (np.ones(3),), {})
    of_two = [
        line.args
        for line in recording.lines
        if line.function is np.multiply and all(isinstance(a, Var) for a in line.args)
    ]
    assert len(of_two) == len(set(map(frozenset, of_two))) == 12
    assert sum(line.function is np.tanh for line in recording.lines) == 1
    assert len(recording.lines) <= 35


def test_rules_that_ask_for_each_other_compute_each_function_once():
    for f in (np.sinh, np.cosh):
        calls = counted(lambda x, f=f: taylor(f, x, order=12), np.ones(3))
        assert calls["sinh"] == calls["cosh"] == 1


def test_linear_functions_act_on_each_coefficient_and_products_on_pairs():
    def of_matrices(x):
        a = np.exp(x)
        return np.sum(np.matmul(a, a))

    calls = counted(lambda x: taylor(of_matrices, x, order=3), np.ones((2, 2)))
    assert calls["sum"] + calls["add_up"] == 4
    assert calls["matmul"] == 1 + 2 + 3 + 4


def test_work_grows_with_the_square_of_the_order():
    few, many = (
        sum(counted(lambda x, n=n: taylor(np.tanh, x, order=n), np.ones(3)).values())
        for n in (10, 40)
    )
    assert many < 16 * few


# What is refused


def test_what_is_refused_says_what_to_do():
    x = np.ones(3)
    with pytest.raises(NotANumber, match="whole number of at least 0"):
        taylor(np.tanh, x, order=-1)
    with pytest.raises(NotANumber, match="whole number of at least 0"):
        nth_derivative(np.tanh, 1.5)
    with pytest.raises(NotANumber, match="Make one array of it"):
        taylor(np.tanh, [1.0, 2.0], order=1)
    with pytest.raises(WrongShape, match=r"\(2,\).*\(3,\)"):
        taylor(np.tanh, x, np.ones(2), order=1)
    with pytest.raises(NotANumber, match="only real changes"):
        taylor(np.tanh, x, 1j, order=1)
    with pytest.raises(NotANumber, match="Pass the function itself"):
        taylor(np.tanh(x), x, order=1)
    with pytest.raises(NotANumber, match="Use taylor"):
        nth_derivative(lambda x: (x, x), 1)(1.0)
    with pytest.raises(ad.LostDerivative, match=r"math.sin"):
        taylor(math.sin, 1.0, order=1)


def test_a_nan_is_found_where_it_is_made():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with ad.debug_nans(), pytest.raises(ad.NanFound, match="log made the first nan"):
            taylor(np.log, -1.0, order=2)
