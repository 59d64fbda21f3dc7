#: title = "grad: argnum is not used, the gradient is always by the first argument"
#: lose = ["q4-grad"]
#: misconception = "grad-by-the-first-argument"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(x, *args[1:], **kwargs), args[0])
        return vjp(np.ones_like(ans))

    return gradfun
