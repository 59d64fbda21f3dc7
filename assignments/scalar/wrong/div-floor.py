#: title = "func of _div divides with //"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["value"]
#: misconception = "div-floor"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a // b

    def grads(self, a, b):
        return 1.0 / b, -a / b**2
