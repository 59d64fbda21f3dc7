"""Programs of thousands of lines: nothing on the way to them is recursive, or goes along the lines
again for each line."""

import numpy as np
import pytest

import adlearn as ad
from adlearn.programs.placing import put_together

MANY = 1500  # more than Python calls functions within each other


def repeated(step):
    """Make a function that does the same many times."""

    def f(x):
        y = x
        for _ in range(MANY):
            y = step(y, x)
        return np.sum(y)

    return f


def tree(x):
    """Multiply neighbours, until one number is left."""
    parts = [x[i % 3] for i in range(MANY)]
    while len(parts) > 1:
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
        parts = [a * b for a, b in pairs] + parts[2 * len(pairs) :]
    return parts[0]


LONG = {
    "a chain": repeated(lambda y, x: np.sin(y)),
    "a sum": repeated(lambda y, x: y + np.exp(x * 0.5)),
    "doublings": repeated(lambda y, x: 0.5 * (y + y)),
    "products": repeated(lambda y, x: 0.3 * (y * y) + 0.1 * x),
    "a tree": tree,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_derivative_is_written_down_run_and_printed(name):
    slope, x = ad.grad(LONG[name]), np.array([0.1, 0.5, 0.9])
    wanted = slope(x)
    fast = ad.compile(slope)
    fast(x)
    np.testing.assert_allclose(fast(x), wanted, rtol=1e-12)
    assert fast.versions, fast.refusal
    page = ad.program(slope)(x)
    np.testing.assert_allclose(page(x), wanted, rtol=1e-12)
    names: dict = {}
    exec(page.source, names)
    np.testing.assert_allclose(list(names.values())[-1](x), wanted, rtol=1e-12)
    assert str(page).count("\n") > 10 and page.latex


def test_elements_are_added_in_the_order_in_which_they_were():
    def f(x):
        return np.sum(np.stack([x[0] * 1e16, x[0], x[0], x[1] * x[0], -1e16 * x[0]]))

    slope, x = ad.grad(f), np.array([1.0, 3.0])
    np.testing.assert_array_equal(ad.program(slope)(x)(x), slope(x))


def test_sums_of_sums_are_left_as_they_are():
    from adlearn.rules.indexing import scatter

    def f(x):
        a, b, c, d = (scatter(part, 0, (2,)) for part in (x[0], x[1], x[2], x[3]))
        return (a + b) + (c + d)

    x = np.array([1.0, 1e-16, 1e-16, 1e-16])
    page = ad.program(f)(x)
    assert page(x)[0] == f(x)[0] == (1.0 + 1e-16) + (1e-16 + 1e-16)
    assert sum(line.function is put_together for line in page.lines) == 2
