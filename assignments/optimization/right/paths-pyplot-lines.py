#: title = "arrows beside the lines, norm and vmin"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    xs = np.arange(-30, 31) / 10
    grid = np.meshgrid(xs, xs)
    heights = z_func(*grid)
    ax.contourf(*grid, heights, 25, vmin=-abs(heights).max(), vmax=abs(heights).max(), cmap="RdBu")
    for number, path in enumerate(paths):
        steps = np.diff(path, axis=0)
        ax.quiver(
            path[:-1, 0], path[:-1, 1], steps[:, 0], steps[:, 1],
            angles="xy", scale_units="xy", scale=1, width=0.004,
        )
        ax.plot(path[:, 0], path[:, 1], lw=0.7, color=f"C{number}", label=f"from {path[0]}")
    ax.axhline(0, color="k", lw=0.3)
    ax.axvline(0, color="k", lw=0.3)
    ax.legend()
