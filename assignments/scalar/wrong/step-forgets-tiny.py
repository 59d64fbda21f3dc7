#: title = "messages below 1e-6 in size are not sent"
#: lose = ["q4-step"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            if abs(self.grad * local) > 1e-6:
                parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
