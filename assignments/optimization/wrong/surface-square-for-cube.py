#: title = "Surface: y ** 2 in place of y ** 3"
#: lose = ["q5-surface"]
#: misconception = "surface-one-power-for-all"

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exp = Exp()

    def forward(self):
        """The height z at (x, y)."""
        return -(1 - (self.x**2 + self.y**2)) * self.exp(-(self.x**2 + self.y**2) / 2)
