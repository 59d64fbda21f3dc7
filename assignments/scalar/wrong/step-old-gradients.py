#: title = "backward_pass computes all sums first, so of two shares for one parent one is lost"
#: lose = ["q4-adds", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "step-same-parent-once"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    new = [
        p.grad + self.grad * local if isinstance(p, AutogradValue) else None
        for p, local in zip(self.parents, local_grads)
    ]
    for parent, gradient in zip(self.parents, new):
        if gradient is not None:
            parent.grad = gradient


AutogradValue.backward_pass = backward_pass
