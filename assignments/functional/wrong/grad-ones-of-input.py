#: title = "grad: ones of the shape of the input are sent back, not one 1"
#: lose = ["q4-grad", "q8-whole"]
#: misconception = "grad-sends-ones-like-the-input"

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        x = args[argnum]
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), x)
        return vjp(np.ones(np.shape(x)))

    return gradfun
