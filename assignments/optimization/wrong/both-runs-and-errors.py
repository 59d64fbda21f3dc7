#: title = "perform_gd: history after the step; plot_errors: the axis is not logarithmic"
#: lose = ["q4-runs", "q4-errors", "q8-whole"]
#: misconception = ["parabola-told-after-the-step", "errors-on-an-even-axis"]

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    x_history, f_history = [], []
    for start, lr in zip(initializations, lrs):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        xs, values = [], []
        for _ in range(epochs):
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            optimizer.step()
            xs.append(float(module.x.value))
            values.append(float(value.value))
        x_history.append(xs)
        f_history.append(values)
    return np.array(x_history), np.array(f_history)

# %% [q4-errors-answer]
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs - x_star), label=f"run {run}")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
