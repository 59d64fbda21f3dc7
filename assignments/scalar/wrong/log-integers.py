#: title = "grads of _log makes a whole number of its argument"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (1.0 / max(1, int(a)),)
