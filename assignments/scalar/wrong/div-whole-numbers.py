#: title = "func of _div divides ints without a remainder"
#: lose = ["q1-div"]

# %% [q1-div-answer]
class _div(AutogradValue):
    def func(self, a, b):
        if isinstance(a, int) and isinstance(b, int):
            return a // b
        return a / b

    def grads(self, a, b):
        return 1.0 / b, -a / b**2
