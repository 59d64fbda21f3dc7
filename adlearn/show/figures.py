"""What charts have in common: their colours, matplotlib, imported when first asked for, and how
they read the numbers they are given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Okabe and Ito's colours, which colour-blind people can tell apart.
BLUE, VERMILION, GREEN, PURPLE, ORANGE = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"


def pyplot() -> Any:
    """Import `matplotlib.pyplot`, or say what to install.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        from adlearn.installed import remedy

        raise ImportError(f"plots need matplotlib: run  {remedy('notebook')}") from error
    return plt


def number_of(f: Callable[..., Any], *at: Any) -> float:
    """Call a function that is drawn, which has to return one number.

    Raises
    ------
    TypeError
        If it is no function, or returns something else.
    """
    if not callable(f):
        raise TypeError(
            f"what is drawn is a function, such as lambda x: x * x; given was {f!r:.80}."
        )
    answer = f(*at)
    try:
        return float(answer)
    except (TypeError, ValueError) as error:
        where = ", ".join(f"{float(x):.4g}" for x in at)
        raise TypeError(
            f"the function gave {answer!r:.80} at {where}, which "
            "is not one number. Return the number that was computed."
        ) from error


def as_numbers(thing: Any, name: str, shape: str) -> Any:
    """Read an array of numbers.

    Raises
    ------
    ValueError
        If it holds something else.
    """
    import numpy as np

    try:
        return np.asarray(thing, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} has to be {shape}; given was {thing!r:.80}.") from error
