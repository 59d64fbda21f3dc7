"""Charts that answer a question about a derivative: how small a step, how fast a descent, which
entry of a Jacobian is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .figures import pyplot
from .sliders import with_sliders

#: Okabe and Ito's colours, which colour-blind people can tell apart.
BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"
LINES = ("-", "--", ":", "-.")
FAR_AWAY = 1e6


def difference_errors(
    f: Callable[[float], float], x: float, slope: float, steps: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Compute how wrong finite differences are for each step size.

    Parameters
    ----------
    f : callable
        From a number to a number.
    x : float
    slope : float
        The right derivative.
    steps : array_like of shape (n,)

    Returns
    -------
    forward, central : ndarray of shape (n,)
        The errors of `(f(x + h) - f(x)) / h` and of `(f(x + h) - f(x - h)) / (2 h)`, relative to
        the slope where that is not 0.

    Examples
    --------
    >>> import math
    >>> forward, central = difference_errors(math.exp, 0.0, 1.0, [1e-5])
    >>> bool(forward[0] > 1e-6 > central[0])
    True
    """
    steps = np.asarray(steps, dtype=float)
    ahead = np.array([float(f(x + h)) for h in steps])
    behind = np.array([float(f(x - h)) for h in steps])
    scale = abs(slope) or 1.0
    forward = np.abs((ahead - float(f(x))) / steps - slope) / scale
    central = np.abs((ahead - behind) / (2 * steps) - slope) / scale
    return forward, central


def exact_slope(f: Callable[[Any], Any], x: float, derivative: Any) -> float:
    """Take the derivative as a number or a function; without one, by a complex step.

    For an analytic function `f(x + ih) = f(x) + ih f'(x) + ...`, so that the imaginary part over h
    is the derivative without any difference being taken (Squire and Trapp, 1998).
    """
    if callable(derivative):
        return float(derivative(x))
    if derivative is not None:
        return float(derivative)
    try:
        slope = float(np.imag(f(complex(x, 1e-30))) / 1e-30)
    except Exception as error:
        raise TypeError(
            f"the function cannot be called with a complex number ({error}), so its derivative is "
            "not known: pass it, as in plot_difference_error(f, x, adlearn.grad(f))."
        ) from error
    return slope


def plot_difference_error(
    f: Callable[[float], float],
    x: float,
    derivative: Any = None,
    step: float = 1e-6,
    slider: bool = False,
    axes: Any = None,
) -> Any:
    """Draw the error of finite differences against the step size: a V.

    A large step leaves out the curvature, a small one loses digits in the subtraction.

    Parameters
    ----------
    f : callable
        From a number to a number.
    x : float
        Where the derivative is taken.
    derivative : float or callable, optional
        The right answer, such as `adlearn.grad(f)`. Without it a complex step is tried.
    step : float, optional
        A step size to mark, and to draw the secant of.
    slider : bool, optional
        Put a slider for the step under the chart.
    axes : pair of matplotlib Axes, optional

    Returns
    -------
    pair of matplotlib Axes, or an ipywidgets object
        The function with its secant, and the errors.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    TypeError
        If the derivative is needed and cannot be found.

    Examples
    --------
    >>> plot_difference_error(np.sin, 1.0, np.cos)  # doctest: +SKIP
    """
    if slider:
        return with_sliders(
            lambda step: plot_difference_error(f, x, derivative, step), step=(1e-15, 1.0, step)
        )
    slope = exact_slope(f, x, derivative)
    steps = np.logspace(-16, 0, 81)
    forward, central = difference_errors(f, x, slope, steps)
    left, right = (
        pyplot().subplots(1, 2, figsize=(10, 4), layout="constrained")[1] if axes is None else axes
    )
    draw_secant(left, f, x, slope, step)
    tiny = np.finfo(float).eps / 16
    right.loglog(steps, forward + tiny, "--", color=VERMILION, label="(f(x+h) - f(x)) / h")
    right.loglog(steps, central + tiny, "-", color=BLUE, label="(f(x+h) - f(x-h)) / 2h")
    marked = difference_errors(f, x, slope, [step])
    right.plot([step], marked[0] + tiny, "s", color=VERMILION)
    right.plot([step], marked[1] + tiny, "o", color=BLUE)
    right.axvline(step, color="grey", linewidth=1)
    right.set(
        xlabel="step h",
        ylabel="relative error" if slope else "error",
        title=f"h = {step:.1e}: errors {marked[0][0]:.1e} and {marked[1][0]:.1e}",
    )
    right.legend()
    return left, right


def draw_secant(ax: Any, f: Any, x: float, slope: float, step: float) -> None:
    """Draw a function with its tangent and a secant."""
    reach = max(1.0, 1.5 * step)
    across = np.linspace(x - reach, x + reach, 201)
    ax.plot(across, [float(f(t)) for t in across], color="black", label="f")
    value, ahead = float(f(x)), float(f(x + step))
    ax.plot(across, value + slope * (across - x), "-", color=BLUE, label="tangent")
    secant = (ahead - value) / step
    ax.plot(across, value + secant * (across - x), "--", color=VERMILION, label="secant")
    ax.plot([x, x + step], [value, ahead], "s", color=VERMILION)
    ax.set(xlabel="x", title=f"slope {slope:.6g}, of the secant {secant:.6g}")
    ax.legend()


# Descent


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
        slope = np.array([float(g) for g in gradient(*path[-1])])
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
            float(f(x + h, y) - f(x - h, y)) / (2 * h),
            float(f(x, y + h) - f(x, y - h)) / (2 * h),
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
    places = np.asarray(starts, dtype=float)
    if places.ndim != 2 or places.shape[1] != 2 or not len(places):
        raise ValueError(
            f"plot_descent draws the plane: starts must be pairs (x, y), not {starts!r}."
        )
    each = [float(rate) for rate in np.atleast_1d(rates)]
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
    height = np.array([[float(f(x, y)) for x in across] for y in across])
    ax.contourf(across, across, height, levels=24, cmap="Greys", alpha=0.5)
    ax.contour(across, across, height, levels=24, colors="grey", linewidths=0.5)


# Jacobians


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
    mine, true = np.atleast_2d(np.asarray(yours, float)), np.atleast_2d(np.asarray(numeric, float))
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
