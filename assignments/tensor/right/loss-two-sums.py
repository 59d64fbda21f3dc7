#: title = "two sums, each divided"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    m = Z.shape[0]
    return log(exp(Z).sum((1,))).sum() / m - (y_one_hot * Z).sum() / m
