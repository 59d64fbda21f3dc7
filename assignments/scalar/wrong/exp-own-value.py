#: title = "grads of _exp returns self.value, which forward mode asks for too early"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["raised"]

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (self.value,)
