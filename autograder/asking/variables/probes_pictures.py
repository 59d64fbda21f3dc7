"""Functions that cross to the submission as text, and ask what is drawn.

They use only ``ns`` (the submission's names), ``np``, ``math`` and their parameters, and return
plain data. What is no variable, or no array, is told as ``{"odd": its class}``.
"""


def drawn(ns, name, given):
    """What a function of the notebook draws into axes that it is given.

    Returns lines, labels, scales and filled contours: their levels, the numbers between which they
    lie, and points on their edges; and how many names the legend has that no line has for a label.
    """
    import warnings

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    figure = Figure()
    ax = figure.add_subplot()
    others = ns.plt.get_fignums()
    shows = ns.plt.show
    ns.plt.show = lambda *args, **keywords: None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of figures that are not the current one
            given = [np.array(one) if isinstance(one, np.ndarray) else one for one in given]
            getattr(ns, name)(ax, *given)
    finally:
        ns.plt.show = shows
    new = [number for number in ns.plt.get_fignums() if number not in others]
    for number in new:
        ns.plt.close(number)
    lines = [
        [
            np.array(line.get_xdata(), dtype=float),
            np.array(line.get_ydata(), dtype=float),
            str(line.get_label()),
        ]
        for line in ax.lines
    ]
    labels = [label for _, _, label in lines]
    for line in lines:  # which one it shares its label with: what it is called is a matter of taste
        line[2] = -1 if not line[2] or line[2].startswith("_") else labels.index(line[2])
    filled = []
    for one in ax.collections:
        if hasattr(one, "levels") and hasattr(one, "filled"):
            edges = [path.vertices for path in one.get_paths() if len(path.vertices)]
            points = np.concatenate(edges) if edges else np.zeros((0, 2))
            filled.append(
                {
                    "filled": bool(one.filled),
                    "levels": np.array(one.levels, dtype=float),
                    "low": float(one.zmin),
                    "high": float(one.zmax),
                    "points": points[:: max(1, len(points) // 400)],
                    "corners": [points.min(axis=0), points.max(axis=0)] if len(points) else [],
                }
            )
    legend = ax.get_legend()
    names = set() if legend is None else {text.get_text() for text in legend.get_texts()}
    return {
        "lines": lines,
        "filled": filled,
        "scales": [Axes.get_xscale(ax), Axes.get_yscale(ax)],
        "legend": len(names - set(labels)),
        "elsewhere": len(new) > 0,
        "others": len(ax.collections) + len(ax.patches) + len(ax.images) > 0,
    }
