#: title = "_log adds a small number so that it works at 0, and is off at small ones"
#: lose = ["q1-log", "q7-whole"]
#: kinds = ["value"]

# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a + 1e-3)

    def grads(self, a):
        return (1.0 / (a + 1e-3),)
