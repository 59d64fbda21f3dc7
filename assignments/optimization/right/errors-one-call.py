#: title = "one call of plot draws a matrix"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    x_history = np.asarray(x_history)
    runs, epochs = x_history.shape
    ax.plot(
        np.arange(epochs),
        np.abs(x_history - x_star).T,
        label=[f"x0 = {x0:g}" for x0 in x_history[:, 0]],
    )
    ax.set(yscale="log", xlabel="epoch", ylabel="error")
    ax.legend(loc="upper right", title="start")
