#: title = "grads of _mul returns the sum of the factors for both"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "mul-sum"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return a + b, a + b
