#: title = "grad: the function it returns takes one argument only"
#: lose = ["q4-grad", "q8-whole"]

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(x):
        vjp, ans = make_vjp(fun, x)
        return vjp(1.0)

    return gradfun
