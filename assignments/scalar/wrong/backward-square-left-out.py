#: title = "backward leaves a parent out that is both operands"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        seen.add(value)
        for parent in value.parents:
            if isinstance(parent, AutogradValue) and parent not in seen and value.parents.count(parent) == 1:
                visit(parent)
        order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
