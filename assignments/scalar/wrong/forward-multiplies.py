#: title = "forward_pass multiplies contributions to the same input"
#: lose = ["q2-entries", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-multiplies"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 1.0)
                self.forward_grads[variable] = so_far * local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
