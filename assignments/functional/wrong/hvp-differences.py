#: title = "hvp: a difference of two gradients"
#: lose = ["q5-hvp"]
#: misconception = "hvp-by-a-difference"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    h = 1e-4
    return (grad(fun)(x + h * v) - grad(fun)(x)) / h
