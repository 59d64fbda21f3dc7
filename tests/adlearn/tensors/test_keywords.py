"""Every keyword of a ufunc is honoured as NumPy honours it, or refused with the remedy."""

from __future__ import annotations

import numpy as np
import pytest

from adlearn import MissingRule, NotAssignable, grad, jvp, tensor, vjp

RNG = np.random.default_rng(0)
X, Y = RNG.uniform(0.5, 2.0, (2, 3, 3)), RNG.uniform(0.5, 2.0, (2, 3, 3))
Z = X + 1j * Y
single = np.float32
NEWER = [np.matvec, np.vecmat] if hasattr(np, "matvec") else []

CASES = [
    (np.add, (X, Y), {"dtype": single}),
    (np.multiply, (X, 2.0), {"dtype": complex}),
    (np.absolute, (Z,), {"dtype": float}),
    (np.sin, (X,), {"signature": "f->f"}),
    (np.sin, (X,), {"sig": (None, single)}),
    (np.exp, (X,), {"casting": "no", "subok": False, "where": True}),
    (np.tanh, (X,), {"order": "F"}),
    (np.vecdot, (X, Y), {"axis": 0}),
    (np.vecdot, (Z, Y), {"axis": 1, "keepdims": True}),
    (np.vecdot, (X, Y), {"keepdims": True}),
    (np.vecdot, (X, Y), {"axes": [(1,), (2,), ()]}),
    (np.vecdot, (X, Y), {"axes": [1, 1, 0], "keepdims": True}),
    (np.vecdot, (X, Y), {"dtype": single}),
    (np.matmul, (X, Y), {"axes": [(-1, 1), (1, 2), (0, 2)]}),
    (np.matmul, (X[0, 0], Y), {"axes": [(0,), (2, 1), (0,)]}),
    (np.matmul, (X, Y), {"dtype": single}),
    *[(function, (X[0], Y[0, 0]), {"dtype": complex}) for function in NEWER[:1]],
    *[(function, (X[0, 0], Y[0]), {"dtype": complex}) for function in NEWER[1:]],
    *[(function, (X[0], Y[0, 0]), {"axes": [(1, 0), 0, 0]}) for function in NEWER[:1]],
]


@pytest.mark.parametrize(("ufunc", "args", "keywords"), CASES, ids=lambda c: str(c)[:60])
def test_a_keyword_means_what_it_means_to_numpy(ufunc, args, keywords):
    expected = ufunc(*args, **keywords)
    arrays = [np.asarray(a) for a in args]
    found, pull = vjp(lambda *xs: ufunc(*xs, **keywords), *args)
    pushed, tangent = jvp(lambda *xs: ufunc(*xs, **keywords), args, arrays)
    for value in (found, pushed):
        np.testing.assert_allclose(value, expected, rtol=1e-6)
        assert value.dtype == expected.dtype
    h = 1e-2 if expected.dtype == single else 1e-6
    wide = [a * (1 + h) for a in arrays], [a * (1 - h) for a in arrays]
    slopes = (ufunc(*wide[0], **keywords) - ufunc(*wide[1], **keywords)) / (2 * h)
    close = 1e-3 if expected.dtype == single else 1e-7
    np.testing.assert_allclose(tangent, slopes, rtol=close, atol=close)
    u = RNG.uniform(-1, 1, expected.shape).astype(expected.dtype)
    pulled = sum(np.sum(g * a) for g, a in zip(pull(u), arrays, strict=True))
    assert np.real(pulled) == pytest.approx(np.real(np.sum(u * tangent)), rel=1e-4)


def test_what_is_constant_takes_them_too():
    x = tensor(X)
    assert np.floor(x, dtype=single).dtype == single
    np.testing.assert_array_equal(np.less(x, 1.0, dtype=bool), X < 1.0)


def test_the_order_in_memory_is_that_of_numpy():
    for order in "CFAK":
        mine, theirs = np.sin(tensor(X), order=order).numpy(), np.sin(X, order=order)
        assert mine.strides == theirs.strides


def test_what_cannot_be_honoured_is_refused():
    x = tensor(X)
    with pytest.raises(MissingRule, match=r"np\.where"):
        np.log(x, where=X > 1.0)
    with pytest.raises(NotAssignable, match="out="):
        np.log(x, out=np.empty_like(X))
    for refused, keywords in [(np.add, {"axis": 0}), (np.matmul, {"axis": 0})]:
        for a in (X, x):
            with pytest.raises(TypeError, match="axis"):
                refused(a, a, **keywords)
    for a in (X, x):
        with pytest.raises(TypeError, match="Cannot cast"):
            np.add(a, a, dtype=single, casting="safe")


def test_the_remedy_for_where_works():
    f = lambda x: np.where(x > 0, np.log(np.where(x > 0, x, 1.0)), 0.0)  # noqa: E731
    np.testing.assert_allclose(grad(lambda x: np.sum(f(x)))(np.array([-1.0, 4.0])), [0.0, 0.25])
