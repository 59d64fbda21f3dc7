#: title = "Hv is what v becomes on its way back through the gradient, since H is symmetric"

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def value_and_grad_fun(*args, **kwargs):
        unary_fun = lambda x: fun(*subval(args, argnum, x), **kwargs)
        vjp, ans = make_vjp(unary_fun, args[argnum])
        return (ans, vjp(np.ones_like(ans)))
    return value_and_grad_fun


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return make_vjp(grad(fun), x)[0](v)
