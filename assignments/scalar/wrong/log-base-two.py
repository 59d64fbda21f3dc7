#: title = "func of _log is the logarithm to base 2"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["value"]
#: misconception = "log-base-two"

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log2(a)

    def grads(self, a):
        return (1.0 / a,)
