#: title = "the true class's part is a number"
#: lose = ["q5-loss", "q6-whole"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    m = Z.shape[0]
    right = float((Z.numpy() * y_one_hot.numpy()).sum())
    return (log(exp(Z).sum(axes=1)).sum() - right) / m
