#: title = "value_and_grad: the function that sends back is returned, not the gradient"
#: lose = ["q5-again", "q5-value-and-grad"]
#: misconception = "value-and-grad-gives-a-function"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
