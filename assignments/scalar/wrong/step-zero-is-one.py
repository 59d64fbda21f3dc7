#: title = "backward_pass takes a gradient of 0 for one that was never set"
#: lose = ["q4-step"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    gradient = self.grad or 1.0
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += gradient * local


AutogradValue.backward_pass = backward_pass
