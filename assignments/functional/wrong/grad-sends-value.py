#: title = "grad: the function's value is sent back, not a 1"
#: lose = ["q4-grad", "q8-whole"]
#: misconception = "grad-sends-the-value-back"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(ans)

    return gradfun
