#: title = "backward_pass goes by index and leaves out shares of 0"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for i in range(len(self.parents)):
        if not isinstance(self.parents[i], AutogradValue):
            continue
        share = local_grads[i] * self.grad
        if share != 0:
            self.parents[i].grad += share


AutogradValue.backward_pass = backward_pass
