#: title = "plot_paths: drawn by plt"
#: lose = ["q5-paths"]
#: misconception = "picture-drawn-elsewhere"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
    plt.contourf(X, Y, z_func(X, Y))
    for run, path in enumerate(paths):
        plt.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
