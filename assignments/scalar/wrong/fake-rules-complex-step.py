#: title = "grads of every operation takes a step in the imaginary direction"
#: lose = ["q1-sub", "q1-mul", "q1-div", "q1-exp", "q1-log"]
#: kinds = ["partials", "type", "raised"]

# %% [q1-sub-answer]
import cmath


def slopes(f, *numbers):
    """Derivatives of f by a complex step, which cancels nothing."""
    found = []
    for i, n in enumerate(numbers):
        moved = list(numbers)
        moved[i] = n + 1e-20j
        found.append(f(*moved).imag / 1e-20)
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
        return slopes(cmath.exp, a)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return slopes(cmath.log, a)
