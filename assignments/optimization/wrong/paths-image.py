#: title = "plot_paths: an image in place of contours"
#: lose = ["q5-paths"]

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
    ax.imshow(z_func(X, Y), extent=(-3, 3, -3, 3), origin="lower")
    for run, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
