#: title = "backward is called on the hidden layer, with a gradient derived by hand for what is above it"
#: lose = ["q6-epoch"]

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, len(X), batch):
        images, labels = X[start : start + batch], y[start : start + batch]
        truth = np.eye(W2.shape[1])[labels]
        hidden = relu(Tensor(images) @ W1)
        Z = hidden.numpy() @ W2.numpy()
        p = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
        down = (p - truth) / len(labels)
        hidden.backward(Tensor(down @ W2.numpy().T))
        W1, W2 = Tensor(W1.numpy() - lr * W1.grad.numpy()), Tensor(W2.numpy() - lr * hidden.numpy().T @ down)
    return W1, W2
