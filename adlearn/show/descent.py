"""Where does gradient descent go, and how fast? Its paths on a contour plot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .figures import BLUE, GREEN, ORANGE, PURPLE, VERMILION, as_numbers, number_of, pyplot
from .sliders import with_sliders

LINES = ("-", "--", ":", "-.")
FAR_AWAY = 1e6

#: What a gradient that somebody wrote is called where it cannot be read.
GRADIENT = "what gradient(x, y) gives"


def descend(
    gradient: Callable[..., Any], start: Sequence[float], rate: float, steps: int
) -> np.ndarray:
    """Follow the gradient downhill.

    Parameters
    ----------
    gradient : callable
        From x and y to the two derivatives.
    start : (float, float)
    rate : float
        The learning rate.
    steps : int

    Returns
    -------
    ndarray of shape (k, 2), k at most steps + 1
        The path; it ends early if it leaves all bounds.

    Examples
    --------
    >>> descend(lambda x, y: (2 * x, 2 * y), (1.0, 0.0), 0.5, 2)
    array([[1., 0.],
           [0., 0.],
           [0., 0.]])
    """
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        slope = as_numbers(gradient(*path[-1]), GRADIENT, "a pair of numbers")
        if slope.shape != (2,):
            raise ValueError(f"{GRADIENT} has to be a pair of numbers; given was {slope!r:.80}.")
        point = path[-1] - rate * slope
        if not np.all(np.abs(point) < FAR_AWAY):
            break
        path.append(point)
    return np.array(path)


def central_gradient(f: Callable[..., Any]) -> Callable[..., tuple[float, float]]:
    """Make the gradient of a function of x and y by central differences."""
    h = 1e-6

    def gradient(x: float, y: float) -> tuple[float, float]:
        return (
            (number_of(f, x + h, y) - number_of(f, x - h, y)) / (2 * h),
            (number_of(f, x, y + h) - number_of(f, x, y - h)) / (2 * h),
        )

    return gradient


def plot_descent(
    f: Callable[..., Any],
    starts: Sequence[Sequence[float]],
    rates: float | Sequence[float] = 0.1,
    steps: int = 50,
    gradient: Callable[..., Any] | None = None,
    slider: bool = False,
    ax: Any = None,
) -> Any:
    """Draw gradient descent on a contour plot, from several starts and with several rates.

    Parameters
    ----------
    f : callable
        From x and y to a number.
    starts : sequence of (float, float)
    rates : float or sequence of float, optional
        Learning rates, one kind of line for each.
    steps : int, optional
    gradient : callable, optional
        From x and y to the two derivatives, such as
        `lambda x, y: (adlearn.grad(f, 0)(x, y), adlearn.grad(f, 1)(x, y))`. Central differences
        by default.
    slider : bool, optional
        Put a slider for the learning rate under the chart.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes, or an ipywidgets object

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If a start is not a pair of numbers.

    Examples
    --------
    >>> plot_descent(lambda x, y: x**2 + 3 * y**2, [(2, 1), (-2, 1)])  # doctest: +SKIP
    """
    places = as_numbers(starts, "starts", "a list of pairs (x, y)")
    if places.ndim != 2 or places.shape[1] != 2 or not len(places):
        raise ValueError(
            f"plot_descent draws the plane: starts must be pairs (x, y), not {starts!r}."
        )
    each = np.ravel(as_numbers(rates, "rates", "a number or a list of numbers")).tolist()
    if not each or not hasattr(steps, "__index__"):
        raise ValueError(
            "plot_descent needs a learning rate at least, and a whole number of steps, as in "
            f"plot_descent(f, starts, [0.1, 0.3], 40); given were {rates!r:.80} and {steps!r:.80}."
        )
    if slider:
        return with_sliders(
            lambda rate: plot_descent(f, starts, rate, steps, gradient), rate=(1e-4, 10.0, each[0])
        )
    slope = gradient or central_gradient(f)
    paths = [(rate, descend(slope, start, rate, steps)) for rate in each for start in places]
    ax = pyplot().figure().gca() if ax is None else ax
    reach = 1.3 * max(1.0, float(np.abs(places).max()))
    draw_contours(ax, f, reach)
    for i, (rate, path) in enumerate(paths):
        kind, colour = each.index(rate), (VERMILION, BLUE, GREEN, PURPLE, ORANGE)
        label = f"rate {rate:g}" if i % len(places) == 0 else None
        line = LINES[kind % len(LINES)] + "o"
        ax.plot(*path.T, line, color=colour[kind % 5], markersize=3, label=label)
        ax.plot(*path[0], "k^")
        if len(path) <= steps:
            ax.plot(*np.clip(path[-1], -reach, reach), "kx", markersize=9)
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xlabel="x", ylabel="y")
    ax.set_title(
        f"{steps} steps downhill" + (" (×: left all bounds)" if lost(paths, steps) else "")
    )
    ax.legend()
    return ax


def lost(paths: list[tuple[float, np.ndarray]], steps: int) -> bool:
    """Say whether a path left all bounds."""
    return any(len(path) <= steps for _, path in paths)


def draw_contours(ax: Any, f: Any, reach: float, points: int = 61) -> None:
    """Draw the levels of a function of x and y."""
    across = np.linspace(-reach, reach, points)
    height = np.array([[number_of(f, x, y) for x in across] for y in across])
    ax.contourf(across, across, height, levels=24, cmap="Greys", alpha=0.5)
    ax.contour(across, across, height, levels=24, colors="grey", linewidths=0.5)
