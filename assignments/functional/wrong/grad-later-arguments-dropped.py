#: title = "grad: arguments behind the second one are dropped"
#: lose = ["q4-grad"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*(subval(args, argnum, x) if argnum < 2 else (*args[:argnum], x)), **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
