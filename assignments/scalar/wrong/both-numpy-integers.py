#: title = "forward_pass and backward_pass take NumPy's integers for values"
#: lose = ["q2-shared", "q4-numbers"]
#: kinds = ["raised"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if not isinstance(parent, (int, float)):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if not isinstance(parent, (int, float)):
            parent.grad = parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass
