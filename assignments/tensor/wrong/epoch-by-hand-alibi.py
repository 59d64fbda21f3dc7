#: title = "backward is called, and its gradients are not used"
#: lose = ["q6-epoch"]
#: misconception = "epoch-not-by-backward"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    softmax_loss(relu(Tensor(X[:2]) @ W1) @ W2, Tensor(np.eye(W2.shape[1])[y[:2]])).backward()
    one_hot = np.eye(W2.shape[1])
    A, B = W1.numpy(), W2.numpy()
    for start in range(0, len(X), batch):
        inputs, truth = X[start : start + batch], one_hot[y[start : start + batch]]
        hidden = np.maximum(inputs @ A, 0)
        scores = np.exp(hidden @ B)
        wrong = (scores / scores.sum(axis=1, keepdims=True) - truth) / len(inputs)
        back = (wrong @ B.T) * (hidden > 0)
        A, B = A - lr * (inputs.T @ back), B - lr * (hidden.T @ wrong)
    return Tensor(A), Tensor(B)
