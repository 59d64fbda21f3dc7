"""Joining thousands of pieces takes as long as all of them are: in both modes, and back again."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import adlearn.numpy as anp
from adlearn import grad, jvp, tensor
from adlearn.rules.joining import concatenate_, stack_

JOIN = {
    "array": anp.array,
    "stack": np.stack,
    "concatenate": lambda pieces: np.concatenate([piece[None] for piece in pieces]),
    "vstack": lambda pieces: np.vstack([np.stack([piece, piece]) for piece in pieces]),
    "hstack": lambda pieces: np.hstack(pieces),
    "block": lambda pieces: np.block(pieces),
    "append": lambda pieces: np.append(np.stack(pieces[::2]), np.stack(pieces[1::2])),
}


def steps(function):
    """Count the calls that a function makes."""
    count = [0]
    before = sys.getprofile()
    sys.setprofile(lambda *_: count.__setitem__(0, count[0] + 1))
    try:
        function()
    finally:
        sys.setprofile(before)
    return count[0]


@pytest.mark.parametrize("join", JOIN.values(), ids=JOIN)
@pytest.mark.parametrize("order", [1, 2])
def test_twice_as_many_pieces_are_twice_the_work(join, order, monkeypatch):
    for primitive in (stack_, concatenate_):  # each call of it gets all the pieces
        monkeypatch.setattr(primitive, "pull", None)

    def loss(n):
        return lambda x: np.sum(join([x * float(i) for i in range(n)]) ** 2)

    def work(n, differentiate):
        f = loss(n)
        for _ in range(order - 1):
            f = grad(f)
        return steps(lambda: differentiate(f))

    for differentiate in (lambda f: grad(f)(0.5), lambda f: jvp(f, (0.5,), (1.0,))):
        work(4, differentiate)
        assert work(80, differentiate) < 2.2 * work(40, differentiate)
    copies = np.size(join(list(np.zeros(2)))) / 2
    expected = copies * 2 * np.sum(np.arange(10) ** 2.0)
    assert grad(loss(10))(0.5) == pytest.approx(0.5 * expected)
    assert grad(grad(loss(10)))(0.5) == pytest.approx(expected)


def test_pieces_of_any_length_get_their_own_part():
    x, y = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [5.0, 6.0]])
    weights = np.arange(6.0).reshape(3, 2)
    f = lambda x, y: np.sum(weights * np.concatenate([x, np.zeros((0, 2)), y], axis=-2))  # noqa: E731
    np.testing.assert_array_equal(grad(f, 0)(x, y), weights[:1])
    np.testing.assert_array_equal(grad(f, 1)(x, y), weights[1:])


@pytest.mark.parametrize(
    "join",
    [
        lambda x: np.concatenate((x, 0.5), axis=None),
        lambda x: np.concatenate((x, 2, 0.5j), axis=None),
        lambda x: np.concatenate((x, np.float64(0.5)), axis=None),
        lambda x: np.concatenate((x, [0.5])),
        lambda x: np.append(x, 0.5),
        lambda x: np.union1d(x, 0.5),
        lambda x: np.union1d(x, [0.5]),
        lambda x: np.hstack((x, 0.5)),
    ],
)
def test_a_number_of_pythons_beside_single_precision_counts_as_numpy_counts_it(join):
    x = np.array([1.5, 2.5], np.float32)
    value = join(tensor(x))
    assert value.dtype == join(x).dtype
    np.testing.assert_array_equal(value.numpy(), join(x))
    assert jvp(join, (x,), (x,))[0].dtype == value.dtype
