#: title = "forward_pass keys the derivatives by the inputs' numbers"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-nothing"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, ForwardValue) and not isinstance(parent.parents[0], AutogradValue):
            inner = {parent.value: 1.0}
        else:
            inner = getattr(parent, "forward_grads", {})
        for number, derivative in inner.items():
            self.forward_grads[number] = self.forward_grads.get(number, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
