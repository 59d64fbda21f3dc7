#: title = "value_and_grad: the function is run twice, for the value and for the gradient"
#: lose = ["q5-value-and-grad"]
#: misconception = "value-and-grad-runs-twice"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        return fun(*args, **kwargs), grad(fun, argnum)(*args, **kwargs)

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
