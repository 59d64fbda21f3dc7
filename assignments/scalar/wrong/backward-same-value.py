#: title = "backward takes values with the same number for the same value"
#: lose = ["q5-tree", "q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-same-value"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        if isinstance(value, AutogradValue) and value.value not in seen:
            seen.add(value.value)
            for parent in value.parents:
                visit(parent)
            order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
