#: title = "backward sends on its way down, before all users of a value have sent"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-depth-first"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    seen = set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            value.backward_pass()
            for parent in value.parents:
                visit(parent)

    visit(self)


AutogradValue.backward = backward
