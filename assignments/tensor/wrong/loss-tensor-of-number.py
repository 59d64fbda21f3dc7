#: title = "computed with NumPy and put into a tensor without history"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-without-history"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    Z, y = Z.numpy(), y_one_hot.numpy()
    return Tensor(np.mean(np.log(np.exp(Z).sum(axis=1)) - (Z * y).sum(axis=1)))
