#: title = "semilogy, no legend drawn"

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    errors = np.abs(x_history - x_star)
    for i in range(len(errors)):
        ax.semilogy(range(errors.shape[1]), errors[i], "o--", markersize=3, label=f"start {i + 1}")
    ax.grid(True, which="both")
    ax.set(title="how fast it goes down", xlabel="step", ylabel="$|x_i - x^*|$")
