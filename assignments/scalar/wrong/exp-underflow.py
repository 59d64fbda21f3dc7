#: title = "_exp is 0 below -8"
#: lose = ["q1-exp"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    def func(self, a):
        return math.exp(a) if a > -8 else 0.0

    def grads(self, a):
        return (math.exp(a) if a > -8 else 0.0,)
