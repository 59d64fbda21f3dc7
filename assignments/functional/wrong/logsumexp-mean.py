#: title = "logsumexp: the mean of the exponentials, not their sum"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-of-the-mean"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.mean(numpy.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
