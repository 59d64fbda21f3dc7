#: title = "grads of _div takes the denominator without its sign"
#: lose = ["q1-div"]
#: kinds = ["partials"]

# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        size = abs(b)
        return 1.0 / size, -a / size**2
