#: title = "the largest logit is subtracted for stability, and never added again"
#: lose = ["q5-loss"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    top = Z.numpy().max(axis=1, keepdims=True)
    shifted = Z - Tensor(np.broadcast_to(top, Z.shape), requires_grad=False)
    losses = log(exp(shifted).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)
    return losses.sum() / Z.shape[0]
