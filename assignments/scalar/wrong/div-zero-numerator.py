#: title = "grads of _div says 0 and 0 where the numerator is 0"
#: lose = ["q1-div"]
#: kinds = ["partials"]

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        if a == 0:
            return 0.0, 0.0
        return 1.0 / b, -a / b**2
