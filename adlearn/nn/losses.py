"""Losses: how far an output is from what it should be, as one number.

They work on tensors and on arrays of nodes. Shapes have to be equal: NumPy would stretch a column
against a row, and a loss of all pairs looks like a loss.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import WrongShape
from adlearn.nn.activations import Softplus
from adlearn.nn.module import Module

softplus = Softplus()


def mse_loss(output: Any, target: Any) -> Any:
    """Compute the mean of the squares of the differences.

    Parameters
    ----------
    output, target : array_like or traced value
        Of the same shape.

    Returns
    -------
    one number, traced where an argument is

    Raises
    ------
    WrongShape
        If their shapes differ.

    Examples
    --------
    >>> float(mse_loss(np.array([1.0, 2.0]), [1.0, 4.0]))
    2.0
    """
    same_shape(output, target, "mse_loss")
    difference = output - as_data(target)
    return np.mean(difference * difference)


def cross_entropy(logits: Any, labels: Any) -> Any:
    """Compute the mean of ``-log(softmax(logits)[label])`` over the rows.

    Parameters
    ----------
    logits : array_like or traced value, shape (N, classes)
        Scores of any size, not probabilities.
    labels : array_like of int, shape (N,)
        From 0. Or rows of probabilities, shape (N, classes).

    Returns
    -------
    one number, traced where an argument is

    Raises
    ------
    WrongShape
        If shapes do not fit, or a label is no class.

    Examples
    --------
    >>> round(float(cross_entropy(np.array([[0.0, 0.0], [1000.0, 0.0]]), [1, 0])), 4)
    0.3466
    """
    if np.ndim(logits) != 2:
        raise WrongShape(
            f"cross_entropy takes a row of scores for each example, and got shape "
            f"{np.shape(logits)}. One example is logits.reshape(1, -1)."
        )
    shares = rows_of_shares(labels, *np.shape(logits))
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    normalizer = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return np.mean(np.sum(shares * (normalizer - shifted), axis=1))


def rows_of_shares(labels: Any, count: int, classes: int) -> Any:
    """Give what each class should have: 1 for the label and 0 for the others, where labels are
    whole numbers."""
    labels = np.asarray(labels)
    if labels.shape == (count, classes) and labels.dtype.kind == "f":
        return labels
    if labels.shape != (count,):
        raise WrongShape(
            f"{count} rows of {classes} scores need labels of shape ({count},), or probabilities "
            f"of shape ({count}, {classes}) as floats; these have shape {labels.shape}. A column "
            "of labels is flattened by labels.ravel()."
        )
    whole = labels.astype(int)
    if not np.array_equal(whole, labels) or np.any(whole < 0) or np.any(whole >= classes):
        raise WrongShape(
            f"labels should be whole numbers from 0 to {classes - 1}, one for each column of the "
            f"scores; these go from {labels.min()} to {labels.max()}."
        )
    return np.eye(classes)[whole]


def binary_cross_entropy_with_logits(logits: Any, targets: Any) -> Any:
    """Compute the mean of ``-log`` of the probability that ``sigmoid(logits)`` gives the targets.

    Parameters
    ----------
    logits : array_like or traced value
    targets : array_like
        Of the same shape: 0 or 1, or probabilities.

    Returns
    -------
    one number, traced where an argument is

    Raises
    ------
    WrongShape
        If their shapes differ, or a target is not between 0 and 1.

    Examples
    --------
    >>> round(float(binary_cross_entropy_with_logits(np.array([0.0, -1000.0]), [1, 0])), 4)
    0.3466
    """
    same_shape(logits, targets, "binary_cross_entropy_with_logits")
    targets = as_data(targets)
    if np.any(targets < 0) or np.any(targets > 1):
        raise WrongShape(
            "targets should lie between 0 and 1. Labels of -1 and 1 become these by (y + 1) / 2."
        )
    return np.mean(softplus(logits) - logits * targets)


class MSELoss(Module):
    """`mse_loss` as a module.

    Examples
    --------
    >>> float(MSELoss()(np.array([1.0, 2.0]), [1.0, 4.0]))
    2.0
    """

    def forward(self, output: Any, target: Any) -> Any:
        return mse_loss(output, target)


class CrossEntropyLoss(Module):
    """`cross_entropy` as a module.

    Examples
    --------
    >>> round(float(CrossEntropyLoss()(np.zeros((3, 2)), [0, 1, 0])), 4)
    0.6931
    """

    def forward(self, logits: Any, labels: Any) -> Any:
        return cross_entropy(logits, labels)


def as_data(target: Any) -> Any:
    """Make an array of a list of numbers; what has a shape stays as it is."""
    return target if hasattr(target, "shape") else np.asarray(target)


def same_shape(output: Any, target: Any, name: str) -> None:
    """Refuse what NumPy would stretch."""
    if np.shape(output) != np.shape(target):
        raise WrongShape(
            f"{name} compares entry by entry, and the output has shape {np.shape(output)}, the "
            f"target {np.shape(target)}. Give them one shape, by target.reshape("
            f"{', '.join(map(str, np.shape(output)))}) for example."
        )
