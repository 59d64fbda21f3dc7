#: title = "grads of _sub computes the derivatives and returns nothing"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["type"]
#: misconception = "grads-nothing"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        result = (1.0, -1.0)
