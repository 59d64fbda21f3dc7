#: title = "the surface is a module of modules"

# %% [q5-surface-answer]
class Bell(Module):
    def __init__(self):
        self.steps = [Exp()]
        self.name = "bell"

    def forward(self, x, y):
        (exponential,) = self.steps
        return exponential(-(x**2) / 2) * exponential(-(y**2) / 2)


class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        super().__init__()
        self.x, self.y = map(Variable, (init_x, init_y))
        self.bell = Bell()
        self.point = [self.x, self.y]

    def forward(self):
        """The height z at (x, y)."""
        return -(1 - self.x**2 - self.y**3) * self.bell(*self.point)
