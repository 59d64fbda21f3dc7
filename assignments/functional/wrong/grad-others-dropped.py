#: title = "grad: the other arguments are not handed on"
#: lose = ["q4-grad", "q8-whole"]
#: misconception = "grad-without-the-other-arguments"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(x, **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
