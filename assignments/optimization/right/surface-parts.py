#: title = "squares are computed once, and the exponential is a function"

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.y = Variable(float(init_y))
        self.x = Variable(float(init_x))

    def forward(self):
        """The height z at (x, y)."""
        xx = self.x * self.x
        yy = self.y * self.y
        bell = exp((xx + yy) * -0.5)
        return (xx + yy * self.y - 1.0) * bell
