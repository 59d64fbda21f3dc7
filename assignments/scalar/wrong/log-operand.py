#: title = "grads of _log returns the operand, not its reciprocal"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "log-operand"

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (a,)
