"""The two pictures of a training run: the loss on its way down, and where a classifier draws the
line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .figures import VERMILION, as_numbers, pyplot
from .sliders import with_sliders


def plot_training(losses: Any, ax: Any = None) -> Any:
    """Draw the loss after each step.

    Parameters
    ----------
    losses : sequence of float
        What `gradient_descent` returned.
    ax : matplotlib Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed.

    Examples
    --------
    >>> plot_training([3.0, 2.0, 1.5]).get_ylabel()  # doctest: +SKIP
    'loss'
    """
    values = np.ravel(as_numbers(losses, "losses", "a list of numbers, one for each step"))
    ax = pyplot().figure().gca() if ax is None else ax
    ax.plot(np.arange(1, len(values) + 1), values)
    ax.set(xlabel="step", ylabel="loss", title="Training")
    return ax


def plot_boundary(model: Any, X: Any, y: Any, ax: Any = None, points: int = 100) -> Any:
    """Draw a classifier's probability over the plane, its decision boundary, and the data.

    Parameters
    ----------
    model : object or callable
        With a method `predict_probability(X)`, or at least `predict(X)`, for X of shape (n, 2); or
        a function of X that gives these numbers.
    X : ndarray of shape (n, 2)
    y : ndarray of shape (n,)
        Labels 0 and 1.
    ax : matplotlib Axes, optional
        Where to draw; a new figure by default.
    points : int, optional
        How many grid points along each side.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If X does not have two columns or the model cannot predict.

    Examples
    --------
    >>> plot_boundary(model, X, y)  # doctest: +SKIP
    """
    X, y = as_numbers(X, "X", "an array of numbers of shape (n, 2)"), np.ravel(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"plot_boundary draws the plane: X must have shape (n, 2), not {X.shape}")
    if not len(X) or len(y) != len(X):
        raise ValueError(
            f"plot_boundary needs a label for each point, and one point at least: there are "
            f"{len(X)} points in X and {len(y)} labels in y."
        )
    predict = getattr(model, "predict_probability", None) or getattr(model, "predict", None)
    if predict is None and callable(model):
        predict = model
    if predict is None:
        raise ValueError(
            f"a {type(model).__name__} has neither predict_probability(X) nor predict(X), and is "
            "no function of X either"
        )
    plt = pyplot()
    ax = plt.figure().gca() if ax is None else ax
    low, high = X.min(axis=0), X.max(axis=0)
    margin = 0.15 * (high - low) + 1e-9
    horizontal = np.linspace(low[0] - margin[0], high[0] + margin[0], points)
    vertical = np.linspace(low[1] - margin[1], high[1] + margin[1], points)
    grid = np.stack(np.meshgrid(horizontal, vertical), axis=-1).reshape(-1, 2)
    said = as_numbers(predict(grid), "what the model predicts", "one number for each row of X")
    if said.size != len(grid):
        raise ValueError(
            f"the model gave {said.size} numbers for {len(grid)} points; what predicts has to give "
            "one for each row of X."
        )
    probability = said.reshape(points, points)
    ax.contourf(
        horizontal, vertical, probability, levels=np.linspace(0, 1, 21), cmap="PuOr", alpha=0.7
    )
    if probability.min() < 0.5 < probability.max():
        ax.contour(horizontal, vertical, probability, levels=[0.5], colors="black")
    for label, marker, colour in ((0, "o", "#b35806"), (1, "^", "#542788")):
        chosen = y == label
        ax.scatter(
            X[chosen, 0],
            X[chosen, 1],
            marker=marker,
            c=colour,
            edgecolors="white",
            label=f"label {label}",
        )
    ax.legend()
    return ax


def plot_progress(
    models: Sequence[Any],
    X: Any,
    y: Any,
    losses: Any,
    step: int = -1,
    slider: bool = False,
    axes: Any = None,
) -> Any:
    """Draw the decision boundary at one moment of a training, beside the loss until then.

    Parameters
    ----------
    models : sequence of object
        The classifier as it was at each moment, such as copies made with `copy.deepcopy`; see
        `plot_boundary`.
    X : ndarray of shape (n, 2)
    y : ndarray of shape (n,)
        Labels 0 and 1.
    losses : sequence of float
        The loss at each of these moments.
    step : int, optional
        Which moment; the last by default.
    slider : bool, optional
        Put a slider for the moment under the chart.
    axes : pair of matplotlib Axes, optional

    Returns
    -------
    pair of matplotlib Axes, or an ipywidgets object

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If there are not as many models as losses, or none.

    Examples
    --------
    >>> plot_progress(models, X, y, losses, slider=True)  # doctest: +SKIP
    """
    if len(models) != len(losses) or not len(models):
        raise ValueError(
            f"plot_progress needs one model for each loss: there are {len(models)} models and "
            f"{len(losses)} losses. Append copy.deepcopy(model) where the loss is appended."
        )
    if slider:
        last = len(models) - 1
        return with_sliders(
            lambda step: plot_progress(models, X, y, losses, round(step)),
            step=(0.0, float(last), float(range(len(models))[step])),
        )
    at = range(len(models))[step]
    if axes is None:
        axes = pyplot().subplots(1, 2, figsize=(10, 4), layout="constrained")[1]
    left, right = axes
    plot_boundary(models[at], X, y, left)
    plot_training(losses, right)
    right.plot([at + 1], [float(losses[at])], "o", color=VERMILION)
    left.set_title(f"after step {at + 1}")
    return left, right
