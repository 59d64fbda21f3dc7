#: title = "logsumexp: exp(ans - x) in the rule, the sign is wrong"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-rule-turned-round"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(ans - x)


defvjp(logsumexp, logsumexp_vjp)
