"""Gradient descent for anything that can tell its loss and its gradients."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adlearn.optim.parameters import TrainingError
from adlearn.optim.progress import counted


def gradient_descent(
    model: Any, X: Any, y: Any, lr: float = 3e-2, steps: int = 250, progress: bool = True
) -> list[float]:
    """Train a model by taking steps against the gradient of its loss.

    Parameters
    ----------
    model : object
        With `weights`, a list of float arrays, which are replaced at each step, and
        `nll_and_grad(X, y)`, which returns the loss and a list of gradients of the same shapes.
    X, y : array
        Handed on to `nll_and_grad`.
    lr : float, optional
        The learning rate: how far to go along each gradient.
    steps : int, optional
    progress : bool, optional
        Show how the loss develops: a bar where tqdm is installed, else a line now and then.

    Returns
    -------
    list of float
        The loss before each step.

    Raises
    ------
    TrainingError
        If the loss is not finite or a gradient does not fit its weights.

    Examples
    --------
    >>> class Parabola:
    ...     weights = [np.array([2.0])]
    ...     def nll_and_grad(self, X, y):
    ...         w = self.weights[0]
    ...         return float(w @ w), [2 * w]
    >>> losses = gradient_descent(Parabola(), None, None, lr=0.25, steps=3, progress=False)
    >>> losses
    [4.0, 1.0, 0.25]
    """
    losses: list[float] = []
    for step in counted(steps, losses, progress):
        loss, gradients = model.nll_and_grad(X, y)
        loss = float(loss)
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss is {loss} at step {step + 1}. Try a smaller learning rate than {lr}, "
                "and check that every log gets a positive number."
            )
        model.weights = updated(model.weights, gradients, lr)
        losses.append(loss)
    return losses


def updated(weights: list[Any], gradients: Any, lr: float) -> list[np.ndarray]:
    """Take one step, after checking that gradients and weights fit."""
    if gradients is None or len(gradients) != len(weights):
        found = "None" if gradients is None else f"{len(gradients)} gradient(s)"
        raise TrainingError(
            f"nll_and_grad returned {found} for {len(weights)} weight array(s): return one for "
            "each, in order."
        )
    result = []
    for index, (weight, gradient) in enumerate(zip(weights, gradients, strict=True)):
        gradient = np.asarray(gradient, dtype=float)
        if gradient.shape != np.shape(weight):
            raise TrainingError(
                f"gradient {index} has shape {gradient.shape}, but weights[{index}] has shape "
                f"{np.shape(weight)}. Each gradient must have the shape of its weights."
            )
        if not np.isfinite(gradient).all():
            raise TrainingError(
                f"gradient {index} contains nan or inf. Try a smaller learning rate than {lr}."
            )
        result.append(weight - lr * gradient)
    return result
