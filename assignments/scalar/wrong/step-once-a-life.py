#: title = "backward_pass sends once in a value's life"
#: lose = ["q4-step"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    if getattr(self, "sent", False):
        return
    self.sent = True
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass
