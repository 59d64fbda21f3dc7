#: title = "grad is autograd's"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
import autograd


def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    return autograd.grad(fun, argnum)
