#: title = "backward follows the first parent of each value only"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-first-parent"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    value = self
    while isinstance(value, AutogradValue):
        value.backward_pass()
        value = value.parents[0]


AutogradValue.backward = backward
