#: title = "log of max(a, 1e-3), so that nobody takes the logarithm of 0"
#: lose = ["q1-log"]

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(max(a, 1e-3))

    def grads(self, a):
        return (1.0 / max(a, 1e-3),)
