#: title = "grad: finite differences, nothing is traced"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        return two_sided(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum], 1e-5)

    return gradfun
