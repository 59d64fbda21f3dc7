"""matplotlib, imported when a chart is first asked for."""

from __future__ import annotations

from typing import Any


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
        raise ImportError(
            'plots need matplotlib: run  python -m pip install "adlearn[notebook]"'
        ) from error
    return plt
