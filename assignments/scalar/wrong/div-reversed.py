#: title = "func of _div divides the wrong way round"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["value", "raised"]
#: misconception = "div-reversed"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return b / a

    def grads(self, a, b):
        return 1.0 / b, -a / b**2
