#: title = "grad: the gradients by all arguments are returned, as a tuple"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        grads = []
        for i in range(len(args)):
            vjp, ans = make_vjp(lambda x: fun(*subval(args, i, x), **kwargs), args[i])
            grads.append(vjp(np.ones_like(ans)))
        return tuple(grads)

    return gradfun
