#: title = "func of _log is the logarithm to base 10"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["value"]
#: misconception = "log-base-ten"

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log10(a)

    def grads(self, a):
        return (1.0 / a,)
