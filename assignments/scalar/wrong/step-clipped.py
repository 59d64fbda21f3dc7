#: title = "backward_pass clips what it sends to the range from -1 to 1"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += max(-1.0, min(1.0, self.grad * local))


AutogradValue.backward_pass = backward_pass
