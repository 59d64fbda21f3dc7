"""Losses: how far an output is from what it should be, as one number.

They work on tensors and on arrays of nodes. Shapes have to be equal: NumPy would stretch a column
against a row, and a loss of all pairs looks like a loss.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import NotANumber, WrongShape
from adlearn.nn.activations import Softplus
from adlearn.nn.module import Module
from adlearn.optim.parameters import is_array_of_nodes

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
    difference = output - as_data(target, output, "mse_loss")
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
        If shapes do not fit, a label is no class, or a row is no probabilities.

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
    count, classes = np.shape(logits)
    labels = np.asarray(labels)
    shares = labels.shape == (count, classes) and labels.dtype.kind == "f"
    if shares:
        refuse_no_probabilities(labels)
    else:
        refuse_no_classes(labels, count, classes)
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    normalizer = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    if shares:
        weights = as_data(labels, logits, "cross_entropy")
        # A score of -inf costs nothing where nothing is expected; 0 times it is no number.
        shifted = np.where((weights == 0.0) & (shifted == -np.inf), 0.0, shifted)
        return np.mean(np.sum(weights * (normalizer - shifted), axis=1))
    # One score of each row: the others may be -inf, and 0 times that is no number.
    return np.mean(normalizer[:, 0] - shifted[np.arange(count), labels.astype(int)])


def refuse_no_probabilities(rows: np.ndarray) -> None:
    """Refuse rows that are no probabilities."""
    if not np.all(rows >= 0) or not np.allclose(np.sum(rows, axis=1), 1.0, atol=1e-3):
        raise WrongShape(
            "a row of labels should be probabilities: from 0 to 1, and 1 in all. For single classes"
            " pass their numbers, labels.argmax(axis=1) for example."
        )


def refuse_no_classes(labels: np.ndarray, count: int, classes: int) -> None:
    """Refuse labels that are no classes, or not one for each row."""
    if labels.shape != (count,):
        raise WrongShape(
            f"{count} rows of {classes} scores need labels of shape ({count},), or probabilities "
            f"of shape ({count}, {classes}) as floats; these have shape {labels.shape}. A column "
            "of labels is flattened by labels.ravel()."
        )
    fits = np.isin(labels, np.arange(classes))
    if not fits.all():
        raise WrongShape(
            f"labels should be whole numbers from 0 to {classes - 1}, one for each column of the "
            f"scores, and {labels[~fits][0]} is among these."
        )


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
        If their shapes differ, or a target is not from 0 to 1.

    Examples
    --------
    >>> round(float(binary_cross_entropy_with_logits(np.array([0.0, -1000.0]), [1, 0])), 4)
    0.3466
    """
    same_shape(logits, targets, "binary_cross_entropy_with_logits")
    targets = as_data(targets, logits, "binary_cross_entropy_with_logits")
    if not np.all((targets >= 0) & (targets <= 1)):
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


def as_data(target: Any, output: Any, name: str) -> Any:
    """Give plain numbers the precision of the output; what is traced stays as it is."""
    if hasattr(target, "shape") and not isinstance(target, np.ndarray):
        return target
    target = np.asarray(target)
    if is_array_of_nodes(target):
        return target
    if target.dtype.kind not in "biufc":
        raise NotANumber(
            f"{name} compares with numbers, and the target is an array of {target.dtype}. Convert "
            "it first, with .astype(float)."
        )
    kind = getattr(output, "dtype", target.dtype)
    return target.astype(kind if kind.kind in "fc" else float)


def same_shape(output: Any, target: Any, name: str) -> None:
    """Refuse what NumPy would stretch."""
    if np.shape(output) != np.shape(target):
        raise WrongShape(
            f"{name} compares entry by entry, and the output has shape {np.shape(output)}, the "
            f"target {np.shape(target)}. Give them one shape, by target.reshape("
            f"{', '.join(map(str, np.shape(output)))}) for example."
        )
