#: title = "plot_paths: z_func(Y, X)"
#: lose = ["q5-paths"]
#: misconception = "picture-of-the-surface-turned"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
    ax.contourf(X, Y, z_func(Y, X))
    for run, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
