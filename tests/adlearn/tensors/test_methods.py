"""A traced array has every method and fact of NumPy's arrays, with NumPy's arguments: it does what
NumPy's does and keeps the derivative, or says what to do instead."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adlearn import LostDerivative, NotAssignable, grad, jacfwd, jacobian, jvp, tensor

X = np.array([[0.51, 2.02, 3.03, -1.53], [1.27, -0.74, 4.04, 0.23], [-2.04, 1.01, -0.53, 1.74]])
ONES, ROW = np.ones(4), np.array([0.1, 1.0, 2.5])

CALLS = {
    "all": [lambda x: x * x.all(), lambda x: x * x.all(axis=0, keepdims=True)],
    "any": [lambda x: x * x.any(), lambda x: x * x.any(where=X > 0)],
    "argmax": [lambda x: x * x.argmax(axis=1, keepdims=True)],
    "argmin": [lambda x: x * x.argmin()],
    "argpartition": [lambda x: x[x[:, 0].argpartition(1)]],
    "argsort": [lambda x: x[x[:, 0].argsort(kind="stable")]],
    "astype": [lambda x: x.astype(float, copy=False), lambda x: x.astype(complex, casting="safe")],
    "choose": [lambda x: x * x.astype(bool).choose([3.0, 4.0])],
    "clip": [lambda x: x.clip(0.0, 2.5), lambda x: x.clip(max=1.1), lambda x: x.clip(min=ONES)],
    "compress": [lambda x: x.compress([1, 0, 1]), lambda x: x.compress([1, 0, 1], axis=0)],
    "conj": [lambda x: (x * 1j).conj()],
    "conjugate": [lambda x: (x * 1j).conjugate()],
    "copy": [lambda x: x.copy() * 2, lambda x: x.copy(order="F").ravel("f")],
    "cumprod": [lambda x: x.cumprod(0), lambda x: x.cumprod(axis=1, dtype=complex)],
    "cumsum": [lambda x: x.cumsum(1, complex), lambda x: x.cumsum()],
    "diagonal": [lambda x: x.diagonal(1), lambda x: x.diagonal(offset=-1, axis1=1, axis2=0)],
    "dot": [lambda x: x.dot(ONES)],
    "flatten": [lambda x: x.flatten("F"), lambda x: x[0].flatten(order="A")],
    "max": [lambda x: x.max(1, initial=1.0), lambda x: x.max(axis=0, keepdims=True)],
    "mean": [lambda x: x.mean(0, complex, None, True), lambda x: x.mean(where=X > 0)],
    "min": [lambda x: x.min(), lambda x: x.min(axis=(0, 1), keepdims=True)],
    "nonzero": [lambda x: x[x.nonzero()]],
    "prod": [lambda x: x.prod(axis=1, initial=2.0, where=X > 0)],
    "ravel": [lambda x: x.ravel(order="F"), lambda x: x.T[:1].ravel("K")],
    "repeat": [lambda x: x.repeat(2, axis=1), lambda x: x.repeat([1, 0, 2], 0)],
    "reshape": [lambda x: x.reshape(2, -1), lambda x: x.reshape(np.int64(12))]
    + [lambda x: x.reshape([4, 3], order="F")]
    + [lambda x: x.reshape((6, 2), copy=True)] * (np.lib.NumpyVersion(np.__version__) >= "2.1.0"),
    "round": [lambda x: x * x.round(), lambda x: x * x.round(decimals=1)],
    "searchsorted": [lambda x: x * np.sort(x[0]).searchsorted(ROW, side="right")[0]],
    "squeeze": [lambda x: x[None].squeeze(0), lambda x: x[None, :, None].squeeze(axis=(0, 2))],
    "std": [lambda x: x.std(axis=0, ddof=1, keepdims=True), lambda x: x.std(0, where=X > -1.6)],
    "sum": [lambda x: x.sum(axis=1, initial=2.0, where=X > 0), lambda x: x.sum(0, complex)],
    "swapaxes": [lambda x: x.swapaxes(0, 1)],
    "take": [lambda x: x.take([0, 9], 1, mode="clip"), lambda x: x.take(indices=3)],
    "to_device": [lambda x: x.to_device("cpu")],
    "trace": [lambda x: x.trace(offset=1), lambda x: x.trace(0, 1, 0, complex)],
    "transpose": [lambda x: x.transpose(1, 0), lambda x: x.transpose((1, 0))]
    + [lambda x: x.transpose(), lambda x: x.transpose(None)],
    "var": [lambda x: x.var(axis=1, dtype=float)]
    + [lambda x: x.var(0, mean=x.mean(0, keepdims=True))],
    "T": [lambda x: x.T],
    "mT": [lambda x: x[None].mT],
    "real": [lambda x: (x * (1 + 2j)).real],
    "imag": [lambda x: (x * (1 + 2j)).imag],
    "flat": [lambda x: x.flat[2], lambda x: x.flat[1:7:2], lambda x: x.flat[[1, 1]]]
    + [lambda x: sum(x.flat) * len(x.flat), lambda x: next(x.flat), lambda x: x.flat.copy()],
    "device": [lambda x: x * (x.device == "cpu")],
    "flags": [lambda x: x * x.flags.c_contiguous],
    "itemsize": [lambda x: x * x.itemsize],
    "nbytes": [lambda x: x * x.nbytes],
    "strides": [lambda x: x * x.strides[0]],
    "ndim": [lambda x: x * x.ndim],
    "shape": [lambda x: x * x.shape[1]],
    "size": [lambda x: x / x.size],
    "dtype": [lambda x: x * (x.dtype == float)],
    "__contains__": [lambda x: x * (5.0 not in x)],
    "__divmod__": [lambda x: divmod(x, 0.3)[1]],
    "__rdivmod__": [lambda x: divmod(5.0, x)[1]],
    "__round__": [lambda x: x * round(x[0, 1]) * round(x[0, 0], 1)],
    "__floor__": [lambda x: x * math.floor(x[0, 1])],
    "__ceil__": [lambda x: x * math.ceil(x[0, 1])],
    "__trunc__": [lambda x: x * math.trunc(x[0, 1])],
    "__int__": [lambda x: x * int(x[0, 1]) * np.int64(x[0, 2])],
}
WRITES = {"sort": (), "partition": (1,), "resize": (2,), "fill": (0.0,), "put": (0, 1.0)}
WRITES |= {"setfield": (1.0, float), "setflags": ()}
READS = {"byteswap": (), "dump": ("x",), "dumps": (), "getfield": (float,), "view": (int,)}
READS |= {"tobytes": (), "tofile": ("x",)}
LEAVES = {"item": (1,), "tolist": ()}
#: No program of numbers asks for the owner of the memory or its address; `data` is a tensor's own.
#: `tostring` is what older versions call `tobytes`, too.
MEMORY = {"base", "ctypes", "data", "tostring"}


def test_every_method_of_an_array_is_asked_here():
    public = {name for name in dir(X) if not name.startswith("_") and hasattr(X, name)}
    assert public <= {*CALLS, *WRITES, *READS, *LEAVES, *MEMORY}


@pytest.mark.parametrize("name", CALLS)
def test_a_method_takes_what_numpy_s_takes_and_keeps_the_derivative(name):
    for call in CALLS[name]:
        expected, f = call(X), numbers_of(call)
        for found in (call(tensor(X)).numpy(), jvp(call, (X,), (X,))[0]):
            np.testing.assert_array_equal(found, expected)
            assert np.shape(found) == np.shape(expected)
            assert np.asarray(found).dtype == np.asarray(expected).dtype
        h = 1e-6
        differences = np.stack([(f(X + h * e) - f(X - h * e)) / (2 * h) for e in units(X)], -1)
        differences = differences.reshape(*np.shape(expected), *X.shape)
        for slopes in (jacobian(f)(X), jacfwd(f)(X)):
            np.testing.assert_allclose(slopes, differences, atol=1e-6)


def numbers_of(call):
    """Tell the parts of complex answers apart by a factor."""
    return lambda x: np.real(call(x)) + 3.0 * np.imag(call(x))


def units(x):
    return np.eye(x.size).reshape(x.size, *x.shape)


@pytest.mark.parametrize("name", [*WRITES, *READS])
def test_what_writes_or_reads_memory_says_what_to_do_instead(name):
    x, args = tensor(X), WRITES.get(name, READS.get(name))
    with pytest.raises(NotAssignable if name in WRITES else LostDerivative) as caught:
        getattr(x, name)(*args)
    assert "x = np." in str(caught.value) or f"x.numpy().{name}()" in str(caught.value)


@pytest.mark.parametrize("name", LEAVES)
def test_python_numbers_are_given_where_float_gives_one(name):
    x, args = tensor(X), LEAVES[name]
    assert getattr(x, name)(*args) == getattr(X, name)(*args)
    for differentiate in (grad, lambda f: jvp(f, (X,), (X,))):
        with pytest.raises(LostDerivative, match=r"\.numpy\(\)"):
            found = differentiate(lambda x: getattr(x, name)(*args))
            found(X)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.complex128])
def test_a_number_of_numpy_s_is_not_made_in_silence(kind):
    with pytest.raises(LostDerivative, match="astype"):
        grad(lambda x: kind(x[0, 0]))(X)


def test_in_asks_for_an_equal_number():
    assert X[0, 1] in tensor(X) and 9.0 not in tensor(X)


def test_casting_is_honoured():
    with pytest.raises(TypeError, match="safe"):
        tensor(X).astype(np.float32, casting="safe")
