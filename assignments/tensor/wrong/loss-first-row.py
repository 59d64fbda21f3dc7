#: title = "the first of the batch only"
#: lose = ["q5-loss", "q6-whole"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    m, k = Z.shape
    pick = np.zeros((1, m))
    pick[0, 0] = 1.0
    row, one = Tensor(pick) @ Z, Tensor(pick) @ y_one_hot
    return (log(exp(row).sum(axes=1)) - (row * one).sum(axes=1)).sum()
