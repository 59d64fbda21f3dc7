#: title = "backward stops ten levels down"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value, depth):
        if depth <= 10 and isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent, depth + 1)
            order.append(value)

    visit(self, 0)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
