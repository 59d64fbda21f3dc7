#: title = "backward takes one step and stops"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-one-step"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    self.backward_pass()


AutogradValue.backward = backward
