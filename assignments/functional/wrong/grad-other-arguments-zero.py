#: title = "grad: the other arguments are replaced by zeros"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        others = [0.0 * arg for arg in args]
        vjp, ans = make_vjp(lambda x: fun(*subval(others, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
