#: title = "forward_pass fills forward_grads and forgets to return the value"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["raised", "type"]
#: misconception = "forward-no-value"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + local * derivative


AutogradValue.forward_pass = forward_pass
