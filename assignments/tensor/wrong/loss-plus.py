#: title = "the true class's logit is added"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-right-class-added"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    losses = log(exp(Z).sum(axes=1)) + (Z * y_one_hot).sum(axes=1)
    return losses.sum() / Z.shape[0]
