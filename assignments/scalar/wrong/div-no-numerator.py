#: title = "grads of _div forgets the numerator"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "div-no-numerator"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, -1.0 / b**2
