#: title = "everything stays in 32 bits, and the walk is called by its own name"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for i in range(0, X.shape[0], batch):
        xb, yb = Tensor(X[i : i + batch], dtype="float32"), y[i : i + batch]
        oh = np.zeros((len(yb), W2.shape[1]), dtype=np.float32)
        oh[range(len(yb)), yb] = 1
        loss = softmax_loss(relu(xb.matmul(W1)).matmul(W2), Tensor(oh))
        compute_gradient_of_variables(loss, Tensor(np.float32(1.0)))
        W1, W2 = [Tensor((w.numpy() - np.float32(lr) * w.grad.numpy()).astype(np.float32)) for w in (W1, W2)]
    return W1, W2
