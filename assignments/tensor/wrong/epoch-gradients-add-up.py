#: title = "gradients of earlier batches are added"
#: lose = ["q6-epoch", "q6-whole"]
#: misconception = "epoch-gradients-pile-up"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    G1 = G2 = 0.0
    classes = np.eye(W2.shape[1], dtype=W2.dtype)
    for start in range(0, len(X), batch):
        inputs = Tensor(X[start : start + batch], requires_grad=False)
        one_hot = Tensor(classes[y[start : start + batch]], requires_grad=False)
        loss = softmax_loss(relu(inputs @ W1) @ W2, one_hot)
        loss.backward()
        G1, G2 = G1 + W1.grad.numpy(), G2 + W2.grad.numpy()
        W1 = Tensor(W1.numpy() - lr * G1)
        W2 = Tensor(W2.numpy() - lr * G2)
    return W1, W2
