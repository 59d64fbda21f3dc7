#: title = "perform_gd: values first, then x"
#: lose = ["q4-runs", "q8-whole"]
#: misconception = "parabola-results-exchanged"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    x_history, f_history = [], []
    for start, lr in zip(initializations, lrs):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        xs, values = [], []
        for _ in range(epochs):
            xs.append(float(module.x.value))
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            optimizer.step()
            values.append(float(value.value))
        x_history.append(xs)
        f_history.append(values)
    return np.array(f_history), np.array(x_history)
