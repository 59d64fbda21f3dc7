#: title = "backward_pass finds local derivatives by moving the numbers in func"
#: lose = ["q4-step", "q4-adds", "q4-numbers"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    for i, parent in enumerate(self.parents):
        if isinstance(parent, AutogradValue):
            up, down = list(self.parent_values), list(self.parent_values)
            up[i] += 1e-5
            down[i] -= 1e-5
            local = (self.func(*up) - self.func(*down)) / 2e-5
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
