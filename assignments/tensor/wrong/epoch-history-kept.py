#: title = "new weights remember how they were computed"
#: lose = ["q6-epoch"]
#: misconception = "epoch-keeps-history"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    classes = np.eye(W2.shape[1], dtype=W2.dtype)
    for start in range(0, len(X), batch):
        inputs = Tensor(X[start : start + batch], requires_grad=False)
        one_hot = Tensor(classes[y[start : start + batch]], requires_grad=False)
        loss = softmax_loss(relu(inputs @ W1) @ W2, one_hot)
        loss.backward()
        W1, W2 = W1 - lr * W1.grad, W2 - lr * W2.grad
    return W1, W2
