"""The models the homework trains: logistic regression, and a network of sigmoid layers.

Weights are arrays of floats, or of nodes while a gradient is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from adlearn.scalars.node import AutogradValue


def pad(a: Any) -> Any:
    """Append a column of ones, for the bias."""
    if isinstance(a, AutogradValue):
        return a.pad()  # type: ignore[attr-defined]  # of a class of matrices, which has it
    return np.pad(a, ((0, 0), (0, 1)), constant_values=1.0, mode="constant")


def matmul(a: Any, b: Any) -> Any:
    """Multiply two matrices, of numbers or of nodes."""
    return a @ b if isinstance(a, AutogradValue) else np.matmul(a, b)


def sigmoid(x: Any) -> Any:
    """Compute 1 / (1 + exp(-x)) of a number, a node, or each element of an array."""
    minus = -x
    return 1.0 / (1.0 + (minus.exp() if isinstance(x, AutogradValue) else np.exp(minus)))


def aslist(value: Any) -> Any:
    """Make a list of what can be iterated over, and one of one element of anything else."""
    try:
        return list(value)
    except TypeError:
        return [value]


class Classifier:
    """What both models do with `prediction_function`: say on which side of 0 a point lies."""

    weights: Any

    def prediction_function(self, X: Any, w: Any) -> Any:
        """Give a column with one number for each row of `X`."""
        raise NotImplementedError

    def predict(self, X: Any) -> Any:
        """Say for each row of `X` whether its label is 1."""
        return self.prediction_function(X, self.weights) > 0

    def predict_probability(self, X: Any) -> Any:
        """Give the probability of label 1 for each row of `X`."""
        return sigmoid(self.prediction_function(X, self.weights))

    def accuracy(self, X: Any, y: Any) -> Any:
        """Give the share of labels in 0 and 1 that are predicted."""
        return (self.predict(X) == y.reshape((-1, 1))).mean()

    def nll(self, X: Any, y: Any, w: Any = None) -> Any:
        """Compute the negative log-likelihood of labels in 0 and 1.

        Parameters
        ----------
        X : ndarray, shape (N, d)
        y : ndarray, shape (N,)
        w : array, or list of arrays, optional
            Weights in place of the model's own, which may hold nodes.
        """
        side = 2 * y.reshape((-1, 1)) - 1
        scores = self.prediction_function(X, self.weights if w is None else w)
        return -np.log(sigmoid(side * scores)).sum()


class LogisticRegression(Classifier):
    """Points of d numbers, told apart by a line."""

    def __init__(self, dims: int) -> None:
        self.weights = np.zeros((dims + 1, 1))

    def prediction_function(self, X: Any, w: Any) -> Any:
        return np.dot(pad(X), w)

    def nll_gradient(self, X: Any, y: Any) -> Any:
        """Compute the gradient of `nll` by the weights, by its formula."""
        side = 2 * y.reshape((-1, 1)) - 1
        missed = 1 - sigmoid(side * self.prediction_function(X, self.weights))
        return -np.sum(missed * side * pad(X), axis=0)

    def nll_and_grad_no_autodiff(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Give `nll` and its gradient by the formula."""
        return self.nll(X, y), self.nll_gradient(X, y)


class NeuralNetwork(Classifier):
    """Layers of sigmoid units, and a linear one at the end."""

    def __init__(self, dims: int, hidden_sizes: Sequence[int] = ()) -> None:
        sizes = [dims, *hidden_sizes, 1]
        self.weights = [
            np.random.normal(scale=1.0, size=(inputs + 1, outputs))
            for inputs, outputs in zip(sizes, sizes[1:], strict=False)
        ]

    def prediction_function(self, X: Any, w: Any) -> Any:
        *hidden, last = w
        for layer in hidden:
            X = sigmoid(matmul(pad(X), layer))
        return matmul(pad(X), last)
