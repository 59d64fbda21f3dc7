#: title = "logsumexp: the first entry is subtracted, not the largest"
#: lose = ["q7-logsumexp"]

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    first = numpy.ravel(x)[0]
    return first + numpy.log(numpy.sum(numpy.exp(x - first)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
