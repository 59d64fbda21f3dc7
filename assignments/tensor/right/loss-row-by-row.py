#: title = "each row is picked by a product and its loss is added"

# %% [q5-loss-answer]
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch."""
    m, k = Z.shape
    total = None
    for i in range(m):
        pick = np.zeros((1, m))
        pick[0, i] = 1.0
        row, truth = Tensor(pick) @ Z, Tensor(pick) @ y_one_hot
        part = log(exp(row).sum()) - (row * truth).sum()
        total = part if total is None else total + part
    return total / m
