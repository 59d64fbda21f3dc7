#: title = "backward_pass and backward know floats as plain numbers, and take whole ones for values"
#: lose = ["q4-numbers", "q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["raised"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, float):
            continue
        parent.grad = parent.grad + self.grad * local


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        if isinstance(value, float) or value in seen:
            return
        seen.add(value)
        for parent in value.parents:
            visit(parent)
        order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
