#: title = "forward_pass keys the derivatives by the parents, not by the inputs"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            self.forward_grads[parent] = self.forward_grads.get(parent, 0.0) + local
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
