#: title = "grads of _mul is right for positive numbers only"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "mul-sign-lost"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return abs(b), abs(a)
