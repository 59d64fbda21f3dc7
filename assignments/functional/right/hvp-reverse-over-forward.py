#: title = "Hv is the gradient of the slope in the direction of v, and the slope comes from forward mode"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    return lambda *args, **kwargs: (
        lambda vjp, ans: (ans, vjp(np.ones_like(ans)))
    )(*make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum]))


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    def slope(x):
        jvp, _ = make_jvp(fun, x)
        return jvp(v)
    return grad(slope)(x)
