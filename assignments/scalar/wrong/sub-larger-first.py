#: title = "grads of _sub turns its signs where the second operand is the larger one"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        if a >= b:
            return 1.0, -1.0
        return -1.0, 1.0
