#: title = "value_and_grad: the first value is kept for later calls"
#: lose = ["q5-value-and-grad"]

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    values = []

    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        values.append(ans)
        return values[0], vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
