#: title = "grads of _exp returns the operand"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "exp-operand"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (a,)
