#: title = "a line for the tolerance, and marks"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        error = [abs(x - x_star) for x in xs]
        ax.plot(error, marker="x", linewidth=1, label=f"run {run}")
        ax.scatter([0], error[:1], s=60, facecolors="none", edgecolors="black")
    ax.axhline(1e-3, color="0.5", linestyle=":", label="tolerance")
    ax.axvline(0, color="0.9")
    ax.set_yscale("log", base=2)
    ax.set_ylim(bottom=1e-6)
    ax.legend(ncols=2)
