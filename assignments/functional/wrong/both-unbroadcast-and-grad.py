#: title = "unbroadcast: new axes only; grad: argnum is not used"
#: lose = ["q3-unbroadcast", "q4-grad", "q8-whole"]
#: misconception = ["grad-by-the-first-argument", "stretched-only-new-axes"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    return g

# %% [q4-grad-answer]
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(x, *args[1:], **kwargs), args[0])
        return vjp(np.ones_like(ans))

    return gradfun
