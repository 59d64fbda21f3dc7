#: title = "hvp: the inner gradient is taken at the fixed point, so that nothing depends on what is differentiated"
#: lose = ["q5-hvp"]
#: misconception = "hvp-out-of-boxes"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda y: np.sum(grad(fun)(x) * v))(x)
