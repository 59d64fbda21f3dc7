#: title = "a coarse grid, and many levels"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    xs = np.arange(-3, 3.1, 0.25)
    X, Y = np.meshgrid(xs, xs)
    ax.contourf(X, Y, z_func(X, Y), 30)
    for i, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], label=f"{i}")
    ax.legend()
