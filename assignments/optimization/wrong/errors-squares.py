#: title = "plot_errors: the squares of the errors"
#: lose = ["q4-errors"]
#: misconception = "errors-squared"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot((xs - x_star) ** 2, label=f"run {run}")
    ax.set_yscale("log")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
