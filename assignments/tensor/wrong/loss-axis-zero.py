#: title = "added up over the batch, not over the classes"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-down-the-columns"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    losses = log(exp(Z).sum(axes=0)) - (Z * y_one_hot).sum(axes=0)
    return losses.sum() / Z.shape[0]
