"""A film of pictures that follow each other: a page plays it with no kernel and no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .figures import pyplot

#: What matplotlib's buttons show by a font from the network, as characters that most fonts have.
_SIGNS = {
    "minus": "−",
    "fast-backward": "|◂",
    "step-backward": "◂",
    "play fa-flip-horizontal": "◀",
    "play": "▶",
    "pause": "❚❚",
    "step-forward": "▸",
    "fast-forward": "▸|",
    "plus": "+",
}
#: Slider and buttons are no wider than the page is.
_NARROW = """
.animation, .animation img, input[type=range].anim-slider { max-width: 100%; }
.anim-buttons { display: flex; justify-content: center; gap: 3px; }
.anim-buttons button { flex: 0 1 36px; min-width: 0; white-space: nowrap; }
"""
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
    low, high = fields.min() if vmin is None else vmin, fields.max() if vmax is None else vmax
    fig, ax = plt.subplots(figsize=(3.2, 3.4))
    try:
        image = ax.imshow(fields[0].T, origin="lower", cmap="magma", vmin=low, vmax=high)
        ax.set(xticks=[], yticks=[], title=title)

        def draw(k: int) -> None:
            image.set_data(fields[k].T)

        return _played(fig, draw, len(fields), interval)
    finally:
        plt.close(fig)


def film_of(
    draw: Callable[[Any, int], Any],
    count: int,
    size: tuple[float, float] = (6.0, 3.6),
    interval: float = 400.0,
) -> Film:
    """Make a film of pictures that a function draws.

    Parameters
    ----------
    draw : callable
        ``draw(axes, k)`` draws the k-th picture, from 0, into axes of matplotlib that are empty.
    count : int
        How many pictures there are.
    size : pair of float
        Width and height in inches.
    interval : float
        Milliseconds from picture to picture.

    Returns
    -------
    Film
        As `film` gives it.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If there is no picture, or `draw` is no function.

    Examples
    --------
    >>> film_of(lambda axes, k: axes.plot([0, k], [0, 1]), 5)  # doctest: +SKIP
    """
    if not callable(draw) or not isinstance(count, int) or count < 1:
        raise ValueError(
            "film_of takes a function that draws the k-th picture, and how many there are, as in "
            f"film_of(draw, 10) with draw(axes, k); given were {draw!r:.80} and {count!r:.80}."
        )
    plt = pyplot()
    fig, axes = plt.subplots(figsize=size)
    try:

        def anew(k: int) -> None:
            axes.clear()
            draw(axes, k)

        return _played(fig, anew, count, interval)
    finally:
        plt.close(fig)


def _played(fig: Any, draw: Callable[[int], None], count: int, interval: float) -> Film:
    from matplotlib import animation

    def drawn(k: int) -> tuple[()]:
        draw(k)
        return ()

    made = animation.FuncAnimation(fig, drawn, frames=count, init_func=tuple, interval=interval)
    text = made.to_jshtml().replace("</style>", f"{_NARROW}</style>", 1)
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
