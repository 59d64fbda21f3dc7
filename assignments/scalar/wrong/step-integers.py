#: title = "backward_pass cuts contributions to whole numbers"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += int(self.grad * local)


AutogradValue.backward_pass = backward_pass
