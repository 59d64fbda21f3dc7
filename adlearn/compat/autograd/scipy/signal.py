"""`scipy.signal`, with autograd's order of arguments for `convolve`."""

from typing import Any

from adlearn.rules.scipy_signal import Axes
from adlearn.scipy import signal
from adlearn.scipy.signal import *  # noqa: F403


def convolve(  # type: ignore[no-redef]
    A: Any, B: Any, axes: Axes | None = None, dot_axes: Axes = ((), ()), mode: str = "full"
) -> Any:
    """Convolve as `adlearn.scipy.signal.convolve` does; the axes come before the mode here."""
    return signal.convolve(A, B, mode, axes=axes, dot_axes=dot_axes)
