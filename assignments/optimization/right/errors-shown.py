#: title = "the pictures are shown at the end, and the lines given back"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    lines = [
        ax.plot(np.arange(len(xs)), np.sqrt((xs - x_star) ** 2), label=f"from {xs[0]}")[0]
        for xs in x_history
    ]
    ax.yaxis.set_major_locator(plt.MaxNLocator(5))
    ax.set_yscale("log")
    ax.margins(x=0)
    ax.legend(handles=lines)
    ax.figure.canvas.draw()
    return lines

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    Y, X = np.mgrid[-3:3:101j, -3:3:101j]
    filled = ax.contourf(X, Y, z_func(X, Y), np.linspace(-1.5, 1.5, 16), extend="both")
    lines = ax.plot(
        np.transpose([path[:, 0] for path in paths]),
        np.transpose([path[:, 1] for path in paths]),
        label=[f"path {i}" for i in range(len(paths))],
    )
    ax.legend()
    ax.set_aspect("equal")
    ax.figure.colorbar(filled, ax=ax, label="z")
    return filled, lines
