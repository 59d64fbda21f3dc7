#: title = "forward_pass empties the dictionary for each parent"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-last-parent"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        self.forward_grads = {}
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
