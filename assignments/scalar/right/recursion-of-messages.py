#: title = "backward is a recursion over all paths, three lines long"

# %% [q5-answer]
def backward(self, message=1.0):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = self.grad + message
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.backward(message * local)


AutogradValue.backward = backward
