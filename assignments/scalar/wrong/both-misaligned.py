#: title = "forward_pass and backward_pass drop plain numbers before they pair"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = ["forward-misaligned", "step-misaligned"]

# %% [q2-answer]
def only_values(parents):
    return [p for p in parents if isinstance(p, AutogradValue)]


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(only_values(self.parents), self.grads(*self.parent_values)):
        for variable, derivative in parent.forward_grads.items():
            self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    values = [p for p in self.parents if isinstance(p, AutogradValue)]
    for parent, local in zip(values, local_grads):
        parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
