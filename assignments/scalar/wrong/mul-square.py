#: title = "grads of _mul treats equal operands as the square of one"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "mul-square"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        if a == b:
            return 2 * a, 2 * a
        return b, a
