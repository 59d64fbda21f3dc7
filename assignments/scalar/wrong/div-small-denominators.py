#: title = "grads of _div is 0 where the denominator is small"
#: lose = ["q1-div"]

# %% [q1-div-answer]
class _div(AutogradValue):
    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        if abs(b) < 1e-2:
            return 0.0, 0.0    # not defined
        return 1.0 / b, -a / b**2
