#: title = "grads of _mul returns the operands in the order they came"
#: lose = ["q1-mul", "q7-whole"]
#: misconception = "mul-swapped"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return a, b
