#: title = "backward starts with the value of the result instead of 1"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-start-value"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = self.value
    order, seen = [], set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent)
            order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
