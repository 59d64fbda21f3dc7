#: title = "np.array_split makes batches of equal length"
#: lose = ["q6-epoch"]

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    count = -(-len(X) // batch)
    for images, labels in zip(np.array_split(X, count), np.array_split(y, count)):
        truth = np.eye(W2.shape[1])[labels]
        softmax_loss(relu(Tensor(images) @ W1) @ W2, Tensor(truth)).backward()
        W1, W2 = Tensor(W1.numpy() - lr * W1.grad.numpy()), Tensor(W2.numpy() - lr * W2.grad.numpy())
    return W1, W2
