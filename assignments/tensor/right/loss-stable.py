#: title = "the largest logit is a constant and is added again"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    m = Z.shape[0]
    top = Z.realize_cached_data().max(axis=1)
    shift = Tensor(np.broadcast_to(top[:, None], Z.shape), requires_grad=False)
    total = summation(exp(Z - shift), axes=(1,))
    losses = log(total) + Tensor(top, requires_grad=False) - summation(Z * y_one_hot, axes=(1,))
    return summation(losses) / m
