"""The checks of what is made of arrays: products of a class of matrices, `vjp` of operations, and
networks.

They print one line if all is well and raise an AssertionError that says what is wrong otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.compat.hw5_support.networks import sigmoid
from adlearn.derivatives.transforms import vjp

SEEDED = np.random.default_rng(2024)


def numbers_in(matrix: Any) -> np.ndarray:
    """Give the numbers of a matrix of the class under test."""
    return np.array([[float(getattr(x, "value", x)) for x in row] for row in matrix.value])


def same(found: Any, expected: Any) -> bool:
    """Say whether numbers have the expected shape and, to rounding, values."""
    return np.shape(found) == np.shape(expected) and np.allclose(found, expected, 1e-9, 1e-12)


def test_vjp(
    op: Any, name: str = "", binary: bool = False, true_func: Any = None, issum: bool = False
) -> None:
    """Check `op.vjp(self, g, a[, b])` against the engine's derivative of `op.func`.

    Parameters
    ----------
    op : type
        Its `func` and `vjp` are called without an instance.
    name : str, optional
        For the messages.
    binary : bool, optional
        Whether the operation has two arguments.
    true_func : callable, optional
        The function, where `op.func` is not to be asked.
    issum : bool, optional
        Whether the answer is one number.
    """
    name = name or getattr(op, "__name__", "the operation")
    function = true_func or (lambda *arrays: op.func(None, *arrays))
    arrays = [SEEDED.uniform(0.1, 1.0, (4, 4)) for _ in range(2 if binary else 1)]
    output, pull = vjp(function, *arrays)
    assert not issum or np.ndim(output) == 0, f"{name}: func should give one number"
    g = np.asarray(SEEDED.uniform(0.1, 1.0, np.shape(output)))
    found, expected = op.vjp(None, g, *arrays), pull(g)
    assert isinstance(found, tuple), f"{name}: vjp should give a tuple, gave {type(found).__name__}"
    assert len(found) == len(arrays), (
        f"{name}: vjp gives {len(found)} result(s) for {len(arrays)} argument(s)"
    )
    for letter, mine, right in zip("ab", found, expected, strict=False):
        assert np.shape(mine) == (4, 4), (
            f"{name}: dL_d{letter} has shape {np.shape(mine)}, and {letter} has shape (4, 4)"
        )
        assert same(mine, right), f"{name}: dL_d{letter} is\n{mine}\nexpected\n{right}"
    print(f"{name}: vjp is right")


def test_element_map(unary_map: Any, binary_map: Any, Matrix: Any) -> None:
    """Check that a function is applied to each element, or each pair, with broadcasting."""
    square = SEEDED.uniform(-2.0, 2.0, (2, 3))
    mapped = unary_map(lambda x: x * x, Matrix(square.tolist()))
    assert isinstance(mapped, Matrix), "element map: the result should be a matrix"
    assert same(numbers_in(mapped), square**2), "element map: not the square of each element"
    shapes = [((2, 3), (2, 3)), ((2, 3), (2, 1)), ((2, 3), (1, 3)), ((1, 3), (2, 1)), ((2, 3), ())]
    for shape_a, shape_b in [*shapes, ((), ()), ((), (2, 3))]:
        a, b = (np.round(SEEDED.uniform(-2.0, 2.0, shape), 3) for shape in (shape_a, shape_b))
        operands = [Matrix(x.tolist()) if x.ndim else float(x) for x in (a, b)]
        mapped = binary_map(lambda x, y: x - 2 * y, *operands)
        where = f"element map: of shapes {shape_a} and {shape_b} the result"
        assert isinstance(mapped, Matrix), f"{where} should be a matrix"
        expected = np.atleast_2d(a - 2 * b)
        assert tuple(mapped.shape) == expected.shape, f"{where} should have shape {expected.shape}"
        assert same(numbers_in(mapped), expected), f"{where} should be\n{expected}"
    print("element map: every element and every pair is right")


def test_dot(dot: Any, Matrix: Any) -> None:
    """Check a product of matrices."""
    a, b = SEEDED.standard_normal((3, 5)), SEEDED.standard_normal((5, 2))
    product = dot(Matrix(a.tolist()), Matrix(b.tolist()))
    assert tuple(product.shape) == (3, 2), f"dot: the shape is {product.shape}, expected (3, 2)"
    assert same(numbers_in(product), a @ b), f"dot: the product should be\n{a @ b}"
    print("dot: the product is right")


def test_sum(Matrix: Any) -> None:
    """Check the sum of a matrix."""
    a = SEEDED.standard_normal((3, 5))
    total = Matrix(a.tolist()).sum()
    found = float(getattr(total, "value", total))
    assert same(found, float(a.sum())), f"sum: {found}, expected {a.sum()}"
    print("sum: right")


def check_sizes(weights: Any, sizes: list[int], what: str) -> None:
    """Check that weights lead from layer to layer, with or without a bias, either way round."""
    assert len(weights) == len(sizes) - 1, (
        f"{what}: {len(weights)} weights, expected {len(sizes) - 1}"
    )
    for i, (weight, inputs, outputs) in enumerate(zip(weights, sizes, sizes[1:], strict=False)):
        count = int(np.prod(weight.shape))
        assert count in (inputs * outputs, (inputs + 1) * outputs), (
            f"{what}: weight {i} has shape {weight.shape}, and leads from {inputs} to {outputs}"
        )


def test_nn_constructor(NeuralNetwork: Any, AutogradValue: Any = None) -> None:
    """Check the sizes and the randomness of a new network's weights."""
    sizes = [20, 40, 50, 50, 1]
    weights = NeuralNetwork(sizes[0], sizes[1:-1]).weights
    check_sizes(weights, sizes, "constructor")
    for i, weight in enumerate(weights):
        assert isinstance(weight, np.ndarray), f"constructor: weight {i} is not a NumPy array"
        values = np.array([getattr(w, "value", w) for w in weight.ravel()], float)
        assert len(np.unique(values)) == len(values), f"constructor: weight {i} is not random"
        assert abs(values.mean()) < 1.0, f"constructor: weight {i} has its mean far from 0"
        assert values.std() > 1e-3, f"constructor: weight {i} hardly varies"
    print("constructor: sizes and randomness are right")


def test_nn_prediction_function(NeuralNetwork: Any) -> None:
    """Check a network's prediction, with one weight in each layer that is not 0."""
    network, score = NeuralNetwork(2, [4, 5, 4]), 1.0
    for i, weight in enumerate(network.weights):
        changed = np.zeros(np.shape(weight))
        changed.flat[0] = i + 2.0
        network.weights[i] = changed
        score = (i + 2.0) * (sigmoid(score) if i else 1.0)
    found = network.prediction_function(np.ones((3, 2)), network.weights)
    assert not np.allclose(found, sigmoid(score)), (
        "prediction: the last layer has no sigmoid; that is for predict_probability"
    )
    assert np.size(found) == 3 and np.allclose(found, score), (
        f"prediction: {np.ravel(found)}, expected {score:.8f} three times"
    )
    print("prediction: right")


def testnn(NeuralNetwork: Any, Matrix: Any) -> None:
    """Check a network whose weights are matrices of the class under test."""
    network = NeuralNetwork(3, [4, 5, 5])
    for i, weight in enumerate(network.weights):
        assert isinstance(weight, Matrix), f"network: weight {i} is not a {Matrix.__name__}"
    check_sizes(network.weights, [3, 4, 5, 5, 1], "network")
    numbers = numbers_in(network.weights[2])
    assert len(np.unique(numbers)) == numbers.size, "network: weight 2 is not random"
    print("network: sizes and randomness are right")
