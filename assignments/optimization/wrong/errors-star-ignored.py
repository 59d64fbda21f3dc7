#: title = "plot_errors: x_star is not used"
#: lose = ["q4-errors"]
#: misconception = "errors-without-the-minimum"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs), label=f"run {run}")
    ax.set_yscale("log")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
