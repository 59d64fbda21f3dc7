#: title = "forward_pass uses the last local derivative for all parents"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    tangents = []
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            tangents.extend(parent.forward_grads.items())
    for variable, derivative in tangents:
        self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
