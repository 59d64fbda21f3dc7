"""Wrong pictures of the surface and of the paths on it."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, contours=None, line=None, label="run {}", paths=lambda paths: paths):
    """plot_paths anew: `contours(ax, X, Y)` draws the surface, `line(path)` is what is drawn of a
    path."""

    def plot_paths(ax, given):
        X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
        if contours:
            contours(ax, X, Y)
        else:
            ax.contourf(X, Y, ns.z_func(X, Y))
        for run, path in enumerate(paths(given)):
            named = {} if label is None else {"label": label.format(run)}
            x, y = line(path) if line else (path[:, 0], path[:, 1])
            ax.plot(x, y, "->", **named)
        ax.set_xlabel("x")
        ax.set_ylabel("y")
        ax.legend()

    ns.plot_paths = plot_paths


@misconception("q5")
def picture_of_lines_alone(ns):
    """The contours are lines. They should be filled, so that one sees where it goes down.

    What does the f in `contourf` stand for?
    """
    install(ns, lambda ax, X, Y: ax.contour(X, Y, ns.z_func(X, Y)))


@misconception("q5")
def picture_without_the_surface(ns):
    """The surface is not drawn.

    Where does it go down, in your picture?
    """
    install(ns, lambda ax, X, Y: None)


@misconception("q5")
def picture_of_the_surface_turned(ns):
    """The surface has its directions exchanged: it is drawn over y and x.

    In `X, Y = np.meshgrid(...)`, along which axis of the array does x grow?
    """
    install(ns, lambda ax, X, Y: ax.contourf(X, Y, ns.z_func(Y, X)))


@misconception("q5", ways=("-2 to 2", "-4 to 4", "0 to 3", "of the paths"))
def picture_of_another_square(ns, way):
    """The surface is drawn over another square than the one from -3 to 3.

    From where to where do your `linspace` or `arange` go?
    """
    low, high = {"-2 to 2": (-2, 2), "-4 to 4": (-4, 4), "0 to 3": (0, 3)}.get(way, (-2, 2))

    def contours(ax, X, Y):
        x = np.linspace(low, high, 61)
        X, Y = np.meshgrid(x, x if way != "of the paths" else np.linspace(-3, 3, 61))
        ax.contourf(X, Y, ns.z_func(X, Y))

    install(ns, contours)


@misconception("q5", ways=("2", "3"))
def picture_of_too_few_levels(ns, way):
    """There are so few levels that the hills do not show.

    How many levels does `ax.contourf` choose if you do not say it?
    """
    install(ns, lambda ax, X, Y: ax.contourf(X, Y, ns.z_func(X, Y), levels=[-1, 0, 1][: int(way)]))


@misconception("q5")
def picture_paths_turned(ns):
    """The paths are drawn with y to the right and x upward. They do not lie where they went.

    Which column of a path is x?
    """
    install(ns, line=lambda path: (path[:, 1], path[:, 0]))


@misconception("q5")
def picture_paths_by_rows(ns):
    """Rows of a path are drawn, and it is its columns that are x and y.

    What is `path[0]`, and what is `path[:, 0]`?
    """
    install(ns, line=lambda path: (path[0], path[1]))


@misconception("q5")
def picture_paths_over_steps(ns):
    """Coordinates are drawn against the number of the step. The path is a line on the surface.

    What should be to the right in the picture, and what upward?
    """
    install(ns, line=lambda path: (np.arange(len(path)), path[:, 1]))


@misconception("q5")
def picture_without_labels(ns):
    """The paths have no labels, so that the legend is empty.

    Which line is which run?
    """
    install(ns, label=None)


@misconception("q5")
def picture_all_called_the_same(ns):
    """All paths have the same label.

    Which line is which run?
    """
    install(ns, label="path")


@misconception("q5", ways=("the first", "the last"))
def picture_of_one_path(ns, way):
    """Only one path is drawn.

    How many paths are in `paths`?
    """
    install(ns, paths=lambda paths: paths[:1] if way == "the first" else paths[-1:])


@misconception("q5")
def picture_without_paths(ns):
    """The surface is drawn, and no path.

    Where is the line of the first run?
    """
    install(ns, paths=lambda paths: [])


@misconception("q5")
def picture_drawn_elsewhere(ns):
    """All is drawn into another picture: the functions of `plt` draw where they like. There are
    axes given.

    What is the argument `ax` for?
    """

    def plot_paths(ax, paths):
        X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
        ns.plt.figure()
        ns.plt.contourf(X, Y, ns.z_func(X, Y))
        for run, path in enumerate(paths):
            ns.plt.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")

    ns.plot_paths = plot_paths
