#: title = "grads of _sub gives its two derivatives in the wrong order"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "sub-order"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return -1.0, 1.0
