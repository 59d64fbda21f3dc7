#: title = "_log has no grads of its own and inherits that of a variable"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "log-one"

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)
