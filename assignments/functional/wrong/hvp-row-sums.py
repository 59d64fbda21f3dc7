#: title = "hvp: the rows of the Hessian are added up and multiplied by v"
#: lose = ["q5-hvp"]
#: misconception = "hvp-v-after-the-second-derivative"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x)))(x) * v
