#: title = "forward_pass adds up the parents' derivatives and forgets the local one"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-no-local"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
