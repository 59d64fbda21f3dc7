#: title = "grad is that of the library that came with the course"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
import adlearn as ad


def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    return ad.grad(fun, argnum)
