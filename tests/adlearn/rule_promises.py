"""What every rule promises, for a function f at a point x, with a random direction v and a random
cotangent u; the tables of functions are in the tests.

* the value has the shape, dtype and numbers of f on plain arrays, and nothing that was passed in is
  changed;
* `<pull(u), v>` is the slope of `<u, f(x + t v)>`, measured with central differences;
* `<u, push(v)> = <pull(u), v>`: both modes are one linear map;
* the derivative of the derivative keeps the two promises above, in every mixture of modes;
* the coefficients of a Taylor series are those that derivatives inside each other give;
* float32 stays float32.
"""

from __future__ import annotations

import functools
import warnings
import zlib

import numpy as np
import pytest

from adlearn import jacfwd, jvp, taylor, vjp
from adlearn.derivatives.containers import leaves_of
from adlearn.errors import IndependentOutputWarning, MissingRule
from adlearn.tensors.primitive import value_of

# Domains: functions of a random generator that give one argument


def between(low, high, *shape):
    return lambda rng: np.asarray(rng.uniform(low, high, shape))


def real(*shape):
    return between(-2.0, 2.0, *shape)


def positive(*shape):
    return between(0.5, 2.0, *shape)


def unit(*shape):
    return between(-0.8, 0.8, *shape)


def apart(*shape):
    """Numbers of which no two come near each other, nor near a whole number."""

    def sample(rng):
        n = int(np.prod(shape))
        return (rng.permutation(n) - n // 2 + rng.uniform(0.35, 0.65, n)).reshape(shape) / 2

    return sample


def imaginary(*shape):
    return lambda rng: rng.uniform(-1, 1, shape) + 1j * rng.uniform(-1, 1, shape)


def regular(*shape):
    """Square matrices that are far from singular, with separate real eigenvalues."""
    n = shape[-1]
    return lambda rng: np.diag(np.arange(1.0, n + 1)) + 0.2 * rng.uniform(-1, 1, shape)


def rising(n):
    return lambda rng: np.arange(n) + rng.uniform(-0.3, 0.3, n)


def row(function, how, *domains):
    """Make a test parameter: `how` holds keyword arguments, or calls the function itself."""
    if callable(how):
        f, text = how, f"case{next_number[0]}"
        next_number[0] += 1
    else:

        def f(*args):
            return function(*args, **how)

        text = ",".join(f"{key}={value}" for key, value in how.items()) or "-"
    shapes = [np.shape(domain(np.random.default_rng(0))) for domain in domains]
    return pytest.param(function, f, domains, id=f"{function.__name__}-{text}-{shapes}")


next_number = [0]


def quiet(check):
    """Make a check that does not mind outputs that depend on nothing: some rows have them."""

    @functools.wraps(check)
    def checked(*args, **kwargs):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", IndependentOutputWarning)
            check(*args, **kwargs)

    return checked


# Measuring


def sample(domains, name):
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    points = [domain(rng) for domain in domains]
    directions = [like(x, rng) for x in points]
    return points, directions, rng


def like(x, rng):
    """Random numbers of a shape and kind."""
    x = np.asarray(x)
    v = rng.uniform(-1, 1, x.shape)
    v = v + 1j * rng.uniform(-1, 1, x.shape) if x.dtype.kind == "c" else v
    return np.asarray(v).astype(x.dtype)


def pairing(u, y):
    """What a change y of the outputs is worth: Re(sum(u * y))."""
    us, ys = leaves_of(u)[0], leaves_of(y)[0]
    return float(sum(np.real(np.sum(a * b)) for a, b in zip(us, ys, strict=True)))


def slope(f, points, directions, u, h=2e-3):
    """The derivative of <u, f(x + t v)> by t: central differences, extrapolated to width 0."""

    def difference(h):
        ahead = f(*(x + h * v for x, v in zip(points, directions, strict=True)))
        behind = f(*(x - h * v for x, v in zip(points, directions, strict=True)))
        return (pairing(u, ahead) - pairing(u, behind)) / (2 * h)

    wide, narrow, finest = difference(h), difference(h / 2), difference(h / 4)
    return (64 * finest - 20 * narrow + wide) / 45


def cotangent_of(output, rng):
    leaves, rebuild = leaves_of(output)
    return rebuild([like(leaf, rng) for leaf in leaves])


def check_both_modes(f, points, directions, rng, tolerance=1e-6):
    output, pull = vjp(f, *points)
    u = cotangent_of(output, rng)
    pulled = pairing(list(pull(u)), directions)
    _, tangent = jvp(f, points, directions)
    scale = 1.0 + abs(pulled)
    assert pairing(u, tangent) == pytest.approx(pulled, rel=1e-9, abs=1e-9 * scale)
    assert pulled == pytest.approx(slope(f, points, directions, u), rel=tolerance, abs=tolerance)
    return u


# The promises


@quiet
def keeps_value_shape_and_dtype(function, f, domains):
    for kind in (np.float64, np.float32):
        points, directions, rng = sample(domains, function.__name__)
        if kind is np.float32:
            points, directions = lower_precision(points), lower_precision(directions)
        expected = leaves_of(f(*points))[0]
        u = cotangent_of(f(*points), rng)
        before = [np.copy(x) for x in (*points, *directions, *leaves_of(u)[0])]
        output, pull = vjp(f, *points)
        pushed_output, tangent = jvp(f, points, directions)
        for found in (leaves_of(output)[0], leaves_of(pushed_output)[0]):
            for a, b in zip(found, expected, strict=True):
                assert np.shape(a) == np.shape(b)
                assert np.asarray(a).dtype == np.asarray(b).dtype
                close = 1e-5 if kind is np.float32 else 1e-12
                np.testing.assert_allclose(a, b, rtol=close, atol=close)
        for a, b in zip(leaves_of(tangent)[0], expected, strict=True):
            assert np.shape(a) == np.shape(b)
            assert np.asarray(a).dtype == np.asarray(b).dtype, "tangent"
        for a, x in zip(pull(u), points, strict=True):
            assert np.shape(a) == np.shape(x) and np.asarray(a).dtype == x.dtype, "cotangent"
        for a, b in zip(before, (*points, *directions, *leaves_of(u)[0]), strict=True):
            np.testing.assert_array_equal(a, b)


def lower_precision(arrays):
    return [x.astype(np.complex64 if x.dtype.kind == "c" else np.float32) for x in arrays]


@quiet
def both_modes_agree_with_differences(function, f, domains, tolerance=1e-6):
    points, directions, rng = sample(domains, function.__name__)
    check_both_modes(f, points, directions, rng, tolerance)


@quiet
def second_derivatives_agree(function, f, domains, tolerance=1e-6):
    points, directions, rng = sample(domains, function.__name__)
    u = cotangent_of(f(*points), rng)
    check_both_modes(lambda *xs: list(vjp(f, *xs)[1](u)), points, directions, rng, tolerance)
    check_both_modes(lambda *xs: jvp(f, xs, directions)[1], points, directions, rng, tolerance)


@quiet
def many_tangents_agree_with_one(function, f, domains):
    points, directions, _ = sample(domains, function.__name__)
    x, v = points[0], directions[0]

    def first(a):
        outputs = [y for y in leaves_of(f(a, *points[1:]))[0] if is_float(y)]
        return outputs[0]

    def is_float(y):
        return np.asarray(value_of(y)).dtype.kind in "fc"

    if x.dtype.kind == "c" or not x.size:
        return
    _, tangent = jvp(first, [x], [v])
    whole = jacfwd(first)(x)
    assert np.shape(whole) == np.shape(tangent) + x.shape
    together = np.tensordot(np.reshape(whole, (*np.shape(tangent), v.size)), v.reshape(-1), axes=1)
    np.testing.assert_allclose(together, tangent, rtol=1e-9, atol=1e-9)


@quiet
def both_modes_are_linear_and_transposed_by_the_engine(function, f, domains):
    """Pull is linear in the cotangent and push in the tangent, so their derivatives are each other:
    what runs the rules on traced values finds so."""
    points, directions, rng = sample(domains, function.__name__)
    leaves, rebuild = leaves_of(cotangent_of(f(*points), rng))

    def pulled(*cotangents):
        return list(vjp(f, *points)[1](rebuild(list(cotangents))))

    def pushed(*tangents):
        return jvp(f, points, tangents)[1]

    tangent, cotangent = leaves_of(pushed(*directions))[0], pulled(*leaves)
    for found, expected in [
        (vjp(pulled, *leaves)[1](list(directions)), tangent),
        (jvp(pulled, leaves, leaves)[1], cotangent),
        (vjp(pushed, *directions)[1](rebuild(leaves)), cotangent),
        (leaves_of(jvp(pushed, directions, directions)[1])[0], tangent),
    ]:
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)


@quiet
def taylor_agrees_with_derivatives_of_derivatives(function, f, domains):
    points, directions, _ = sample(domains, function.__name__)

    def along(t):
        return f(*(x + t * v for x, v in zip(points, directions, strict=True)))

    def pushed(g):
        return lambda t: jvp(g, (t,), (1.0,))[1]

    by_order = [along, pushed(along), pushed(pushed(along)), pushed(pushed(pushed(along)))]
    try:
        expected = [g(0.0) for g in by_order]
    except MissingRule:  # there are two derivatives, and no third one
        expected = [g(0.0) for g in by_order[:3]]
    found = taylor(along, 0.0, order=len(expected) - 1)
    for coefficient, derivative, times in zip(found, expected, (1, 1, 2, 6), strict=False):
        for a, b in zip(leaves_of(coefficient)[0], leaves_of(derivative)[0], strict=True):
            assert np.shape(a) == np.shape(b)
            assert np.asarray(a).dtype == np.asarray(b).dtype
            close = 1e-8 * (1 + np.max(np.abs(b), initial=0.0))
            np.testing.assert_allclose(times * np.asarray(a), b, rtol=1e-8, atol=close)
