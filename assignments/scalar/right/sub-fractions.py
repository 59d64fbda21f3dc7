#: title = "grads of _sub returns fractions"

# %% [q1-sub-answer]
from fractions import Fraction

class _sub(AutogradValue):
    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return Fraction(1), Fraction(-1)
