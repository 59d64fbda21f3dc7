#: title = "backward_pass returns local derivatives, and backward does the step's work"
#: lose = ["q4-step", "q4-adds", "q4-numbers"]
#: kinds = ["gradient"]
#: misconception = "step-nothing"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    return local_grads


AutogradValue.backward_pass = backward_pass


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

    visit(self)
    for value in reversed(order):
        for parent, local in zip(value.parents, value.grads(*value.parent_values)):
            if isinstance(parent, AutogradValue):
                parent.grad += value.grad * local


AutogradValue.backward = backward
