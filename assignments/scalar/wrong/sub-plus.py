#: title = "grads of _sub forgets the minus sign of the second derivative"
#: lose = ["q1-sub", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "sub-plus"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return 1.0, 1.0
