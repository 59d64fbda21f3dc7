#: title = "backward stops at the first plain number among the parents"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        if value in seen:
            return
        seen.add(value)
        for parent in value.parents:
            if not isinstance(parent, AutogradValue):
                break
            visit(parent)
        order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
