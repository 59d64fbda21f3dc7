#: title = "logsumexp: the rule takes x and ans out of their boxes, and has no derivative"
#: lose = ["q7-logsumexp", "q8-whole"]
#: misconception = "logsumexp-rule-out-of-boxes"

# %% [q7-logsumexp-answer]
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * numpy.exp(unboxed(x) - unboxed(ans))


defvjp(logsumexp, logsumexp_vjp)
