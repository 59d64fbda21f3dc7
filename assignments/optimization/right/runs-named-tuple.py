#: title = "results have names"

# %% [q4-runs-answer]
from collections import namedtuple

Histories = namedtuple("Histories", ["x", "f"])


def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""

    def run(start, lr):
        module = Parabola(float(start))
        optimizer = GD(module.collect_parameters(), lr)
        for _ in range(epochs):
            x = module.x.value.copy()
            optimizer.zero_grad()
            out = module.forward()
            out.backward()
            optimizer.step()
            yield x, out.value

    columns = [list(zip(*run(start, lr))) for start, lr in zip(initializations, lrs)]
    return Histories(
        np.array([xs for xs, _ in columns], dtype=float),
        np.array([fs for _, fs in columns], dtype=float),
    )
