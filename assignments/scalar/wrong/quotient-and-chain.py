#: title = "_div lacks the square, and forward_pass adds where it should multiply"
#: lose = ["q1-div", "q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient", "partials"]
#: misconception = ["div-no-square", "forward-adds-factors"]

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, -a / b


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local + derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
