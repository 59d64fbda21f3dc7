#: title = "backward sorts the values by size"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    seen = set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent)

    visit(self)
    for value in sorted(seen, key=lambda v: v.value, reverse=True):
        value.backward_pass()


AutogradValue.backward = backward
