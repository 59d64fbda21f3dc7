#: title = "grads of _exp has a minus sign for negative arguments"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["partials"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a) if a >= 0 else 1.0 / math.exp(-a)

    def grads(self, a):
        return (math.exp(a) if a >= 0 else -math.exp(a),)
