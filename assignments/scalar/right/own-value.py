#: title = "an operation inherits its func, and grads looks at func and parent_values"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.e**a

    def grads(self, a):
        return (self.func(a),)


# %% [q1-div-answer]
class _quotient(AutogradValue):
    """What _div inherits from."""

    def func(self, *numbers):
        first, second = numbers
        return first * second**-1


class _div(_quotient):
    """a / b"""

    def grads(self, *numbers):
        below = self.parent_values[1]
        return 1 / below, -self.func(*numbers) / below
