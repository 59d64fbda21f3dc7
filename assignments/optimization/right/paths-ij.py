#: title = "indices stand the other way round, few levels"

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    side = np.linspace(-3, 3, 301)
    X, Y = np.meshgrid(side, side, indexing="ij")
    ax.contourf(X, Y, z_func(X, Y), levels=8)
    starts = []
    for run, path in enumerate(paths, 1):
        xs, ys = zip(*path)
        starts.append((xs[0], ys[0]))
        (line,) = ax.plot(xs, ys, marker=".", ls="-")
        line.set(label=f"Descent {run}", lw=1.5)
    ax.plot([], [], " ", label="four starts")
    ax.legend(loc="lower left", fontsize="small")
    ax.set(title="z(x, y)", xlabel="$x$", ylabel="$y$", xlim=(-3, 3), ylim=(-3, 3))
