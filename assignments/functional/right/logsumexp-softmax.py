#: title = "the rule of logsumexp is a softmax, computed afresh"

# %% [q7-logsumexp-answer]
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    m = x.max()
    return np.log(np.exp(x - m).sum()) + m


logsumexp = primitive(logsumexp)


def softmax(x):
    e = np.exp(x - np.max(unboxed(x)))
    return e / np.sum(e)


defvjp(logsumexp, lambda g, ans, x: g * softmax(x))
