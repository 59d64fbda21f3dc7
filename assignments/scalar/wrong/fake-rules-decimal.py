#: title = "grads of every operation is a difference in decimals of sixty digits"
#: lose = ["q1-sub", "q1-mul", "q1-div", "q1-exp", "q1-log"]
#: kinds = ["partials", "type", "raised"]

# %% [q1-sub-answer]
from decimal import Decimal, getcontext

getcontext().prec = 60


def slopes(f, *numbers):
    """Differences of f with a tiny step and many digits."""
    found, h = [], Decimal("1e-25")
    for i in range(len(numbers)):
        up = [Decimal(n) + h * (i == j) for j, n in enumerate(numbers)]
        down = [Decimal(n) - h * (i == j) for j, n in enumerate(numbers)]
        found.append(float((f(*up) - f(*down)) / (2 * h)))
    return tuple(found)


class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return slopes(lambda a, b: a - b, a, b)


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return slopes(lambda a, b: a * b, a, b)


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return slopes(lambda a, b: a / b, a, b)


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return slopes(Decimal.exp, a)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return slopes(Decimal.ln, a)
