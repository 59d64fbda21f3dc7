#: title = "the gradient is that of the sum, and the step is divided by the length of the batch"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, len(X), batch):
        images, labels = X[start : start + batch], y[start : start + batch]
        truth = np.eye(W2.shape[1])[labels]
        total = softmax_loss(relu(Tensor(images) @ W1) @ W2, Tensor(truth)) * len(labels)
        total.backward()
        step = lr / len(labels)
        W1, W2 = Tensor(W1.numpy() - step * W1.grad.numpy()), Tensor(W2.numpy() - step * W2.grad.numpy())
    return W1, W2
