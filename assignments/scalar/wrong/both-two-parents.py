#: title = "forward_pass and backward_pass expect two parents"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q4-step", "q4-adds", "q7-whole"]
#: kinds = ["raised"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    db, dc = self.grads(*self.parent_values)
    for parent, local in ((self.parents[0], db), (self.parents[1], dc)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for i in (0, 1):
        if isinstance(self.parents[i], AutogradValue):
            self.parents[i].grad += self.grad * local_grads[i]


AutogradValue.backward_pass = backward_pass
