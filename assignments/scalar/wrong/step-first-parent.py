#: title = "backward_pass returns after the first parent"
#: lose = ["q4-step", "q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-first-parent"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local
            return


AutogradValue.backward_pass = backward_pass
