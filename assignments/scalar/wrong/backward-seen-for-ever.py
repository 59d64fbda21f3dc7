#: title = "backward keeps the visited values in a default argument"
#: lose = ["q5-shared"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self, seen=set()):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order = []

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
