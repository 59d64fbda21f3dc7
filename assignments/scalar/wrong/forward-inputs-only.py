#: title = "forward_pass makes entries for parents that are inputs, and passes nothing on"
#: lose = ["q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-inputs-only"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, ForwardValue):
            self.forward_grads[parent] = self.forward_grads.get(parent, 0.0) + local
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
