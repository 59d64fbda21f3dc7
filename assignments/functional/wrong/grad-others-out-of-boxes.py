#: title = "grad: the other arguments are taken out of their boxes"
#: lose = ["q4-grad"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        plain = [unboxed(arg) for arg in args]
        vjp, ans = make_vjp(lambda x: fun(*subval(plain, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
