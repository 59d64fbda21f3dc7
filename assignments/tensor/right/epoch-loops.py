#: title = "one-hot rows by loops, batches as lists, a tuple of lists returned as a list"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    batches = []
    start = 0
    while start < len(X):
        batches.append((X[start : start + batch], y[start : start + batch]))
        start += batch
    for images, labels in batches:
        rows = []
        for label in labels:
            row = [0.0] * W2.shape[1]
            row[int(label)] = 1.0
            rows.append(row)
        hidden = ReLU()(Tensor(images) @ W1)
        loss = softmax_loss(hidden @ W2, Tensor(rows))
        loss.backward(Tensor(1.0))
        W1 = Tensor(W1.realize_cached_data() - lr * W1.grad.realize_cached_data())
        W2 = Tensor(W2.realize_cached_data() - lr * W2.grad.realize_cached_data())
    return [W1, W2]
