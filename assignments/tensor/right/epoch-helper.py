#: title = "a helper makes the step, and a nested one the loss"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    def loss_of(images, labels):
        truth = np.take(np.identity(W2.shape[1]), labels, axis=0)
        return softmax_loss(relu(images @ W1) @ W2, Tensor.make_const(truth))

    def stepped(weight):
        return Tensor(weight.numpy() - np.multiply(lr, weight.grad.numpy()))

    for start in range(0, len(y), batch):
        loss_of(Tensor.make_const(X[start : start + batch]), y[start : start + batch]).backward()
        W1, W2 = stepped(W1), stepped(W2)
    return W1, W2
