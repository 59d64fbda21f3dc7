#: title = "pyplot's functions, with ax as the current axes"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    plt.sca(ax)
    for run in range(x_history.shape[0]):
        plt.semilogy(np.absolute(x_history[run] - x_star), label="run " + str(run))
    plt.xlabel("iteration")
    plt.ylabel("error")
    plt.title("Errors")
    plt.legend()

# %% [q5-paths-answer]
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    plt.sca(ax)
    x = y = np.arange(-3, 3.05, 0.05)
    X, Y = np.meshgrid(x, y)
    plt.contourf(X, Y, z_func(X, Y), levels=30, cmap="terrain")
    plt.colorbar()
    for run in range(len(paths)):
        plt.plot(paths[run][:, 0], paths[run][:, 1], "w.-", label="run " + str(run))
    plt.legend(loc="best")
    plt.axis("equal")
