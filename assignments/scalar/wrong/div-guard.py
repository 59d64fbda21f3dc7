#: title = "_div adds a small number to the denominator, so that nothing is divided by zero"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["value"]

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / (b + 1e-3)

    def grads(self, a, b):
        return 1.0 / (b + 1e-3), -a / (b + 1e-3) ** 2
