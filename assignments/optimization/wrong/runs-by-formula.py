#: title = "perform_gd: the closed formula of this parabola, no descent"
#: lose = ["q4-runs"]
#: misconception = "parabola-derived-by-hand"

# %% [q4-runs-answer]
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    starts, rates = np.array(initializations, dtype=float), np.array(lrs, dtype=float)
    xs = starts[:, None] * (1.0 - 2.0 * rates[:, None]) ** np.arange(epochs)
    return xs, (xs - 2.0) ** 2 + 4.0 * xs - 2.0
