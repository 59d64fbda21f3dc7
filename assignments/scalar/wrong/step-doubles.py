#: title = "backward_pass adds the parent's gradient to itself once more"
#: lose = ["q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-doubles"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass
