#: title = "labels are given to the legend"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    lines = []
    for xs in x_history:
        lines += ax.plot(np.abs(xs - x_star))
    ax.set_yscale("log")
    ax.legend(lines, [f"run {i}" for i in range(len(lines))])
