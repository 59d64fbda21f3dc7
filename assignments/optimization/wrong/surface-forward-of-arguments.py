#: title = "Surface: forward takes x and y"
#: lose = ["q5-surface"]

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exp = Exp()

    def forward(self, x, y):
        """The height z at (x, y)."""
        return -(1 - (x**2 + y**3)) * self.exp(-(x**2 + y**2) / 2)
