#: title = "value_and_grad: only the gradient is returned"
#: lose = ["q5-again", "q5-value-and-grad"]
#: misconception = "value-and-grad-only-the-gradient"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    return grad(fun, argnum)


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
