#: title = "forward_pass passes over parents whose value is 0"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, value, local in zip(self.parents, self.parent_values, local_grads):
        if value and isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
