#: title = "func of _exp is a power of two"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["value"]
#: misconception = "exp-base-two"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return 2**a

    def grads(self, a):
        return (math.exp(a),)
