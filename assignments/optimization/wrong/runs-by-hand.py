#: title = "perform_gd: the derivative by hand, without the module"
#: lose = ["q4-runs"]

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    xs, fs = np.zeros((len(lrs), epochs)), np.zeros((len(lrs), epochs))
    for run, (x, lr) in enumerate(zip(initializations, lrs)):
        for epoch in range(epochs):
            xs[run, epoch], fs[run, epoch] = x, f(x)
            x = x - lr * (2 * (x - 2) + 4)
    return xs, fs
