"""SciPy's special functions and their first two derivatives against mpmath, with 60 digits: in the
tails, at 0, and where two large numbers nearly cancel. The functions come from the table of rules;
a new one must be given its name in mpmath."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import elementwise_grad, jvp

mp = pytest.importorskip("mpmath", reason="mpmath is not installed")
special = pytest.importorskip("scipy.special")

import adlearn.scipy.special  # noqa: E402, F401  the whole table
from adlearn.tensors.dispatch import CONSTANT, DISPATCH  # noqa: E402

TAILS = (-1e4, -40.3, -3.3, -0.5, -1e-5, 1e-9, 1e-3, 0.3, 1.5, 5.0, 40.3, 1e4)
FAR = (0.3, 5.0, 300.0, 1e5)
SHARES = (1e-12, 1e-3, 0.3, 0.9, 0.999)


def degrees(f):
    return lambda x: f(x * mp.pi / 180)


def normal(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def quantile(p):
    return mp.sqrt(2) * mp.erfinv(2 * p - 1)


def scaled(f, n, sign):
    return lambda x: f(n, x) * mp.exp(sign * x)


#: SciPy's name -> what it is in mpmath, where that is not the same name, and where it is asked.
MEANING = {
    "cosdg": (degrees(mp.cos), TAILS),
    "cosm1": (lambda x: mp.cos(x) - 1, TAILS),
    "cotdg": (degrees(mp.cot), (-40.3, 0.3, 5.0)),
    "dawsn": (lambda x: mp.sqrt(mp.pi) / 2 * mp.exp(-x * x) * mp.erfi(x), TAILS),
    "entr": (lambda x: -x * mp.log(x), FAR),
    "erf": (mp.erf, (-5.0, -1e-5, 0.3, 3.0)),
    "erfc": (mp.erfc, (-5.0, -1e-5, 0.3, 25.0)),
    "erfcinv": (lambda x: mp.erfinv(1 - x), (1e-3, 0.5, 1.5)),
    "erfcx": (lambda x: mp.exp(x * x) * mp.erfc(x), (-3.3, 1e-9, 0.3, 19.0, 21.0, 300.0, 1e4)),
    "erfi": (mp.erfi, (-3.3, 0.3, 5.0)),
    "erfinv": (mp.erfinv, (-0.9, 1e-5, 0.5)),
    "exp1": (mp.e1, FAR),
    "exp10": (lambda x: mp.mpf(10) ** x, (-40.3, 0.3, 5.0)),
    "exp2": (lambda x: mp.mpf(2) ** x, (-40.3, 0.3, 5.0)),
    "expi": (mp.ei, (-3.3, 0.3, 40.3)),
    "expit": (lambda x: 1 / (1 + mp.exp(-x)), (-40.3, -0.5, 5.0, 40.3)),
    "expm1": (mp.expm1, (-40.3, 1e-9, 5.0)),
    "gamma": (mp.gamma, (-3.3, 0.3, 5.0)),
    "gammaln": (lambda x: mp.log(abs(mp.gamma(x))), (-3.3, 0.3, 40.3)),
    "i0": (lambda x: mp.besseli(0, x), (-3.3, 0.3, 40.3)),
    "i1": (lambda x: mp.besseli(1, x), (-3.3, 0.3, 40.3)),
    "i0e": (scaled(mp.besseli, 0, -1), FAR),
    "i1e": (scaled(mp.besseli, 1, -1), FAR),
    "k0": (lambda x: mp.besselk(0, x), (5.0,)),
    "k1": (lambda x: mp.besselk(1, x), (5.0,)),
    "k0e": (scaled(mp.besselk, 0, 1), FAR),
    "k1e": (scaled(mp.besselk, 1, 1), FAR),
    "log1p": (mp.log1p, (-0.5, 1e-9, 1e4)),
    "log_expit": (lambda x: -mp.log1p(mp.exp(-x)), (-300.0, -0.5, 40.3)),
    "log_ndtr": (lambda x: mp.log(normal(x)), (-1e4, -300.0, -20.0, -0.5, 1e-5, 3.0)),
    "logit": (lambda p: mp.log(p / (1 - p)), SHARES),
    "loggamma": (mp.loggamma, (0.3, 5.0, 1e4)),
    "ndtr": (normal, (-20.0, -0.5, 5.0)),
    "ndtri": (quantile, (1e-3, 0.3, 0.9)),
    "ndtri_exp": (lambda y: quantile(mp.exp(y)), (-20.0, -1.0, -0.1)),
    "psi": (mp.digamma, (-3.3, 0.3, 1e4)),
    "rgamma": (mp.rgamma, (-3.3, -2.0, 0.3, 5.0)),
    "sindg": (degrees(mp.sin), TAILS),
    "tandg": (degrees(mp.tan), TAILS),
    "y0": (lambda x: mp.bessely(0, x), (0.3, 40.3)),
    "y1": (lambda x: mp.bessely(1, x), (0.3, 40.3)),
    "j0": (mp.j0, (-40.3, 1e-5, 3.0)),
    "j1": (mp.j1, (-40.3, 1e-5, 3.0)),
    "cbrt": (lambda x: mp.sign(x) * mp.cbrt(abs(x)), (-40.3, 1e-9, 1e4)),
    "sinc": (mp.sincpi, (-3.3, -1e-5, 0.0, 1e-9, 0.29, 0.31, 40.3)),
}
#: Functions that are compared with differences only, in `test_scipy_rules`.
ELSEWHERE = {"bei", "beip", "ber", "berp", "kei", "keip", "ker", "kerp", "ellipe", "ellipk"}
ELSEWHERE |= {"ellipkm1", "exprel", "itmodstruve0", "itstruve0", "spence", "wofz", "wrightomega"}
FROM_THE_TABLE = {
    f.__name__
    for name in dir(special)
    if isinstance(f := getattr(special, name), np.ufunc)
    and (f.nin, f.nout) == (1, 1)
    and DISPATCH.get(f, next(iter(CONSTANT))) not in CONSTANT
}


def test_every_function_of_one_number_has_its_meaning_in_mpmath():
    assert FROM_THE_TABLE - set(MEANING) - ELSEWHERE == set()


def right(f, x, order):
    """The derivative, by differences with 60 digits."""
    with mp.workdps(60):
        x = mp.mpf(x)
        h = max(abs(x), mp.mpf("1e-3")) * mp.mpf(10) ** -18
        if order == 1:
            return float((f(x + h) - f(x - h)) / (2 * h))
        return float((f(x + h) - 2 * f(x) + f(x - h)) / h**2)


def forward(f):
    return lambda x: jvp(f, (x,), (np.ones_like(x),))[1]


@pytest.mark.parametrize("name", MEANING)
def test_derivatives_are_right_in_the_tails_too(name):
    f = getattr(special, name, None) or getattr(np, name)
    meaning, points = MEANING[name]
    x = np.array(points)
    reverse = elementwise_grad(f)
    for order, ways in (
        (1, (reverse, forward(f))),
        (2, (elementwise_grad(reverse), forward(forward(f)), forward(reverse))),
    ):
        expected = [right(meaning, point, order) for point in points]
        for derivative in ways:
            np.testing.assert_allclose(derivative(x), expected, rtol=1e-7, atol=1e-30)


@pytest.mark.parametrize("name", sorted(FROM_THE_TABLE))
def test_single_precision_stays_what_scipy_makes_of_it(name):
    f = getattr(special, name)
    x = np.array([0.25, 0.5], np.float32)
    if f(x).dtype.kind == "f":
        assert elementwise_grad(f)(x).dtype == x.dtype
        assert forward(f)(x).dtype == f(x).dtype == jvp(f, (x,), (x,))[0].dtype


TWO = [
    (np.logaddexp, lambda x, y: mp.log(mp.exp(x) + mp.exp(y)), [(1.0, 2.0), (40.0, 0.0)]),
    (np.arctan2, mp.atan2, [(1.0, 2.0), (1e200, 1e200), (-3.0, -1e-8)]),
    (special.betaln, lambda a, b: mp.log(mp.beta(a, b)), [(2.0, 3.0), (1e8, 3.0), (1e-6, 2.0)]),
    (special.xlogy, lambda x, y: x * mp.log(y), [(0.0, 2.0), (1e8, 1e-8)]),
    (
        special.pseudo_huber,
        lambda d, r: d * d * (mp.sqrt(1 + (r / d) ** 2) - 1),
        [(1.0, -3.0), (1e-4, 3.0), (1e2, 1e-1)],
    ),
]


@pytest.mark.parametrize(("f", "meaning", "points"), TWO, ids=lambda f: getattr(f, "__name__", ""))
def test_derivatives_by_two_numbers(f, meaning, points):
    for x, y in points:
        a, b = np.array([x]), np.array([y])
        for place, along in (
            (0, lambda t, y=y: meaning(t, mp.mpf(y))),
            (1, lambda t, x=x: meaning(mp.mpf(x), t)),
        ):
            found = elementwise_grad(f, place)(a, b)[0]
            with mp.workdps(60):
                point = mp.mpf((x, y)[place])
                h = (abs(point) or 1) * mp.mpf(10) ** -18
                expected = float((along(point + h) - along(point - h)) / (2 * h))
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-30)


def test_sums_of_exponentials_share_between_equal_infinities():
    x, y = np.array([-np.inf, np.inf, 1.0, np.inf]), np.array([-np.inf, 1.0, np.inf, np.inf])
    for f in (np.logaddexp, np.logaddexp2):
        np.testing.assert_array_equal(elementwise_grad(f, 0)(x, y), [0.5, 1.0, 0.0, 0.5])
        np.testing.assert_array_equal(elementwise_grad(f, 1)(x, y), [0.5, 0.0, 1.0, 0.5])
