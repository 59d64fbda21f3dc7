#: title = "the largest logit is subtracted in the caller's array"
#: lose = ["q5-loss"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    z = Z.realize_cached_data()
    z -= z.max(axis=1, keepdims=True)
    losses = log(exp(Z).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)
    return losses.sum() / Z.shape[0]
