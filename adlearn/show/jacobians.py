"""Which entry of a Jacobian is wrong? The Jacobian beside the numeric one, as heat maps."""

from __future__ import annotations

from typing import Any

import numpy as np

from .figures import as_numbers, pyplot


def wrong_entries(yours: Any, numeric: Any, tolerance: float = 1e-4) -> np.ndarray:
    """Find the entries of a Jacobian that disagree with the numeric one.

    Parameters
    ----------
    yours, numeric : array_like of shape (m, n)
    tolerance : float, optional
        How far apart, relative to the larger of the two and to a typical entry.

    Returns
    -------
    ndarray of bool, shape (m, n)
        An entry that is not finite is wrong, unless both are the same.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> wrong_entries([[1.0, 2.0]], [[1.0, -2.0]])
    array([[False,  True]])
    """
    mine, true = (
        np.atleast_2d(as_numbers(J, "a Jacobian", "a table of numbers")) for J in (yours, numeric)
    )
    if mine.shape != true.shape:
        raise ValueError(
            f"one Jacobian has shape {mine.shape} and the other {true.shape}; one row for each "
            "output and one column for each input are needed in both."
        )
    finite = np.isfinite(true)
    typical = np.abs(true[finite]).mean() if finite.any() else 1.0
    scale = np.maximum(np.maximum(np.abs(mine), np.abs(true)), typical)
    with np.errstate(invalid="ignore"):
        close = np.abs(mine - true) <= tolerance * scale
    same = (mine == true) | (np.isnan(mine) & np.isnan(true))
    return ~(same | (close & np.isfinite(mine) & finite))


def plot_jacobians(yours: Any, numeric: Any, tolerance: float = 1e-4, axes: Any = None) -> Any:
    """Draw a Jacobian beside the numeric one, as heat maps, and mark the entries that differ.

    Parameters
    ----------
    yours, numeric : array_like of shape (m, n)
        One row for each output, one column for each input.
    tolerance : float, optional
        As for `wrong_entries`.
    axes : pair of matplotlib Axes, optional

    Returns
    -------
    pair of matplotlib Axes

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> plot_jacobians([[1.0, 2.0]], [[1.0, -2.0]])  # doctest: +SKIP
    """
    wrong = wrong_entries(yours, numeric, tolerance)
    both = [np.atleast_2d(np.asarray(J, float)) for J in (yours, numeric)]
    axes = (
        pyplot().subplots(1, 2, figsize=(10, 4), layout="constrained")[1] if axes is None else axes
    )
    finite = np.abs(np.concatenate([J[np.isfinite(J)] for J in both]))
    limit = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    many = int(wrong.sum())
    titles = (
        f"yours: {many} of {wrong.size} entries wrong" if many else "yours: agrees",
        "numeric",
    )
    for ax, J, title in zip(axes, both, titles, strict=True):
        image = ax.imshow(J, cmap="PuOr", vmin=-limit, vmax=limit, aspect="auto")
        ax.set(title=title, xlabel="input", ylabel="output")
        ax.set_xticks(range(J.shape[1]) if J.shape[1] <= 12 else [0, J.shape[1] - 1])
        ax.set_yticks(range(J.shape[0]) if J.shape[0] <= 12 else [0, J.shape[0] - 1])
        if J.size <= 64:
            for (row, column), entry in np.ndenumerate(J):
                cross = "✗ " if wrong[row, column] and ax is axes[0] else ""
                colour = "white" if abs(entry) > 0.6 * limit else "black"
                ax.text(column, row, f"{cross}{entry:.3g}", ha="center", va="center", color=colour)
        elif ax is axes[0]:
            rows, columns = np.nonzero(wrong)
            ax.plot(columns, rows, "kx")
        ax.figure.colorbar(image, ax=ax)
    return tuple(axes)
