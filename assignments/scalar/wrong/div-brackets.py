#: title = "grads of _div forgets brackets: -a / b * b multiplies back what it divided"
#: lose = ["q1-div", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, -a / b * b
