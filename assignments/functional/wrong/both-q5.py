#: title = "value_and_grad: gradient first; hvp: v is not used"
#: lose = ["q5-again", "q5-hvp", "q5-value-and-grad"]

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones_like(ans)), ans

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x)))(x)
