#: title = "backward_pass finds local derivatives by steps in the imaginary direction"
#: lose = ["q4-step", "q4-adds", "q4-numbers"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    h = 1e-20
    for i, parent in enumerate(self.parents):
        if isinstance(parent, AutogradValue):
            moved = list(self.parent_values)
            try:
                moved[i] = moved[i] + 1j * h
                local = self.func(*moved).imag / h
            except TypeError:
                moved[i] = self.parent_values[i] + 1e-7
                local = (self.func(*moved) - self.func(*self.parent_values)) / 1e-7
            parent.grad = parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass
