#: title = "_exp is cut off above 20"
#: lose = ["q1-exp"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    def func(self, a):
        return math.exp(min(a, 20))

    def grads(self, a):
        return (math.exp(min(a, 20)),)
