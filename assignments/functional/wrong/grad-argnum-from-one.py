#: title = "grad: argnum is counted from 1"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        i = argnum - 1
        vjp, ans = make_vjp(lambda x: fun(*args[:i], x, *args[i + 1 :], **kwargs), args[i])
        return vjp(np.ones_like(ans))

    return gradfun
