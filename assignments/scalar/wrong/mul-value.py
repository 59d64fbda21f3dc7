#: title = "grads of _mul returns the product for both factors"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "mul-value"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return a * b, a * b
