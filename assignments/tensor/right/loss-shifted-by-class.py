#: title = "the true class's logit is subtracted before"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    own = (Z * y_one_hot).sum(axes=-1).reshape((Z.shape[0], 1)).broadcast_to(Z.shape)
    return log(exp(Z - own).sum(axes=-1)).sum() * (1.0 / Z.shape[0])
