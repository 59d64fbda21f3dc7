#: title = "backward_pass tries to give plain numbers a gradient"
#: lose = ["q4-numbers", "q7-whole"]
#: kinds = ["raised"]
#: misconception = "step-numbers"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        parent.grad = parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass
