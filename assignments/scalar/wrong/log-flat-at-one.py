#: title = "grads of _log says 0 where the logarithm is 0"
#: lose = ["q1-log"]
#: kinds = ["partials"]

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (1.0 / a if math.log(a) else 0.0,)
