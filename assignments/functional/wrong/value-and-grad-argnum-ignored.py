#: title = "value_and_grad: argnum is not used"
#: lose = ["q5-value-and-grad"]
#: misconception = "value-and-grad-by-the-first-argument"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(x, *others, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(x, *others, **kwargs), x)
        return ans, vjp(np.ones_like(ans))

    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
