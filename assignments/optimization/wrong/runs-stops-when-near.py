#: title = "perform_gd: stops when it is near, and leaves zeros"
#: lose = ["q4-runs"]

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    xs, fs = np.zeros((len(lrs), epochs)), np.zeros((len(lrs), epochs))
    for run, (start, lr) in enumerate(zip(initializations, lrs)):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        for epoch in range(epochs):
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            xs[run, epoch], fs[run, epoch] = module.x.value, value.value
            if abs(module.x.grad) < 0.1:
                break
            optimizer.step()
    return xs, fs
