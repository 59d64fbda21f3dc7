#: title = "plot_errors: both axes are logarithmic"
#: lose = ["q4-errors"]
#: misconception = "errors-both-axes-logarithmic"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs - x_star), label=f"run {run}")
    ax.loglog()
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
