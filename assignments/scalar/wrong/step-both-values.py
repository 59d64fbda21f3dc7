#: title = "backward_pass does nothing if one of the parents is a plain number"
#: lose = ["q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    if all(isinstance(p, AutogradValue) for p in self.parents):
        for parent, local in zip(self.parents, local_grads):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
