#: title = "grads of _exp says that the slope is 1 everywhere"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "exp-one"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (1.0,)
