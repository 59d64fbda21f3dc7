#: title = "each picture is laid out and shown by its function"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(abs(xs - x_star), label=f"run {run}")
    ax.set_yscale("log")
    ax.legend()
    plt.show()

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    x = y = np.linspace(-3, 3, 200)
    X, Y = np.meshgrid(x, y)
    contours = ax.contourf(X, Y, z_func(X, Y), levels=40)
    plt.colorbar(contours, ax=ax)
    for run, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], color="white", marker="o", ms=2, label=f"run {run}")
    ax.legend()
    ax.figure.tight_layout()
    plt.show()
