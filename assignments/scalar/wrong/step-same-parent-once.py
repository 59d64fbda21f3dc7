#: title = "backward_pass keys the local derivatives by parent, so a * a sends once"
#: lose = ["q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-same-parent-once"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in dict(zip(self.parents, local_grads)).items():
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
