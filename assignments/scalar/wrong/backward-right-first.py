#: title = "backward lists a value before its parents, the last parent first"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = []

    def visit(value):
        if isinstance(value, AutogradValue) and value not in order:
            order.append(value)
            for parent in reversed(value.parents):
                visit(parent)

    visit(self)
    for value in order:
        value.backward_pass()


AutogradValue.backward = backward
