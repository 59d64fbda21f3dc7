#: title = "Surface: computed from the values, a variable without a past"
#: lose = ["q5-surface"]
#: misconception = "surface-computed-with-values"

# %% [q5-surface-answer]
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exp = Exp()

    def forward(self):
        """The height z at (x, y)."""
        return Variable(z_func(self.x.value, self.y.value))
