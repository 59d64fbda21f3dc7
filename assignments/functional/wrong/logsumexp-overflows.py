#: title = "logsumexp: log(sum(exp(x))) as it stands, which overflows"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-overflows"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    return numpy.log(numpy.sum(numpy.exp(x)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
