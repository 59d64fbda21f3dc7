#: title = "methods take their arguments by a star and unpack them"

# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, *factors):
        return math.prod(factors)

    def grads(self, *factors):
        left, right = factors
        return right, left


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, numerator, denominator):
        return numerator / denominator

    def grads(self, numerator, denominator):
        quotient = numerator / denominator
        return 1 / denominator, -quotient / denominator


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a, base=math.e):
        return math.exp(a)

    def grads(self, a, base=math.e):
        answer = math.exp(a)
        return (answer,)
