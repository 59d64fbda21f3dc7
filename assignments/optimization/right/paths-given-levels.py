#: title = "levels of the student's own, and a grid as wide as the paths"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    x, y = np.ogrid[-3:3:50j, -3:3:50j]
    levels = [-1.4, -1.2, -1, -0.5, -0.2, -0.1, 0, 0.1, 0.2, 0.5, 1]
    ax.contourf(x.ravel(), y.ravel(), z_func(x, y).T, levels=levels, extend="both", cmap="jet")
    for number in range(paths.shape[0]):
        ax.plot(paths[number, :, 0], paths[number, :, 1], "-", label=str(number))
    ax.set_title("paths")
