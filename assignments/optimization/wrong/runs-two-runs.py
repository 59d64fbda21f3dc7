#: title = "perform_gd: always two runs"
#: lose = ["q4-runs"]

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    xs, fs = np.zeros((2, epochs)), np.zeros((2, epochs))
    for run in range(2):
        module = Parabola(initializations[run])
        optimizer = GD(module.collect_parameters(), lrs[run])
        for epoch in range(epochs):
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            xs[run, epoch], fs[run, epoch] = module.x.value, value.value
            optimizer.step()
    return xs, fs
