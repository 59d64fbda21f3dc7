"""How small should the step of a finite difference be? The chart of its error, a V."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .figures import BLUE, VERMILION, number_of, pyplot
from .sliders import with_sliders


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
    ahead = np.array([number_of(f, x + h) for h in steps])
    behind = np.array([number_of(f, x - h) for h in steps])
    scale = abs(slope) or 1.0
    forward = np.abs((ahead - number_of(f, x)) / steps - slope) / scale
    central = np.abs((ahead - behind) / (2 * steps) - slope) / scale
    return forward, central


def exact_slope(f: Callable[[Any], Any], x: float, derivative: Any) -> float:
    """Take the derivative as a number or a function; without one, by a complex step.

    For an analytic function `f(x + ih) = f(x) + ih f'(x) + ...`, so that the imaginary part over h
    is the derivative without any difference being taken (Squire and Trapp, 1998).
    """
    if callable(derivative):
        return number_of(derivative, x)
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
    ax.plot(across, [number_of(f, t) for t in across], color="black", label="f")
    value, ahead = number_of(f, x), number_of(f, x + step)
    ax.plot(across, value + slope * (across - x), "-", color=BLUE, label="tangent")
    secant = (ahead - value) / step
    ax.plot(across, value + secant * (across - x), "--", color=VERMILION, label="secant")
    ax.plot([x, x + step], [value, ahead], "s", color=VERMILION)
    ax.set(xlabel="x", title=f"slope {slope:.6g}, of the secant {secant:.6g}")
    ax.legend()
