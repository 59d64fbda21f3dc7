#: title = "backward_pass does nothing"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-nothing"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    pass


AutogradValue.backward_pass = backward_pass
