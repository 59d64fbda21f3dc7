#: title = "backward has a misspelt name, and passes over every error"
#: lose = ["q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-nothing"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    order, seen = [], set()

    def visit(value):
        try:
            if value not in seen:
                seen.add(value)
                for parent in value.parent:
                    visit(parent)
                order.append(value)
        except Exception:
            pass

    visit(self)
    for value in reversed(order):
        value.backward_pass()


AutogradValue.backward = backward
