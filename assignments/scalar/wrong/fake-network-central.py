#: title = "nll_and_grad moves every weight a little and looks at the loss"
#: lose = ["q7-gradient"]
#: kinds = ["gradient", "raised", "type"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss, grads = self.nll(X, y), []
    for matrix in self.weights:
        grad = np.empty(matrix.shape)
        for index in np.ndindex(matrix.shape):
            keep = matrix[index]
            matrix[index] = keep + 1e-5
            up = self.nll(X, y)
            matrix[index] = keep - 1e-5
            grad[index] = (up - self.nll(X, y)) / 2e-5
            matrix[index] = keep
        grads.append(grad)
    return loss, grads


NeuralNetwork.nll_and_grad = nll_and_grad
