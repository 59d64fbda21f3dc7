#: title = "grads of _div gives its two derivatives in the wrong order"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "div-order"

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return -a / b**2, 1.0 / b
