"""What charts have in common: their colours, and matplotlib, imported when first asked for."""

from __future__ import annotations

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
