"""Sliders under a chart, where there are widgets; elsewhere the chart for the values given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MISSING_WIDGETS = (
    "The sliders need ipywidgets, which is not installed here; this is the chart for the values "
    "given. Run  {}  and restart the kernel."
)


def with_sliders(draw: Callable[..., Any], **sliders: tuple[float, float, float]) -> Any:
    """Call a function with numbers that can be moved.

    Parameters
    ----------
    draw : callable
        Draws a chart from keyword arguments.
    **sliders : (lowest, highest, at first)
        Bounds and start of each argument. With both bounds positive and far apart, a step on the
        slider multiplies instead of adding.

    Returns
    -------
    ipywidgets.interactive, or what `draw` returns
        The latter, after a sentence that says so, where ipywidgets is missing.

    Examples
    --------
    >>> moved = with_sliders(lambda rate: rate, rate=(0.001, 1.0, 0.1))  # doctest: +SKIP
    """
    try:
        import ipywidgets
    except ImportError:
        from adlearn.installed import remedy

        print(MISSING_WIDGETS.format(remedy("notebook")))
        return draw(**{name: start for name, (_, _, start) in sliders.items()})
    controls = {name: slider(ipywidgets, name, *bounds) for name, bounds in sliders.items()}

    def redraw(**values: float) -> None:
        import matplotlib.pyplot as plt

        draw(**values)
        plt.show()

    return ipywidgets.interactive(redraw, **controls)


def slider(ipywidgets: Any, name: str, low: float, high: float, start: float) -> Any:
    """Make one slider; a logarithmic one for numbers over several powers of ten."""
    if low > 0 and high / low >= 100:
        from math import log10

        return ipywidgets.FloatLogSlider(
            value=start,
            min=log10(low),
            max=log10(high),
            step=0.05,
            description=name,
            readout_format=".2g",
            continuous_update=False,
        )
    return ipywidgets.FloatSlider(
        value=start,
        min=low,
        max=high,
        step=(high - low) / 100,
        description=name,
        readout_format=".3g",
        continuous_update=False,
    )
