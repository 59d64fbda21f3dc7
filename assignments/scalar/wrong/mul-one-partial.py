#: title = "grads of _mul returns one number for two arguments"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["shape"]
#: misconception = "mul-one-partial"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return (b,)
