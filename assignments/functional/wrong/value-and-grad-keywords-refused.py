#: title = "value_and_grad: keywords are not taken"
#: lose = ["q5-value-and-grad"]
#: misconception = "value-and-grad-without-keywords"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x)), args[argnum])
        return ans, vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
