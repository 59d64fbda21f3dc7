#: title = "func of _mul adds a as often as b says, and b is cut to a whole number"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["value"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return sum([a] * int(b)) if b >= 0 else -sum([a] * int(-b))

    def grads(self, a, b):
        return b, a
