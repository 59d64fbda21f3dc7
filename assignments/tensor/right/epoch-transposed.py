#: title = "images are columns: the whole network is transposed"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for start in range(0, len(X), batch):
        A, B = transpose(W1), transpose(W2)
        truth = np.eye(W2.shape[1])[y[start : start + batch]]
        Z = transpose(B @ relu(A @ Tensor(X[start : start + batch].T)))
        softmax_loss(Z, Tensor(truth)).backward()
        W1, W2 = Tensor(W1.numpy() - lr * W1.grad.numpy()), Tensor(W2.numpy() - lr * W2.grad.numpy())
    return W1, W2
