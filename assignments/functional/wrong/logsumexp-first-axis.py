#: title = "logsumexp: adds up over the first axis only"
#: lose = ["q7-logsumexp"]
#: misconception = "logsumexp-over-one-axis"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest), axis=0))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
