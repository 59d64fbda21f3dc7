#: title = "grads of every operation is a central difference of its func"
#: lose = ["q1-sub", "q1-mul", "q1-div", "q1-exp", "q1-log"]
#: kinds = ["partials", "type", "raised"]

# %% [q1-sub-answer]
def slopes(f, *numbers, h=1e-5):
    """Central differences of f, one for each argument."""
    found = []
    for i in range(len(numbers)):
        up = [n + h * (i == j) for j, n in enumerate(numbers)]
        down = [n - h * (i == j) for j, n in enumerate(numbers)]
        found.append((f(*up) - f(*down)) / (2 * h))
    return tuple(found)


class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return slopes(self.func, a, b)


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return slopes(self.func, a, b)


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return slopes(self.func, a, b)


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return slopes(self.func, a)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return slopes(self.func, a)
