#: title = "backward_pass changes its own gradient on the way"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-own-grad"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            self.grad *= local
            parent.grad += self.grad


AutogradValue.backward_pass = backward_pass
