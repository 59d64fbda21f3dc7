#: title = "backward keeps its list between calls, so earlier results send again"
#: lose = ["q5-shared"]
#: kinds = ["gradient"]

# %% [q5-answer]
order = []


def visit(value):
    if isinstance(value, AutogradValue) and value not in order:
        for parent in value.parents:
            visit(parent)
        order.append(value)


def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
