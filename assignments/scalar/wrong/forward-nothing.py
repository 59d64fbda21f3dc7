#: title = "forward_pass was left as it was: a value, and no entries"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-nothing"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    pass
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
