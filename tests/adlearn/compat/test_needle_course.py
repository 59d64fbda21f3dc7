"""What notebooks of needle's course use beside the engine: a check of gradients, digits from files,
a loss, and an epoch of training."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

import adlearn.compat.needle as ndl
from adlearn.compat.needle import gradient_check
from adlearn.compat.needle.simple_ml import nn_epoch, parse_mnist, softmax_loss
from adlearn.data import write_digits
from adlearn.errors import AdlearnError, WrongShape


def drawn(*shapes, seed=0, dtype=float):
    random = np.random.default_rng(seed)
    return [ndl.Tensor(random.uniform(0.5, 2.0, shape), dtype=dtype) for shape in shapes]


# gradient_check


def weights_of(*shape):
    """What comes in at an output of that shape, as a sum sends it on."""
    return gradient_check(ndl.add, *drawn(shape, shape))[0]


def test_right_gradients_pass_and_are_returned():
    a, b = drawn((2, 3), (3, 4))
    weights = weights_of(2, 4)
    assert len(np.unique(np.abs(weights))) == 8  # no ones, which hide a factor that is forgotten
    by_a, by_b = gradient_check(ndl.matmul, a, b)
    np.testing.assert_allclose(by_a, weights @ b.numpy().T)
    np.testing.assert_allclose(by_b, a.numpy().T @ weights)
    slopes = weights * np.exp(a.numpy() @ b.numpy())
    by_a, by_b = gradient_check(lambda a, b: ndl.exp(a @ b), a, b, backward=True)
    np.testing.assert_allclose(by_a, slopes @ b.numpy().T)
    np.testing.assert_allclose(by_b, a.numpy().T @ slopes)
    (by_a,) = gradient_check(ndl.summation, a, axes=(0,))
    np.testing.assert_allclose(by_a, np.tile(weights_of(3), (2, 1)))
    (square,) = gradient_check(lambda a: a * a, a)
    np.testing.assert_allclose(square, 2 * a.numpy() * weights_of(2, 3))
    for backward in (False, True):  # one tensor in two places has one gradient, by both
        both = gradient_check(ndl.multiply, a, a, backward=backward)
        assert np.array_equal(both, [square, square])


def test_the_arguments_keep_their_values():
    a, b = drawn((2, 3), (3,))
    kept = a.numpy().copy(), b.numpy().copy()
    gradient_check(lambda a, b: a / b + a, a, b, backward=True)
    assert np.array_equal(a.numpy(), kept[0]) and np.array_equal(b.numpy(), kept[1])


def operation(gradient, compute=lambda a, b: a * b):
    """Make a product with a gradient that somebody wrote."""

    class Product(ndl.TensorOp):
        def compute(self, *arrays):
            return compute(*arrays)

        def gradient(self, out_grad, node):
            return gradient(out_grad, *node.inputs)

    return lambda *args: Product()(*args)


def off_at_one_entry(g, a, b):
    step = np.zeros(b.shape)
    step[1, 0] = 0.5
    return g * b, g * a + ndl.Tensor(step)


@pytest.mark.parametrize(
    ("gradient", "shapes", "says"),
    [
        (lambda g, a, b: (b, a), [(2, 3)] * 2, r"argument 1 at \[0, 0\]"),
        (off_at_one_entry, [(2, 3)] * 2, r"argument 2 at \[1, 0\].*Of 6 entries 1 is wrong"),
        (
            lambda g, a, b: (g * b, g * a),
            [(2, 1), (2, 3)],
            r"argument 1 should have its shape \(2, 1\); it has \(2, 3\)",
        ),
        (
            lambda g, a, b: (ndl.reshape(ndl.summation(g * b), (1, 1)), g * a),
            [(3, 3), (3, 3)],
            r"argument 1 should have its shape \(3, 3\); it has \(1, 1\)",
        ),
        (
            lambda g, a, b: (g * b, ndl.reshape(g * a, (1, 3))),
            [(3,), (3,)],
            r"argument 2 should have its shape \(3,\); it has \(1, 3\)",
        ),
        (lambda g, a, b: g * b, [(2, 3)] * 2, r"gave 1 gradient\(s\) for 2 input\(s\)"),
        (lambda g, a, b: (g.numpy() * b.numpy(), g * a), [(2,)] * 2, "ndarray of shape.*a Tensor"),
        (lambda g, a, b: (g * b * np.nan, g * a), [()] * 2, "argument 1 should be .*; it is nan"),
    ],
    ids=["out_grad", "one", "broadcast", "shape", "same-size", "too-few", "an-array", "nan"],
)
def test_a_wrong_gradient_is_said_with_its_place(gradient, shapes, says):
    args = drawn(*shapes)
    with pytest.raises(AssertionError, match=says):
        gradient_check(operation(gradient), *args)
    if "shape" not in says:
        gradient_check(operation(lambda g, a, b: (g * b, g * a)), *args)


def test_a_message_has_both_numbers():
    (a,) = drawn((1,))
    twice = operation(lambda g, a: g * 3.0, lambda a: 2.0 * a)
    weight = gradient_check(operation(lambda g, a: g * 2.0, lambda a: 2.0 * a), a)[0][0] / 2
    with pytest.raises(AssertionError) as caught:
        gradient_check(twice, a)
    assert f"should be {2 * weight:.6g}, by central differences; it is {3 * weight:.6g}." in str(
        caught.value
    )


def test_a_wrong_walk_is_found_where_the_operations_are_right(monkeypatch):
    def program(a, b):
        return ndl.exp(a) * b + a

    a, b = drawn((2, 3), (2, 3))
    gradient_check(program, a, b, backward=True)
    monkeypatch.setattr(ndl.autograd, "sum_node_list", lambda nodes: nodes[-1])
    gradient_check(ndl.multiply, a, b)
    with pytest.raises(AssertionError, match="argument 1 at"):
        gradient_check(program, a, b, backward=True)
    monkeypatch.setattr(ndl.autograd, "find_topo_sort", lambda nodes: nodes)
    with pytest.raises(AssertionError, match="argument 1 has no gradient after backward"):
        gradient_check(program, a, b, backward=True)


def test_what_cannot_be_asked_is_said_with_the_remedy():
    a, b = drawn((2,), (2,))
    for program in (lambda a, b: (a * b) * b, lambda a, b: ndl.exp(a), lambda a, b: a):
        with pytest.raises(AdlearnError, match="backward=True"):
            gradient_check(program, a, b)
    with pytest.raises(AdlearnError, match="argument 2 is int. Pass a Tensor, or .* by its name"):
        gradient_check(ndl.power_scalar, a, 3)
    gradient_check(ndl.power_scalar, a, scalar=3)


def test_single_precision_has_its_tolerance_and_no_more():
    a, b = drawn((3, 4), (4, 2), dtype="float32")
    gradients = gradient_check(ndl.matmul, a, b)
    assert [gradient.dtype for gradient in gradients] == [np.float32] * 2
    a, b = drawn((3, 4), (3, 4), dtype="float32")
    with pytest.raises(AssertionError, match="argument 1 at"):
        gradient_check(operation(lambda g, a, b: (g * b * 1.01, g * a)), a, b)
    doubles = drawn((3, 4), (3, 4))
    slightly = operation(lambda g, a, b: (g * b * (1 + 1e-4), g * a))
    with pytest.raises(AssertionError, match="argument 1 at"):
        gradient_check(slightly, *doubles)
    gradient_check(slightly, *doubles, tol=1e-3)


def test_at_a_kink_every_slope_between_the_sides_is_right():
    a = ndl.Tensor([-1.0, 0.0, 2.0])

    def relu(slope):
        slopes = ndl.Tensor([0.0, slope, 1.0])
        return operation(lambda g, a: g * slopes, lambda a: np.maximum(a, 0.0))

    for slope in (0.0, 0.5, 1.0):
        gradient_check(relu(slope), a)
    for slope in (-0.1, 1.1):
        with pytest.raises(AssertionError, match=r"argument 1 at \[1\]"):
            gradient_check(relu(slope), a)


def test_somebody_s_own_engine_is_asked_in_the_same_way():
    class Own:
        op, inputs = None, ()

        def __init__(self, array):
            self.array = np.asarray(array)
            self.shape, self.dtype = self.array.shape, self.array.dtype

        def realize_cached_data(self):
            return self.array

    class Square:
        def __init__(self, factor):
            self.factor = factor

        def __call__(self, x):
            result = Own(x.array**2)
            result.op, result.inputs = self, [x]
            return result

        def gradient_as_tuple(self, out_grad, node):
            return (Own(self.factor * out_grad.array * node.inputs[0].array),)

    x = Own([[1.0, -2.0]])
    gradient_check(Square(2.0), x)
    with pytest.raises(AssertionError, match="argument 1"):
        gradient_check(Square(3.0), x)


# parse_mnist


def written(path, head, content, pack=gzip.compress):
    path.write_bytes(pack(struct.pack(f">{len(head)}i", *head) + bytes(content)))
    return path


def test_pictures_become_rows_of_numbers_from_0_to_1(tmp_path):
    pixels = [0, 1, 2, 3, 4, 5, 255, 250, 51, 0, 0, 128]
    images = written(tmp_path / "images", (2051, 2, 2, 3), pixels)
    labels = written(tmp_path / "labels", (2049, 2), [7, 3])
    X, y = parse_mnist(str(images), labels)
    assert X.dtype == np.float32 and y.dtype == np.uint8
    np.testing.assert_allclose(X, np.reshape(pixels, (2, 6)) / 255.0, rtol=1e-6)
    assert y.tolist() == [7, 3]
    X[0, 0], y[0] = 1.0, 1  # they are the reader's own


def test_a_file_that_is_not_in_the_format_is_refused_in_a_sentence(tmp_path):
    good = written(tmp_path / "good", (2051, 1, 2, 2), [0] * 4)
    labels = written(tmp_path / "labels", (2049, 1), [7])
    bad = {
        "begin with the number 2051, and this with 2049": labels,
        "no whole file compressed with gzip": written(
            tmp_path / "raw", (2051, 1, 2, 2), [0] * 4, pack=bytes
        ),
        "bytes in all": written(tmp_path / "short", (2051, 1, 2, 2), [0] * 3),
        "begin with the number 2051, and this with 50855936": written(
            tmp_path / "little", (50855936, 16777216, 33554432, 33554432), [0] * 4
        ),
        "and this with less": written(tmp_path / "empty", (), []),
        "should hold pictures of shape ()": written(tmp_path / "head", (2051, 1), []),
    }
    cut = tmp_path / "cut"
    cut.write_bytes(good.read_bytes()[:-9])
    for says, path in [*bad.items(), ("no whole file", cut), ("There is no file", tmp_path / "x")]:
        with pytest.raises((ValueError, FileNotFoundError)) as caught:
            parse_mnist(path, labels)
        assert says in str(caught.value) and path.name in str(caught.value)
        assert "write_digits" in str(caught.value)
    with pytest.raises(ValueError, match="begin with the number 2049"):
        parse_mnist(good, good)
    with pytest.raises(ValueError, match="holds 1 pictures and .* 2 labels"):
        parse_mnist(good, written(tmp_path / "two", (2049, 2), [7, 8]))


# softmax_loss and nn_epoch, against plain NumPy


def chances(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_the_loss_and_its_gradient_are_those_of_the_formula():
    random = np.random.default_rng(3)
    scores, labels = 3 * random.standard_normal((5, 4)), np.array([0, 2, 2, 1, 0])
    Z, one_hot = ndl.Tensor(scores), ndl.Tensor(np.eye(4)[labels])
    loss = softmax_loss(Z, one_hot)
    assert isinstance(loss, ndl.Tensor) and loss.shape == ()
    np.testing.assert_allclose(loss.numpy(), -np.log(chances(scores)[range(5), labels]).mean())
    loss.backward()
    first = Z.grad
    np.testing.assert_allclose(first.numpy(), (chances(scores) - np.eye(4)[labels]) / 5)
    direction = random.standard_normal((5, 4))
    (first * ndl.Tensor(direction)).sum().backward()
    p = chances(scores)
    second = p * (direction - (p * direction).sum(axis=1, keepdims=True)) / 5
    np.testing.assert_allclose(Z.grad.numpy(), second, atol=1e-12)


def test_large_scores_do_not_overflow_and_precision_is_kept():
    Z = ndl.Tensor([[1000.0, 0.0], [-3000.0, -3000.0]], dtype="float32")
    loss = softmax_loss(Z, ndl.Tensor([[0.0, 1.0], [1.0, 0.0]], dtype="float32"))
    np.testing.assert_allclose(loss.numpy(), (1000 + np.log(2)) / 2, rtol=1e-6)
    loss.backward()
    np.testing.assert_allclose(Z.grad.numpy(), [[0.5, -0.5], [-0.25, 0.25]])
    assert loss.dtype == Z.grad.dtype == np.float32
    with pytest.raises(WrongShape, match=r"they have \(2, 2\) and \(2,\)"):
        softmax_loss(Z, ndl.Tensor([0.0, 1.0]))


def epoch(X, y, first, second, lr, batch):
    for start in range(0, len(X), batch):
        x, labels = X[start : start + batch], y[start : start + batch]
        hidden = np.maximum(x @ first, 0)
        slopes = (chances(hidden @ second) - np.eye(second.shape[1])[labels]) / len(x)
        by_first = x.T @ ((slopes @ second.T) * (hidden > 0))
        first, second = first - lr * by_first, second - lr * hidden.T @ slopes
    return first, second


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_an_epoch_is_that_of_plain_numpy_and_touches_nothing_of_the_caller_s(dtype):
    random = np.random.default_rng(4)
    X = random.standard_normal((23, 6)).astype(dtype)
    y = random.integers(0, 4, 23).astype(np.uint8)  # of five classes, the last is not there
    arrays = [X, y, random.standard_normal((6, 8)), random.standard_normal((8, 5))]
    W1, W2 = (ndl.Tensor(array, dtype=dtype) for array in arrays[2:])
    before = [array.copy() for array in (X, y, W1.numpy(), W2.numpy())]
    new = nn_epoch(X, y, W1, W2, lr=0.5, batch=7)
    expected = epoch(X, y, *arrays[2:], lr=0.5, batch=7)
    for weights, right in zip(new, expected, strict=True):
        np.testing.assert_allclose(
            weights.numpy(), right, rtol=1e-4 if dtype == "float32" else 1e-10, atol=1e-5
        )
        assert weights.is_leaf() and weights.grad is None and weights.dtype == dtype
        assert weights.requires_grad
    after = X, y, W1.numpy(), W2.numpy()
    assert all(np.array_equal(*pair) for pair in zip(after, before, strict=True))
    assert W1.grad is None and W2.grad is None
    for weights, passed in zip(new, (W1, W2), strict=True):
        assert not np.shares_memory(weights.numpy(), passed.numpy())


def test_an_epoch_refuses_labels_that_do_not_fit():
    X, W1, W2 = np.ones((4, 3)), *drawn((3, 2), (2, 3))
    with pytest.raises(WrongShape, match="go from 0 to 3, and W2 has 3 columns"):
        nn_epoch(X, np.array([0, 1, 2, 3]), W1, W2)
    with pytest.raises(WrongShape, match=r"must have shape \(4,\), not \(3,\)"):
        nn_epoch(X, np.array([0, 1, 2]), W1, W2)
    with pytest.raises(AdlearnError, match="at least 1 example, not 0"):
        nn_epoch(X, np.zeros(4, int), W1, W2, batch=0)
    W1, W2 = nn_epoch(X[:0], np.zeros(0, int), *drawn((3, 2), (2, 3)))
    assert np.array_equal(W1.numpy(), drawn((3, 2))[0].numpy())


def test_a_network_of_two_layers_learns_to_read_the_digits_of_the_files(tmp_path):
    paths = write_digits(tmp_path, train=2000, test=500, progress=False)
    (X, y), (new, true) = parse_mnist(*paths[:2]), parse_mnist(*paths[2:])
    random = np.random.default_rng(0)
    W1 = ndl.Tensor(random.standard_normal((784, 100)) / 10, dtype="float32")
    W2 = ndl.Tensor(random.standard_normal((100, 10)) / np.sqrt(10), dtype="float32")
    for _ in range(6):
        W1, W2 = nn_epoch(X, y, W1, W2, lr=0.2, batch=20)
    scores = np.maximum(new @ W1.numpy(), 0) @ W2.numpy()
    assert np.mean(scores.argmax(axis=1) == true) > 0.9
