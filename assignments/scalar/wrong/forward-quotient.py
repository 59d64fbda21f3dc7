#: title = "forward_pass takes differences of func for local derivatives"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    h = 1e-5
    for i, parent in enumerate(self.parents):
        if isinstance(parent, AutogradValue):
            up, down = list(self.parent_values), list(self.parent_values)
            up[i], down[i] = up[i] + h, down[i] - h
            local = (self.func(*up) - self.func(*down)) / (2 * h)
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
