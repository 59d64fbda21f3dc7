#: title = "grads of every operation extrapolates differences to a step of 0"
#: lose = ["q1-sub", "q1-mul", "q1-div", "q1-exp", "q1-log"]
#: kinds = ["partials", "type", "raised"]

# %% [q1-sub-answer]
def slopes(f, *numbers):
    """Differences of f, extrapolated three times (Richardson)."""
    found = []
    for i, n in enumerate(numbers):
        def central(h):
            up, down = list(numbers), list(numbers)
            up[i], down[i] = n + h, n - h
            return (f(*up) - f(*down)) / (up[i] - down[i])

        h = 0.03 * max(abs(n), 0.3)
        table = [central(h / 2**k) for k in range(5)]
        for k in range(1, 5):
            table = [(4**k * b - a) / (4**k - 1) for a, b in zip(table, table[1:])]
        found.append(table[0])
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
        return slopes(math.exp, a)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return slopes(math.log, a)
