#: title = "grad: the gradient at the first point is remembered and returned for all points"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    found = []

    def gradfun(*args, **kwargs):
        if not found:
            vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
            found.append(vjp(np.ones_like(ans)))
        return found[0]

    return gradfun
