#: title = "forward_pass drops plain numbers first, so local derivatives go to the wrong parents"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-misaligned"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    values = [parent for parent in self.parents if isinstance(parent, AutogradValue)]
    for parent, local in zip(values, self.grads(*self.parent_values)):
        for variable, derivative in parent.forward_grads.items():
            so_far = self.forward_grads.get(variable, 0.0)
            self.forward_grads[variable] = so_far + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
