#: title = "backward_pass does nothing where its own value is 0"
#: lose = ["q4-step", "q4-numbers"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    if self.value:
        for parent, local in zip(self.parents, local_grads):
            if isinstance(parent, AutogradValue):
                parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
