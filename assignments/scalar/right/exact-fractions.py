#: title = "grads of _div works with exact fractions, and takes no difference"

# %% [q1-div-answer]
from fractions import Fraction


class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        a, b = Fraction(float(a)), Fraction(float(b))
        return float(1 / b), float(-a / (b * b))
