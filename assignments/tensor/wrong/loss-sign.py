#: title = "the sign is exchanged"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-sign"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    losses = (Z * y_one_hot).sum(axes=1) - log(exp(Z).sum(axes=1))
    return losses.sum() / Z.shape[0]
