#: title = "func of _sub subtracts the wrong way round; its grads are those of a - b"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["value"]
#: misconception = "sub-reversed"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return b - a

    def grads(self, a, b):
        return 1.0, -1.0
