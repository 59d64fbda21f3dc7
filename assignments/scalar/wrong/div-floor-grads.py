#: title = "grads of _div divides with //"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "div-floor-grads"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1 // b, -a // b**2
