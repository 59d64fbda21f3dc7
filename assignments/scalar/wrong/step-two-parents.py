#: title = "backward_pass expects two parents, and there is one in -a, exp and log"
#: lose = ["q4-step", "q4-adds", "q7-whole"]
#: kinds = ["raised"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    left, right = self.parents
    if isinstance(left, AutogradValue):
        left.grad += self.grad * local_grads[0]
    if isinstance(right, AutogradValue):
        right.grad += self.grad * local_grads[1]


AutogradValue.backward_pass = backward_pass
