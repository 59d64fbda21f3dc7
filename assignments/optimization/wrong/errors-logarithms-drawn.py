#: title = "plot_errors: the logarithms on a plain axis"
#: lose = ["q4-errors"]
#: misconception = "errors-logarithms-drawn"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.log10(np.abs(xs - x_star)), label=f"run {run}")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
