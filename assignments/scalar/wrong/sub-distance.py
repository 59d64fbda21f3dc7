#: title = "func of _sub is the distance, which has no sign"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["value"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return abs(a - b)

    def grads(self, a, b):
        return 1.0, -1.0
