#: title = "logsumexp: entries are cut off at 700"
#: lose = ["q7-logsumexp", "q8-whole"]

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    return numpy.log(numpy.sum(numpy.exp(numpy.minimum(x, 700.0))))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
