#: title = "grads of _div refuses 0 in words that it formats"

# %% [q1-div-answer]
class _div(AutogradValue):
    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        if b == 0:
            raise ZeroDivisionError("cannot divide " + f"{a:g} by 0")
        return 1.0 / b, -a / b**2
