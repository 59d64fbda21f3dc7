#: title = "one minus the probability of the true class"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-probability"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    p = exp(Z) / exp(Z).sum(axes=1).reshape((Z.shape[0], 1)).broadcast_to(Z.shape)
    return (1.0 - (p * y_one_hot).sum(axes=1)).sum() / Z.shape[0]
