"""Small pictures in a grid, with what they show and what they were taken for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .figures import VERMILION, as_numbers, pyplot

ACROSS = 10
MOST = 60


def plot_digits(images: Any, labels: Any = None, predicted: Any = None, axes: Any = None) -> Any:
    """Draw pictures of digits in a grid, each under its label.

    Where a prediction is wrong, a cross, the words and a frame say so: "✗ 3, not 8".

    Parameters
    ----------
    images : array_like of shape (n, h, w) or (n, h * h)
        Numbers of any range, the largest for the most ink. Of more than 60 the first 60 are drawn.
    labels : sequence of n int, optional
        Which digit each is.
    predicted : sequence of n int, optional
        What each was taken for.
    axes : sequence of matplotlib Axes, optional
        Where to draw, one for each picture; a new figure by default.

    Returns
    -------
    list of matplotlib Axes
        One for each picture that is drawn; none if there are no images.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If the images are no pictures, or there is not one label or prediction for each.

    Examples
    --------
    >>> from adlearn.data import make_digits
    >>> images, labels = make_digits(20, seed=0)
    >>> plot_digits(images, labels)  # doctest: +SKIP
    """
    pictures = as_pictures(images)
    n = len(pictures)
    true, taken = one_for_each(labels, "labels", n), one_for_each(predicted, "predicted", n)
    if not n:
        return []
    drawn = min(n, MOST)
    if axes is None:
        axes = new_axes(drawn, summary(true, taken, n, drawn))
    most = float(pictures.max()) or 1.0
    for at, ax in enumerate(axes[:drawn]):
        ax.imshow(pictures[at], cmap="gray_r", vmin=0.0, vmax=most)
        ax.set(xticks=[], yticks=[])
        wrong = true is not None and taken is not None and true[at] != taken[at]
        ax.set_title(caption(true, taken, at), fontsize=10, weight="bold" if wrong else "normal")
        for side in ax.spines.values():
            side.set(color=VERMILION if wrong else "lightgrey", linewidth=3.0 if wrong else 0.5)
    return list(axes[:drawn])


def as_pictures(images: Any) -> np.ndarray:
    """Give pictures as an array of shape (n, h, w)."""
    array = as_numbers(images, "images", "an array of numbers of shape (n, 28, 28) or (n, 784)")
    if array.ndim == 2 and math.isqrt(array.shape[1]) ** 2 == array.shape[1]:
        side = math.isqrt(array.shape[1])
        array = array.reshape(len(array), side, side)
    if array.ndim != 3:
        raise ValueError(
            "plot_digits draws images of shape (n, 28, 28) or (n, 784), not "
            f"{np.shape(images)}. Of one image, pass images[:1]."
        )
    return array


def one_for_each(given: Any, name: str, n: int) -> np.ndarray | None:
    """Check that there is one number for each picture."""
    if given is None:
        return None
    array = np.asarray(given)
    if array.shape != (n,):
        hint = f" Of scores for each digit, pass {name}.argmax(axis=1)." if array.ndim == 2 else ""
        raise ValueError(
            f"plot_digits needs one of `{name}` for each of the {n} images: shape ({n},), not "
            f"{array.shape}.{hint}"
        )
    return array


def new_axes(n: int, title: str) -> list[Any]:
    """Make a figure with room for so many pictures."""
    columns = min(n, ACROSS)
    rows = math.ceil(n / columns)
    size = (max(1.0 * columns, 3.0), 1.25 * rows + (0.4 if title else 0.0))
    figure, axes = pyplot().subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False
    )
    if title:
        figure.suptitle(title)
    for ax in axes.flat[n:]:
        ax.axis("off")
    return list(axes.flat)


def caption(true: np.ndarray | None, taken: np.ndarray | None, at: int) -> str:
    """Say above a picture what it is, and what it was taken for if that is something else."""
    if taken is None:
        return "" if true is None else str(true[at])
    if true is None or true[at] == taken[at]:
        return str(taken[at])
    return f"✗ {taken[at]}, not {true[at]}"


def summary(true: np.ndarray | None, taken: np.ndarray | None, n: int, drawn: int) -> str:
    """Say how many are wrong, and how many are shown, where that is not all."""
    parts = []
    if true is not None and taken is not None:
        misread = int((true != taken).sum())
        parts.append(f"{misread} of {n} misread" if misread < n else f"{n} misread digits")
    if drawn < n:
        parts.append(f"the first {drawn} are shown")
    return "; ".join(parts)
