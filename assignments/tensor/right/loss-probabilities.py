#: title = "minus the logarithm of the probability of the true class"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    sums = exp(Z).sum(axes=1).reshape((Z.shape[0], 1)).broadcast_to(Z.shape)
    p = exp(Z) / sums
    return -(log(p) * y_one_hot).sum() / Z.shape[0]
