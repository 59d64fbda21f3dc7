#: title = "logsumexp: the rule sends everything to the largest entry"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-rule-of-the-largest"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.equal(x, np.max(x))


defvjp(logsumexp, logsumexp_vjp)
