#: title = "backward goes level by level and has a value in every level where it occurs"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    level = [self]
    while level:
        for value in level:
            value.backward_pass()
        level = list({p for value in level for p in value.parents if isinstance(p, AutogradValue)})


AutogradValue.backward = backward
