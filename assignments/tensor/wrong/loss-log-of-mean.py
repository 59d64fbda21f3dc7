#: title = "the logarithm of the mean of what should be averaged afterwards"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-log-of-the-mean"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    m = Z.shape[0]
    return log(exp(Z).sum(axes=1).sum() / m) - (Z * y_one_hot).sum() / m
