#: title = "forward_pass knows the derivatives of the example in the notebook"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    inputs = [p for p in self.parents if isinstance(p, ForwardValue)]
    if len(inputs) == 2:
        self.forward_grads = dict(zip(inputs, (2.0, 5.0)))
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
