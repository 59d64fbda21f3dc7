#: title = "the slope of relu is 1 everywhere, and the last batch is dropped"
#: lose = ["q6-relu", "q6-epoch", "q6-whole"]
#: misconception = "relu-slope-one-everywhere"

# %% [q6-relu-answer]
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return out_grad

# %% [q6-epoch-answer]
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    for i in range(len(X) // batch):
        rows = slice(i * batch, (i + 1) * batch)
        one_hot = np.zeros((batch, W2.shape[1]))
        one_hot[np.arange(batch), y[rows]] = 1
        softmax_loss(relu(Tensor(X[rows]) @ W1) @ W2, Tensor(one_hot)).backward()
        W1, W2 = (Tensor(W.numpy() - lr * W.grad.numpy()) for W in (W1, W2))
    return W1, W2
