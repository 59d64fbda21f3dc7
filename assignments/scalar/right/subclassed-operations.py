#: title = "operations inherit from each other: a quotient is a product with a reciprocal"

# %% [q1-div-answer]
class _reciprocal(AutogradValue):
    """1 / a"""

    def func(self, a):
        return 1 / a

    def grads(self, a):
        return (-1 / a**2,)


class _div(_mul):
    """a / b"""

    def func(self, a, b):
        return super().func(a, 1 / b)

    def grads(self, a, b):
        by_factor, by_reciprocal = super().grads(a, 1 / b)
        (slope,) = _reciprocal.grads(self, b)
        return by_factor, by_reciprocal * slope
