#: title = "backward_pass sets the parents' gradients to 0 before it adds"
#: lose = ["q4-adds", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            parent.grad = 0.0
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
