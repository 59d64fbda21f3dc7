"""A program of numbers runs on columns of them, and whatever is no column is refused with the
remedy."""

from __future__ import annotations

import numpy as np
import pytest

import adlearn as ad
from adlearn.errors import NotTraceable
from adlearn.programs.columns import runner_on_columns
from adlearn.programs.simplify import simplified

X, Y = np.array([0.3, 1.5, -2.0]), np.array([1.0, -0.5, 3.0])
node = ad.AutogradValue


def on_columns(program, *args):
    return runner_on_columns(simplified(program._recording, program._kinds))(*args)


def wave(x, y):
    return ad.sin(x) * y + x * y


SLOPES = ad.program(ad.grad(wave, (0, 1)))(node(1.0), node(2.0))
OF_LIST = ad.program(ad.grad(lambda xs: xs[0] * xs[1]))([node(1.0), node(2.0)])


@pytest.mark.parametrize("kind", [np.array, list, tuple, np.float32])
def test_each_row_has_the_gradient_of_that_row(kind):
    columns = [kind(X), kind(Y)]
    rows = [ad.grad(wave, (0, 1))(x, y) for x, y in zip(X.tolist(), Y.tolist(), strict=True)]
    np.testing.assert_allclose(on_columns(SLOPES, *columns), np.transpose(rows), rtol=1e-6)


def test_one_number_is_the_same_in_every_row_and_whole_numbers_are_floats():
    found = on_columns(ad.program(lambda x, y: y**-1.0 * x)(node(1.0), node(2.0)), 3, [1, 2])
    assert found.tolist() == [3.0, 1.5]
    assert on_columns(SLOPES, 0.5, 2.0) == pytest.approx(ad.grad(wave, (0, 1))(0.5, 2.0))


def test_containers_keep_their_form_and_constants_become_columns():
    program = ad.program(ad.value_and_grad(lambda p: 2.0 * p["a"] + p["b"]))
    value, slopes = on_columns(program({"a": node(1.0), "b": node(2.0)}), {"a": [1, 2], "b": 3})
    assert value.tolist() == [5.0, 7.0]
    assert slopes["a"].tolist() == [2.0, 2.0] and slopes["b"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("program", "args", "said"),
    [
        (OF_LIST, (np.ones((2, 3)),), r"xs is a list of 2 .* shape \(2, 3\).*list\(rows\)"),
        (OF_LIST, ([X],), "this is list of 1"),
        (OF_LIST, ([X, Y[:2]],), r"xs\[0\] has 3 rows and xs\[1\] has 2"),
        (SLOPES, (X,), "for x, y. Pass just these"),
        (SLOPES, (X, ["a"]), "y has to be a column of real numbers"),
        (SLOPES, (X, [[1.0], [1.0, 2.0]]), "y has to be a column"),
        (SLOPES, (X, np.ones((3, 3))), r"shape \(3, 3\)"),
        (SLOPES, (X, 1j), "complex"),
        (ad.program(lambda x, n: x**n)(node(2.0), 3), (X, 4), "n is not 3"),
        (ad.program(ad.grad(np.sin))(1.0), (X,), "AutogradValue"),
        (ad.program(ad.grad(lambda x: np.maximum(x, 2.0)))(1.0), (X,), "AutogradValue"),
        (ad.program(ad.grad(np.sum))(X), (X,), "AutogradValue"),
    ],
)
def test_what_is_no_column_is_refused_with_the_remedy(program, args, said):
    with pytest.raises(NotTraceable, match=said):
        on_columns(program, *args)
