#: title = "lines over the filled contours, marks at the starts"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    x = np.linspace(-3.1, 3.1, 200)
    y = np.linspace(-3.0, 3.0, 150)
    Z = np.array([[z_func(a, b) for a in x] for b in y])
    ax.contourf(x, y, Z, 50, cmap="viridis", alpha=0.8)
    shown = ax.contour(x, y, Z, 10, colors="black", linewidths=0.5)
    ax.clabel(shown, fontsize=6)
    for i, path in enumerate(paths):
        ax.plot(*path.T, color="white", linewidth=2, label=f"$p_{i}$")
        ax.scatter(*path[0], color="red", zorder=3)
        ax.annotate(str(i), path[0])
    ax.set_xlim(-3, 3)
    ax.set_ylim(-3, 3)
    ax.legend()
