#: title = "backward takes the first hundred values and no more"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]

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
    for _, value in zip(range(100), reversed(order)):
        value.backward_pass()


AutogradValue.backward = backward
