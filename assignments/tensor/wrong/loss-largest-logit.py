#: title = "the largest logit counts as the true class"
#: lose = ["q5-loss", "q6-whole"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    rows = Z.numpy()
    guess = Tensor(np.eye(rows.shape[1])[rows.argmax(axis=1)], requires_grad=False)
    losses = log(exp(Z).sum(axes=1)) - (Z * guess).sum(axes=1)
    return losses.sum() / Z.shape[0]
