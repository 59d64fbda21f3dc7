#: title = "backward_pass returns at the first plain number"
#: lose = ["q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if not isinstance(parent, AutogradValue):
            return
        parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
