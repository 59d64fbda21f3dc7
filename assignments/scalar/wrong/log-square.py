#: title = "grads of _log is the derivative of its derivative"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "log-square"

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (1.0 / a**2,)
