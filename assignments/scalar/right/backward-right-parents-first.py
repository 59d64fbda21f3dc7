#: title = "backward visits the last parent first"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = {}

    def visit(value):
        for parent in value.parents[::-1]:
            if isinstance(parent, AutogradValue) and parent not in order:
                visit(parent)
        order[value] = True

    visit(self)
    [value.backward_pass() for value in list(order)[::-1]]


AutogradValue.backward = backward
