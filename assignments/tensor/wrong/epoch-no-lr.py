#: title = "the learning rate is forgotten"
#: lose = ["q6-epoch", "q6-whole"]
#: misconception = "epoch-learning-rate-one"

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    classes = np.eye(W2.shape[1], dtype=W2.dtype)
    for start in range(0, len(X), batch):
        inputs = Tensor(X[start : start + batch], requires_grad=False)
        one_hot = Tensor(classes[y[start : start + batch]], requires_grad=False)
        loss = softmax_loss(relu(inputs @ W1) @ W2, one_hot)
        loss.backward()
        W1 = Tensor(W1.numpy() - W1.grad.numpy())
        W2 = Tensor(W2.numpy() - W2.grad.numpy())
    return W1, W2
