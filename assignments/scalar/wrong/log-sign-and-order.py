#: title = "_log has the wrong sign, and backward reads the list from its beginning"
#: lose = ["q1-log", "q5-tree", "q5-shared", "q5-edges", "q7-whole"]
#: kinds = ["gradient", "partials"]
#: misconception = ["backward-one-step", "log-minus"]

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (-1.0 / a,)


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
    while order:
        order.pop(0).backward_pass()


AutogradValue.backward = backward
