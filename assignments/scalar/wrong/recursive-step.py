#: title = "backward_pass goes on by itself, and backward only starts it"
#: lose = ["q4-step", "q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-one-step"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local
            parent.backward_pass()


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    self.backward_pass()


AutogradValue.backward = backward
