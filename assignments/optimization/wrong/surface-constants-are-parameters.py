#: title = "Surface: the constants are variables, and so parameters"
#: lose = ["q5-surface"]

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exp = Exp()
        self.one, self.two = Variable(1.0), Variable(2.0)

    def forward(self):
        """The height z at (x, y)."""
        return -(self.one - (self.x**2 + self.y**3)) * self.exp(-(self.x**2 + self.y**2) / self.two)
