#: title = "grads of _log divides ints without a remainder"
#: lose = ["q1-log"]

# %% [q1-log-answer]
class _log(AutogradValue):
    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (1 // a if isinstance(a, int) else 1 / a,)
