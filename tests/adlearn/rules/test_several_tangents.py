"""Several tangents at once are what each of them is alone: the Jacobian in forward mode is the one
of reverse mode, which sends one cotangent at a time."""

import contextlib

import numpy as np
import pytest

import adlearn as ad
from adlearn.rules.many_tangents import PUSH_MANY, getitem, push_getitem

RANDOM = np.random.default_rng(5)
X = RANDOM.standard_normal((3, 4))
LEFT, RIGHT = RANDOM.standard_normal((2, 3)), RANDOM.standard_normal((4, 5))
VECTOR = RANDOM.standard_normal(4)
CUBE = RANDOM.standard_normal((2, 4, 3))

PROGRAMS = {
    "sum of all": lambda x: np.sum(np.sin(x)),
    "sum over the last axis": lambda x: np.sum(x * x, axis=-1),
    "sum over two axes, kept": lambda x: np.sum(x * x, axis=(0, 1), keepdims=True),
    "mean": lambda x: np.mean(x * x, axis=0),
    "sum of a number": lambda x: np.sum(np.sum(x * x)),
    "reshape": lambda x: np.reshape(x * x, (2, -1)),
    "broadcast_to": lambda x: np.broadcast_to(x * x, (2, 3, 4)),
    "broadcast_to from one": lambda x: np.broadcast_to(np.sum(x, axis=1, keepdims=True), (3, 6)),
    "transpose": lambda x: np.transpose(x * x),
    "transpose with axes": lambda x: np.transpose(np.reshape(x * x, (3, 2, 2)), (-1, 0, 1)),
    "index": lambda x: (x * x)[1:, -1],
    "index with None": lambda x: (x * x)[None, ..., 2],
    "index by an array": lambda x: (x * x)[:, np.array([0, 0, 2])],
    "index by two arrays": lambda x: (x * x)[np.array([0, 1]), np.array([2, 3])],
    "index by a number and an array": lambda x: (x * x)[0, np.array([0, 0, 2])],
    "index by a mask": lambda x: (x * x)[X > 0],
    "concatenate with a constant": lambda x: np.concatenate([x * x, X, 2.0 * x], axis=-1),
    "stack": lambda x: np.stack([x * x, X], axis=-1),
    "matrix @ matrix": lambda x: (x * x) @ RIGHT,
    "constant @ matrix": lambda x: LEFT @ (x * x),
    "both sides": lambda x: x @ x.T,
    "matrix @ vector": lambda x: np.dot(x * x, VECTOR),
    "vector @ matrix": lambda x: np.dot(x[:, 0], x),
    "matrix @ row": lambda x: np.dot(x, x[1]),
    "vector @ vector": lambda x: np.dot(x[0], x[2]),
    "three axes": lambda x: np.matmul(CUBE, x),
    "times a number": lambda x: np.dot(np.sum(x), x),
    "broadcasting": lambda x: x * np.sum(x, axis=1, keepdims=True) + VECTOR * x[0],
    "taken one by one": lambda x: np.cumsum(np.sort(x, axis=0), axis=1),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_forward_and_reverse_mode_give_the_same_jacobian(name):
    f = PROGRAMS[name]
    forward, reverse = ad.jacfwd(f)(X), ad.jacrev(f)(X)
    assert forward.shape == reverse.shape == np.shape(f(X)) + X.shape
    np.testing.assert_allclose(forward, reverse, rtol=1e-12, atol=1e-12)


def warns_independent():
    """A linear program's Jacobian does not depend on x, and asking for its derivative says so."""
    return pytest.warns(ad.IndependentOutputWarning, match="does not depend on the input")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_derivative_of_several_tangents_is_right_as_well(name):
    def total(x):
        return np.sum(ad.jacfwd(PROGRAMS[name])(x) ** 2)

    def expected(x):
        return np.sum(ad.jacrev(PROGRAMS[name])(x) ** 2)

    constant = name in {"broadcast_to from one", "three axes", "taken one by one"}
    with warns_independent() if constant else contextlib.nullcontext():
        found = ad.grad(total)(X)
    with warns_independent() if constant else contextlib.nullcontext():
        wanted = ad.grad(expected)(X)
    np.testing.assert_allclose(found, wanted, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", ["index", "sum of all", "transpose", "matrix @ row", "stack"])
def test_precision_stays_single(name):
    single = X.astype(np.float32)
    assert PROGRAMS[name](single).dtype == (np.float64 if name == "stack" else np.float32)
    assert ad.jacfwd(PROGRAMS[name])(single).dtype == PROGRAMS[name](single).dtype


def test_an_index_of_several_arrays_is_left_to_the_slow_way():
    index = (np.array([0, 1]), slice(None), np.array([0, 1]))
    assert (
        push_getitem(2, (0,), (np.zeros((2, 3, 4, 5)),), None, np.zeros((3, 4, 5)), index) is None
    )
    assert PUSH_MANY[getitem] is push_getitem
