#: title = "value_and_grad: it computes at once and returns no function"
#: lose = ["q5-again", "q5-value-and-grad"]

# %% [q5-answer]
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    vjp, ans = make_vjp(fun, argnum)
    return ans, vjp(np.ones_like(ans))


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
