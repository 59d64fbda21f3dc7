#: title = "backward_pass takes local derivatives at the parents' gradients"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    points = [p.grad + 1.0 if isinstance(p, AutogradValue) else p for p in self.parents]
    for parent, local in zip(self.parents, self.grads(*points)):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
