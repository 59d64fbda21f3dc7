#: title = "the loss is written out in the loop"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, len(X), batch):
        images, labels = X[start : start + batch], y[start : start + batch]
        truth = np.eye(W2.shape[1])[labels]
        Z = ReLU()(Tensor(images) @ W1) @ W2
        loss = (log(summation(exp(Z), axes=1)).sum() - (Z * Tensor(truth)).sum()) / len(labels)
        loss.backward()
        W1, W2 = Tensor(W1.numpy() - lr * W1.grad.numpy()), Tensor(W2.numpy() - lr * W2.grad.numpy())
    return W1, W2
