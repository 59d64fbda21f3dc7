#: title = "backward_pass clears its gradient, and backward takes values as it meets them"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-depth-first"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local
    self.grad = 0.0


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    seen, order = set(), []

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            order.append(value)
            for parent in value.parents:
                visit(parent)

    visit(self)
    for value in order:
        value.backward_pass()


AutogradValue.backward = backward
