#: title = "backward_pass skips parents that have a gradient already"
#: lose = ["q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-once-only"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            if parent.grad == 0:
                parent.grad = self.grad * local


AutogradValue.backward_pass = backward_pass
