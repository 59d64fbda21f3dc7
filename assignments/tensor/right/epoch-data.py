#: title = "weights are copied first and then changed by .data"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    W1, W2 = Tensor(W1), Tensor(W2)
    num_examples = X.shape[0]
    for i in range((num_examples + batch - 1) // batch):
        X_b = X[i * batch : (i + 1) * batch]
        y_b = y[i * batch : (i + 1) * batch]
        one_hot = np.zeros((y_b.shape[0], W2.shape[-1]))
        one_hot[np.arange(y_b.size), y_b] = 1
        logits = matmul(relu(matmul(Tensor(X_b), W1)), W2)
        loss = softmax_loss(logits, Tensor(one_hot))
        loss.backward()
        W1.data = W1.data - lr * W1.grad.data
        W2.data = W2.data - lr * W2.grad.data
    return W1, W2
