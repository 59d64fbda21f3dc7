#: title = "grads of _div forgets the minus sign of the denominator's derivative"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "div-plus"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, a / b**2
