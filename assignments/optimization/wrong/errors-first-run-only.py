#: title = "plot_errors: only the first run"
#: lose = ["q4-errors"]
#: misconception = "errors-of-one-run"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs - x_star), label=f"run {run}")
        break
    ax.set_yscale("log")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
