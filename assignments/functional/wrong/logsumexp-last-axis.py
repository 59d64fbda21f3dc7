#: title = "logsumexp: works along the last axis and gives an array for a matrix"
#: lose = ["q7-logsumexp"]
#: misconception = "logsumexp-over-one-axis"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x, axis=-1)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest[..., None]), axis=-1))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
