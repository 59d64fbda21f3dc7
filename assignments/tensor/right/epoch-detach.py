#: title = "new weights are detached tensors with requires_grad set"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, y.size, batch):
        rows = slice(start, min(start + batch, y.size))
        labels = Tensor((y[rows][:, None] == np.arange(W2.shape[1])).astype("float32"))
        softmax_loss(relu(Tensor(X[rows]) @ W1) @ W2, labels).backward()
        W1, W2 = (W1 - W1.grad * lr).detach(), (W2 - W2.grad * lr).detach()
        W1.requires_grad = W2.requires_grad = True
    return W1, W2
