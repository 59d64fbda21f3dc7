#: title = "logsumexp: the largest entry is subtracted in place, the caller's x is changed"
#: lose = ["q7-logsumexp", "q8-whole"]

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    x -= largest
    return largest + numpy.log(numpy.sum(numpy.exp(x)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
