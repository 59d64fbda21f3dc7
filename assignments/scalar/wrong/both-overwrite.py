#: title = "forward_pass and backward_pass replace where they should add"
#: lose = ["q2-entries", "q2-shared", "q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = ["forward-overwrites", "step-overwrites"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            self.forward_grads.update({v: local * d for v, d in parent.forward_grads.items()})
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = local * self.grad


AutogradValue.backward_pass = backward_pass
