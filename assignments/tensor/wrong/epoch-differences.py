#: title = "gradients are differences of the loss"
#: lose = ["q6-epoch"]
#: misconception = "epoch-not-by-backward"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    def loss_at(A, B, inputs, truth):
        Z = np.maximum(inputs @ A, 0) @ B
        return np.mean(np.log(np.exp(Z).sum(axis=1)) - (Z * truth).sum(axis=1))

    def slope(f, M):
        grad = np.zeros(M.shape)
        for index in np.ndindex(M.shape):
            step = np.zeros(M.shape)
            step[index] = 1e-5
            grad[index] = (f(M + step) - f(M - step)) / 2e-5
        return grad

    A, B = W1.numpy().astype(float), W2.numpy().astype(float)
    eye = np.eye(B.shape[1])
    for start in range(0, len(X), batch):
        inputs, truth = X[start : start + batch], eye[y[start : start + batch]]
        by_a = slope(lambda M: loss_at(M, B, inputs, truth), A)
        by_b = slope(lambda M: loss_at(A, M, inputs, truth), B)
        A, B = A - lr * by_a, B - lr * by_b
    return Tensor(A), Tensor(B)
