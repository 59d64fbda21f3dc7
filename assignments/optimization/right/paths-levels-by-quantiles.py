#: title = "levels stand closer where the surface is flat"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    xs = np.linspace(-3, 3, 80)
    X, Y = np.meshgrid(xs, xs)
    Z = z_func(X, Y)
    ax.contourf(X, Y, Z, levels=np.quantile(Z, np.linspace(0, 1, 21)))
    for i, (xs, ys) in enumerate(path.T for path in paths):
        ax.plot(xs, ys, "o-", label=f"path {i}")
    ax.legend()
