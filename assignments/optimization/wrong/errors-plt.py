#: title = "plot_errors: drawn into the current axes, not into those given"
#: lose = ["q4-errors"]
#: misconception = "errors-drawn-elsewhere"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        plt.plot(np.abs(xs - x_star), label=f"run {run}")
    plt.yscale("log")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
