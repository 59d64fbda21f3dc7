#: title = "grad: the function that sends back is returned, not the gradient"
#: lose = ["q4-grad", "q8-whole"]
#: misconception = "grad-gives-the-function-that-sends"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp

    return gradfun
