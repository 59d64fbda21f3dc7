#: title = "forward_pass looks at the first parent only"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-first-parent"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, local in [(self.parents[0], local_grads[0])]:
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
