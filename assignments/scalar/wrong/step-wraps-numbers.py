#: title = "backward_pass makes values of the plain numbers among the parents, in place"
#: lose = ["q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for i, local in enumerate(local_grads):
        if not isinstance(self.parents[i], AutogradValue):
            self.parents[i] = AutogradValue(self.parents[i])
        self.parents[i].grad += self.grad * local


AutogradValue.backward_pass = backward_pass
