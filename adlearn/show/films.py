"""A film of pictures that follow each other: a page plays it with no kernel and no network."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .figures import pyplot

#: What matplotlib's buttons show by a font from the network, as characters that every page has.
_SIGNS = {
    "minus": "−",
    "fast-backward": "⏮",
    "step-backward": "◂",
    "play fa-flip-horizontal": "◀",
    "play": "▶",
    "pause": "❚❚",
    "step-forward": "▸",
    "fast-forward": "⏭",
    "plus": "+",
}
_FONT = re.compile(r"<link[^>]*font-awesome[^>]*>\s*")
_ICON = re.compile(r'<i class="fa fa-([^"]*)"></i>')


class Film:
    """A film; a notebook plays it.

    Parameters
    ----------
    html : str
        A piece of a page with everything inside.
    """

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return self.html


def film(
    frames: Sequence[Any],
    title: str = "",
    vmin: float | None = None,
    vmax: float | None = None,
    interval: float = 120.0,
) -> Film:
    """Make a film of fields that follow each other, such as the steps of a simulation.

    The first axis of a frame is drawn to the right, and the second upward.

    Parameters
    ----------
    frames : sequence of array_like of shape (n, m)
        All of one shape.
    title : str, optional
    vmin, vmax : float, optional
        What is black and what is brightest; by default the smallest and the largest number of all.
    interval : float
        Milliseconds from frame to frame.

    Returns
    -------
    Film
        With buttons to play it, to go on one by one, and a slider; ``.html`` has it all as text.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If there is no frame, or they are no fields of one shape.

    Examples
    --------
    >>> import numpy as np
    >>> f = np.eye(3)
    >>> film([f, f.T], "two frames")  # doctest: +SKIP
    """
    import numpy as np

    try:
        fields: Any = np.array([np.asarray(frame, dtype=float) for frame in frames])
    except (TypeError, ValueError):
        fields = np.zeros(0)
    if fields.ndim != 3 or not fields.size:
        raise ValueError(
            "film takes a list of frames, arrays of shape (n, m) that are alike, as in "
            f"film([first, second]); given were {_told(frames)}."
        )
    plt = pyplot()
    from matplotlib import animation

    low, high = fields.min() if vmin is None else vmin, fields.max() if vmax is None else vmax
    fig, ax = plt.subplots(figsize=(3.2, 3.4))
    try:
        image = ax.imshow(fields[0].T, origin="lower", cmap="magma", vmin=low, vmax=high)
        ax.set(xticks=[], yticks=[], title=title)

        def draw(k: int) -> tuple[Any]:
            image.set_data(fields[k].T)
            return (image,)

        made = animation.FuncAnimation(fig, draw, frames=len(fields), interval=interval)
        text = made.to_jshtml()
    finally:
        plt.close(fig)
    return Film(_ICON.sub(lambda icon: _SIGNS.get(icon[1], icon[1]), _FONT.sub("", text)))


def _told(frames: Any) -> str:
    import numpy as np

    try:
        shapes = [str(np.shape(frame)) for frame in frames]
    except (TypeError, ValueError):
        return f"something of type {type(frames).__name__}"
    if not shapes:
        return "no frames at all"
    return f"{len(shapes)} frames of the shapes {', '.join(dict.fromkeys(shapes))}"
