#: title = "the learning rate comes in as the gradient of the loss"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, len(X), batch):
        truth = np.eye(W2.shape[1])[y[start : start + batch]]
        loss = softmax_loss(relu(Tensor(X[start : start + batch]) @ W1) @ W2, Tensor(truth))
        loss.backward(Tensor(float(lr)))
        W1, W2 = Tensor(W1.numpy() - W1.grad.numpy()), Tensor(W2.numpy() - W2.grad.numpy())
    return W1, W2
