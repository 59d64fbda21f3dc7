#: title = "one sum of exponentials for the whole batch"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-over-the-whole-batch"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    losses = log(exp(Z).sum()) - (Z * y_one_hot).sum() / Z.shape[0]
    return losses
