#: title = "grad: keywords are taken and not handed on"
#: lose = ["q4-grad"]
#: misconception = "grad-without-keywords"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x)), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
