#: title = "logsumexp: it is no primitive, its steps are traced"

# %% [q7-logsumexp-answer]
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    largest = np.max(x)
    return largest + np.log(np.sum(np.exp(x - largest)))


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(x - ans)


defvjp(logsumexp, logsumexp_vjp)
