#: title = "func of _mul changes what it was given: an array instead of a number"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["type"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return np.multiply([a], b)

    def grads(self, a, b):
        return b, a
