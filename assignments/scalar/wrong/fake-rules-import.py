#: title = "grads of _exp asks autograd, which is not there when it is graded"
#: lose = ["q1-exp", "q7-whole"]
#: kinds = ["raised"]

# %% [q1-exp-answer]
import autograd.numpy as anp
from autograd import grad


class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (grad(anp.exp)(float(a)),)
