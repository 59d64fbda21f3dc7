#: title = "steps are counted from 1"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    steps = np.arange(1, x_history.shape[1] + 1)
    ax.set_yscale("log")
    for run, error in enumerate(np.abs(x_history - x_star), start=1):
        (line,) = ax.plot(steps, error)
        line.set_label(f"run number {run}")
    ax.legend()
