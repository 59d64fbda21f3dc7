#: title = "backward takes the result's step and its parents', and stops"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    self.backward_pass()
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            parent.backward_pass()


AutogradValue.backward = backward
