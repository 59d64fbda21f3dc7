#: title = "backward starts with the parents, and the result itself sends nothing"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-output-left-out"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent)
            order.append(value)

    for parent in self.parents:
        visit(parent)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
