#: title = "backward_pass overwrites the parent's gradient instead of adding to it"
#: lose = ["q4-adds", "q7-whole"]
#: misconception = "step-overwrites"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = self.grad * local


AutogradValue.backward_pass = backward_pass
