#: title = "the squared distance of the logits from the one-hot rows"
#: lose = ["q5-loss", "q6-whole"]

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    return ((Z - y_one_hot) ** 2).sum() / Z.shape[0]
