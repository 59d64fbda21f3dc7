#: title = "logsumexp: the rule divides exp(x) by ans, the logarithm of the sum"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-rule-divided-by-the-result"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x) / ans


defvjp(logsumexp, logsumexp_vjp)
