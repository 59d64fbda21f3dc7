#: title = "products and quotients, and then the step, only serve their first argument"
#: lose = ["q1-mul", "q1-div", "q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient", "partials"]
#: misconception = "div-constant-denominator"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return b, 0.0


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, 0.0


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    if isinstance(self.parents[0], AutogradValue):
        self.parents[0].grad += self.grad * local_grads[0]


AutogradValue.backward_pass = backward_pass
