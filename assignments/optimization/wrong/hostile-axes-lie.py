#: title = "the axes say that they are logarithmic, and are not"
#: lose = ["q4-errors"]
#: misconception = "errors-on-an-even-axis"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs - x_star), label=f"run {run}")
    ax.get_yscale = lambda: "log"
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
