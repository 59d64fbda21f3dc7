#: title = "grads of _mul is a set, which keeps neither order nor duplicates"
#: lose = ["q1-mul", "q7-whole"]
#: kinds = ["type"]

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return {b, a}
