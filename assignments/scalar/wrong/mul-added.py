#: title = "func of _mul adds, copied from _add"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["value"]
#: misconception = "mul-added"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a + b

    def grads(self, a, b):
        return b, a
