#: title = "_exp is cut off above 10, so that it does not overflow"
#: lose = ["q1-exp"]
#: kinds = ["value"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(min(a, 10))

    def grads(self, a):
        return (math.exp(min(a, 10)),)
