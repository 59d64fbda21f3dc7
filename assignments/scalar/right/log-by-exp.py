#: title = "grads of _log takes the exponential of func"

# %% [q1-log-answer]
class _log(AutogradValue):
    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (math.exp(-self.func(a)),)
