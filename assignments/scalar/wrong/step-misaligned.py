#: title = "backward_pass drops plain numbers first, so local derivatives go to the wrong parents"
#: lose = ["q4-numbers", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-misaligned"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    values = [p for p in self.parents if isinstance(p, AutogradValue)]
    for parent, local in zip(values, local_grads):
        parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
