#: title = "the new arrays are put into the given tensors by .data"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    k = W2.shape[1]
    for i in range(0, len(X), batch):
        xb = Tensor(X[i:i + batch])
        Y = Tensor(np.eye(k, dtype=W2.dtype)[y[i:i + batch]])
        softmax_loss(relu(xb @ W1) @ W2, Y).backward()
        W1.data = W1.data - lr * W1.grad.data
        W2.data = W2.data - lr * W2.grad.data
    return W1, W2
