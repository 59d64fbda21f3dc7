#: title = "backward_pass rounds to six digits after the point"
#: lose = ["q4-step", "q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = round(parent.grad + self.grad * local, 6)


AutogradValue.backward_pass = backward_pass
