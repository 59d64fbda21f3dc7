#: title = "grads of _mul sorts its numbers by names"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return tuple(v for k, v in sorted({"2nd": a, "1st": b}.items()))
