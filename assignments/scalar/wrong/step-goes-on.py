#: title = "backward_pass calls backward_pass of the parents"
#: lose = ["q4-step", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local
            parent.backward_pass()


AutogradValue.backward_pass = backward_pass
