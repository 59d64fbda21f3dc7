#: title = "nll_and_grad extrapolates differences of the loss to a step of 0"
#: lose = ["q7-gradient"]
#: kinds = ["gradient", "raised", "type"]

# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    loss, grads = self.nll(X, y), []
    for matrix in self.weights:
        grad = np.empty(matrix.shape)
        for index in np.ndindex(matrix.shape):
            keep, table = matrix[index], []
            for h in (1e-2, 5e-3, 2.5e-3, 1.25e-3):
                matrix[index] = keep + h
                up = self.nll(X, y)
                matrix[index] = keep - h
                table.append((up - self.nll(X, y)) / (2 * h))
                matrix[index] = keep
            for k in range(1, 4):
                table = [(4**k * b - a) / (4**k - 1) for a, b in zip(table, table[1:])]
            grad[index] = table[0]
        grads.append(grad)
    return loss, grads


NeuralNetwork.nll_and_grad = nll_and_grad
