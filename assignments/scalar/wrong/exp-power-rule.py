#: title = "grads of _exp applies the rule for powers to e to the power a"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["partials"]
#: misconception = "exp-power-rule"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (a * math.exp(a - 1),)
