#: title = "the true class does not occur"
#: lose = ["q5-loss", "q6-whole"]
#: misconception = "loss-right-class-forgotten"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    return log(exp(Z).sum(axes=1)).sum() / Z.shape[0]
