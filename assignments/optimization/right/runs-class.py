#: title = "a run is an object"

# %% [q4-runs-answer]
class Run:
    def __init__(self, start, lr):
        self.module = Parabola(start)
        self.optimizer = GD(self.module.collect_parameters(), lr)
        self.xs, self.fs = [], []

    def epoch(self):
        self.optimizer.zero_grad()
        height = self.module.forward()
        height.backward()
        self.xs.append(np.copy(self.module.x.value))
        self.fs.append(np.copy(height.value))
        self.optimizer.step()


def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    runs = [Run(start, lr) for start, lr in zip(initializations, lrs)]
    for _ in range(epochs):
        for run in runs:
            run.epoch()
    return np.stack([run.xs for run in runs]), np.stack([run.fs for run in runs])

# %% [q5-descents-answer]
class Walker:
    def __init__(self, start, lr):
        self.surface = Surface(start[0], start[1])
        self.optimizer = GD(self.surface.collect_parameters(), lr)

    def __iter__(self):
        while True:
            self.optimizer.zero_grad()
            z = self.surface()
            z.backward()
            yield float(self.surface.x.value), float(self.surface.y.value), float(z.value)
            self.optimizer.step()


def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    from itertools import islice

    table = np.array([list(islice(Walker(start, lr), epochs)) for start in initializations])
    return table[:, :, :2], table[:, :, 2]
