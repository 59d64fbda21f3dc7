#: title = "grads of three operations is a difference of exact fractions"
#: lose = ["q1-sub", "q1-mul", "q1-div"]
#: kinds = ["partials", "type", "raised"]

# %% [q1-sub-answer]
import fractions


def slopes(f, *numbers):
    """Differences of f, without any rounding."""
    found, h = [], fractions.Fraction(1, 10**30)
    exact = [fractions.Fraction(n) for n in numbers]
    for i in range(len(numbers)):
        up, down = list(exact), list(exact)
        up[i] += h
        down[i] -= h
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
