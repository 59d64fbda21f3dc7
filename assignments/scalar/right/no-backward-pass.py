#: title = "backward adds everything up in a dictionary and never calls backward_pass"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    order = []

    def visit(value):
        if not isinstance(value, AutogradValue) or value in order:
            return
        for parent in value.parents:
            visit(parent)
        order.append(value)

    visit(self)
    sums = {value: 0.0 for value in order}
    sums[self] = 1.0
    for value in order[::-1]:
        for parent, local in zip(value.parents, value.grads(*value.parent_values)):
            if parent in sums:
                sums[parent] += sums[value] * local
    for value, total in sums.items():
        value.grad = total


AutogradValue.backward = backward
