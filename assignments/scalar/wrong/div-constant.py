#: title = "grads of _div treats the denominator as a constant"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "div-constant-denominator"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, 0.0
