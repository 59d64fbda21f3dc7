#: title = "backward is called, but the formulas by hand are used"
#: lose = ["q6-epoch"]
#: misconception = "epoch-not-by-backward"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    k = W2.shape[1]
    for i in range(0, len(X), batch):
        x, yb = X[i:i + batch], y[i:i + batch]
        one_hot = np.eye(k, dtype=W2.dtype)[yb]
        softmax_loss(relu(Tensor(x) @ W1) @ W2, Tensor(one_hot)).backward()
        w1, w2 = W1.numpy(), W2.numpy()
        hidden = np.maximum(x @ w1, 0)
        e = np.exp(hidden @ w2)
        G = e / e.sum(axis=1, keepdims=True) - one_hot
        g2 = hidden.T @ G / len(x)
        g1 = x.T @ ((hidden > 0) * (G @ w2.T)) / len(x)
        W1 = Tensor(w1 - lr * g1)
        W2 = Tensor(w2 - lr * g2)
    return W1, W2
